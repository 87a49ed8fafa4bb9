"""Staff and citizens of the tests of insurance, and what they ask."""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.jobs.actions import claim, finish
from citizen_api.roles.models import Role
from citizen_api.working import HANDLERS
from identity.simulators.personas import Persona, persona
from tests.conftest import NOON
from tests.factories import changing, database_of, on_staff, signed_in

KEYS = count(1)
LOOKUPS = "/v1/insurance/lookups"
OWN = "/v1/me/insurance"
PASSWORDS = {f"9900{number}_BV": f"secret of {number}" for number in (1, 2, 4)}
EVENTS = text("SELECT fields FROM audit_events ORDER BY seq")


class Clock:
    """Noon of 21 November 2026, until a test moves it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    def reset(self) -> None:
        """Noon again."""
        self.now = NOON


def someone(name: str) -> Persona:
    """The persona, who is there."""
    found = persona(name)
    assert found is not None
    return found


def about(name: str, /, **changes: Any) -> dict[str, Any]:
    """The body of a right look-up of a persona."""
    who = someone(name)
    body = {
        "number": who.number,
        "name": who.name,
        "birth": who.birth,
        "purpose": "reception",
        "presented": "citizen_card",
    }
    return {
        key: value for key, value in {**body, **changes}.items() if value is not None
    }


def new_key() -> str:
    """An Idempotency-Key of one's own."""
    return f"a-key-of-the-tests-{next(KEYS):06d}"


@dataclass
class Clinic:
    """The service, the twin behind it, and the clock of both."""

    app: Flask
    twin: Flask
    clock: Clock

    def staff(
        self, facility: str = "99001", name: str = "P002", **seen: Any
    ) -> dict[str, str]:
        """What the app of somebody at a facility sends."""
        return on_staff(self.app, Role.HEALTH_STAFF, facility, name, **seen)

    def citizen(self, name: str = "P001", **seen: Any) -> dict[str, str]:
        """What a citizen's app sends."""
        return signed_in(self.app, name, **seen)

    def later(self, **by: float) -> None:
        """Let time pass, in which nobody has to sign in again."""
        self.clock.move(**by)
        with changing(self.app) as session:
            for table in ("sessions", "access_tokens"):
                session.execute(text(f"UPDATE {table} SET expires_at = 'infinity'"))

    def look_up(
        self, who: dict[str, str], body: dict[str, Any], key: str | None = None
    ) -> TestResponse:
        """Look up somebody."""
        headers = {**who, "Idempotency-Key": key or new_key()}
        return self.app.test_client().post(LOOKUPS, json=body, headers=headers)

    def get(self, address: str, who: dict[str, str]) -> TestResponse:
        """Read something."""
        return self.app.test_client().get(address, headers=who)

    def post(self, address: str, who: dict[str, str], body: Any = None) -> TestResponse:
        """Do something."""
        return self.app.test_client().post(address, headers=who, json=body)

    def switch(self, **scenario: Any) -> None:
        """Let the gateway fail so."""
        answer = self.twin.test_client().put("/scenario", json=scenario)
        assert answer.status_code == 200, answer.json

    def mend(self) -> None:
        """Let the gateway work again."""
        self.twin.test_client().delete("/scenario")

    def work(self) -> int:
        """Do the jobs that are due; how many were done."""
        database = database_of(self.app)
        kinds, done = [kind for kind in HANDLERS if kind.startswith("insurance")], 0
        with self.app.app_context():
            while held := claim(database, kinds, self.clock()):
                again = HANDLERS[held.kind](held)
                finish(database, held, self.clock(), again=again)
                done += 1
        return done

    def events(self, action: str = "insurance") -> list[dict[str, Any]]:
        """What the audit log has of this, in order."""
        with changing(self.app) as session:
            every = [row.fields for row in session.execute(EVENTS)]
        return [each for each in every if each["action"].startswith(action)]

    def outcomes(self, action: str = "insurance.lookup") -> list[str]:
        """What came of each act."""
        return [each["outcome"] for each in self.events(action)]

    def change(self, *statements: str) -> None:
        """Change the database under the service."""
        with changing(self.app) as session:
            for statement in statements:
                session.execute(text(statement))

    def rows(self, sql: str) -> list[Any]:
        """What the database says."""
        with changing(self.app) as session:
            return list(session.execute(text(sql)))


def at_once(calls: list[Any]) -> None:
    """Do all of these at the same time."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def id_of(answer: TestResponse) -> UUID:
    """The id of the look-up in an answer."""
    return UUID(answer.get_json()["id"])
