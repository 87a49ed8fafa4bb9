"""What all examples share: a city at one moment, and people who signed in to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Final
from uuid import UUID

import orjson
from flask import Flask

from citizen_api.accounts.actions import begin_session, give_access_token, keep_person
from citizen_api.accounts.rules import SCOPES, Seen
from citizen_api.db import Database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.http.headers import JSON
from citizen_api.http.session import key_ring
from citizen_api.roles.models import Role, RoleHeld
from identity.providers.sign_in import Person
from identity.simulators.personas import Persona, persona

MOMENT: Final = datetime(2026, 11, 21, 12, tzinfo=HO_CHI_MINH)
APP: Final = "citizen-app"
FACILITY: Final = "99001"
TAKEN: Final = frozenset({200, 201, 202})


@dataclass(frozen=True)
class Known:
    """Somebody who signed in, and what their app sends."""

    person: UUID
    session: UUID
    headers: dict[str, str]


class City:
    """The service on a real city that nobody else uses; its clock goes when told."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database, self.now = app, database, MOMENT
        self._client, self._keys = app.test_client(), count(1)
        app.config["CLOCK"] = lambda: self.now

    def wait(self, minutes: int = 1) -> None:
        """Let time pass, so that what is listed has an order."""
        self.now += timedelta(minutes=minutes)

    def get(
        self, path: str, who: dict[str, str] | None = None, media_type: str = JSON
    ) -> Any:
        """The answer to a GET; raises LookupError for a refusal."""
        return self.ask("GET", path, {"Accept": media_type, **(who or {})})

    def ask(self, method: str, path: str, who: dict[str, str], body: Any = None) -> Any:
        """What is answered; raises LookupError for a refusal."""
        headers = dict(who)
        if method == "POST":
            headers["Idempotency-Key"] = f"an-example-of-a-key-{next(self._keys)}"
        answer = self._client.open(path, method=method, headers=headers, json=body)
        if answer.status_code not in TAKEN:
            raise LookupError(f"{method} {path}: {answer.get_data(as_text=True)}")
        return orjson.loads(answer.data)

    def sign_in(self, name: str, *roles: Role, device: str = "Android") -> Known:
        """A persona who signed in at the app, with these roles at the facility."""
        who = someone(name)
        told = Person(f"the subject of {name}", who.number, None, who.name, who.birth)
        seen = Seen("LoA2", ("face",), self.now)
        with self.app.app_context(), self.database.sessions.begin() as session:
            person = keep_person(session, key_ring(), told)
            begun = begin_session(
                session, person, APP, seen, device_name=device, now=self.now
            )
            token = give_access_token(session, begun, SCOPES, now=self.now)
            session.add_all(self._held(person, role) for role in roles)
        return Known(person, begun, {"Authorization": f"Bearer {token}"})

    def _held(self, person: UUID, role: Role) -> RoleHeld:
        return RoleHeld(
            person_id=person,
            role=role,
            scope=FACILITY,
            valid_from=self.now,
            granted_by="command",
            granted_at=self.now,
        )


def someone(name: str) -> Persona:
    """A persona, who is there; raises LookupError."""
    found = persona(name)
    if found is None:
        raise LookupError(name)
    return found
