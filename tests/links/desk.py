"""Where a code keeper works, and a city that the tests of a file share."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.links.models import Flag
from citizen_api.links.scanning import raise_flag
from citizen_api.roles.models import Role
from tests.conftest import NOON, close, copied, make_app
from tests.contract.document import document_of
from tests.factories import changing, known_person, on_staff
from tests.links.codes import DAY

STREET = "cau-dat-11359"
POSTERS = "/v1/street-posters"
KEYS = count(1)
DISH = {"target": {"kind": "dish", "id": "nem-cua-be"}}
NOTE = {"note": "Đã dán lại"}


class Desk:
    """Where a code keeper works, through HTTP."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        self.headers = on_staff(app, Role.CODE_KEEPER, persona="P002")
        self.actor = f"person:{known_person(app, 'P002').person}"
        self.document = document_of(self.client)

    def ask(self, method: str, path: str, **more: Any) -> TestResponse:
        """Call a door: a whole address, or what follows /v1/codes."""
        headers = self.headers | more.pop("headers", {})
        path = path if path.startswith("/v1/") else f"/v1/codes{path}"
        return self.client.open(path, method=method, headers=headers, **more)

    def get(self, code: str) -> dict[str, Any]:
        """A code."""
        answer = self.ask("GET", f"/{code}")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.get_json()
        return found

    def change(self, code: str, match: str | None = "*", **said: Any) -> TestResponse:
        """Change a code."""
        headers = {} if match is None else {"If-Match": match}
        return self.ask("PATCH", f"/{code}", json=said, headers=headers)

    def post(self, path: str, key: str | None = None, **more: Any) -> TestResponse:
        """Post, with a key when one is given."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", path, headers=headers, **more)

    def flag(self, code: str, kind: Flag, days: int = 0) -> None:
        """Let people report a code, so many days ago."""
        with changing(self.app) as session:
            raise_flag(session, code, kind, NOON.date() - days * DAY, "Dán đè")

    def last_entry(self) -> dict[str, Any]:
        """The newest entry of the audit log."""
        return self.entries()[-1]

    def entries(self) -> list[dict[str, Any]]:
        """What the audit log says of codes."""
        asked = text("SELECT fields FROM audit_events ORDER BY seq")
        with changing(self.app) as session:
            return list(session.scalars(asked))


def new_key() -> str:
    """A key that nobody used."""
    return f"a-key-of-a-code-keeper-{next(KEYS)}"


@pytest.fixture(scope="module")
def shared(
    server_url: str, seeded_url: str, worker: str, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """A city that the tests of a file share."""
    name = request.module.__name__.rpartition("_")[2]
    app = make_app(copied(server_url, f"seeded_{worker}", f"keep_{name}_{worker}"))
    yield app
    close(app)


@pytest.fixture
def desk(shared: Flask) -> Desk:
    """A code keeper, and no flags of other tests."""
    with changing(shared) as session:
        session.execute(text("UPDATE link_flags SET resolved_at = now()"))
        session.execute(text("DELETE FROM roles_held"))
    return Desk(shared)
