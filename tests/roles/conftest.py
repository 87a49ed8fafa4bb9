"""A city that these tests share, and its administrator."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.conftest import close, copied, make_app
from tests.factories import changing, known_person, last_entry, on_staff

KEYS = count(1)


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where others work, too."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"roles_{worker}"))
    on_staff(made, Role.BIKE_OPERATOR, persona="P020")
    yield made
    close(made)


class Office:
    """Where an administrator grants roles, through HTTP."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        self.headers = on_staff(app, Role.ADMINISTRATOR, persona="P001")
        self.facility, self.other_facility = self.rows(
            "SELECT code FROM facilities ORDER BY code LIMIT 2"
        )
        (self.venue,) = self.rows("SELECT slug FROM venues ORDER BY id LIMIT 1")

    def rows(self, question: str, **values: Any) -> list[Any]:
        """The first column of what the database answers."""
        with changing(self.app) as session:
            return list(session.scalars(text(question), values))

    def change(self, statement: str, **values: Any) -> None:
        """Change the database."""
        with changing(self.app) as session:
            session.execute(text(statement), values)

    def grant(self, key: str | None = None, **body: Any) -> TestResponse:
        """Give a role to the person of the tests, unless told otherwise."""
        said = {"person_id": self.person(), "role": "moderator", **body}
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post("/v1/roles", json=said, headers=headers)

    def revoke(self, number: int) -> TestResponse:
        """Take a role away."""
        return self.client.delete(f"/v1/roles/{number}", headers=self.headers)

    def listed(self, **asked: Any) -> list[dict[str, Any]]:
        """Roles, a page of them."""
        answer = self.client.get("/v1/roles", query_string=asked, headers=self.headers)
        assert answer.status_code == 200, answer.get_json()
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items

    def person(self, persona: str = "P002") -> str:
        """The id of somebody who signed in."""
        return str(known_person(self.app, persona).person)

    def last_entry(self) -> dict[str, Any]:
        """The newest entry of the audit log."""
        return last_entry(self.app)


@pytest.fixture
def office(shared: Flask) -> Office:
    """An administrator, and nobody else with a role but a noisy other."""
    made = Office(shared)
    made.change(
        "DELETE FROM roles_held WHERE role NOT IN ('administrator', 'bike_operator')"
    )
    return made


@pytest.fixture
def new_key() -> Callable[[], str]:
    """Keys that nobody used."""
    return lambda: f"a-key-of-the-tests-{next(KEYS)}"
