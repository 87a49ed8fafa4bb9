"""Somebody at work in a browser."""

from typing import Any

from flask import Flask
from sqlalchemy import text

from citizen_api.roles.models import Role
from tests.factories import changing, on_staff
from tests.pages.filling import Reader


class Worker(Reader):
    """A reader who signed in at level 2, with their roles."""

    def __init__(
        self, app: Flask, *roles: Role, persona: str = "P002", acr: str = "LoA2"
    ) -> None:
        super().__init__(app)
        self.app = app
        who = self.sign_in(app, persona, acr=acr)
        for role in roles:
            on_staff(app, role, persona=persona)
        self.person, self.actor = who.person, f"person:{who.person}"

    def text(self, path: str, status: int = 200) -> str:
        """The words of a page."""
        answer = self.open(path)
        assert answer.status_code == status, path
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.get_data(as_text=True)

    def entries(self, action: str) -> list[dict[str, Any]]:
        """What the audit log says of an action."""
        asked = text("SELECT fields FROM audit_events ORDER BY seq")
        with changing(self.app) as session:
            every = list(session.scalars(asked))
        return [each for each in every if each["action"] == action]


def without_roles(app: Flask) -> None:
    """Nobody holds a role."""
    with changing(app) as session:
        session.execute(text("DELETE FROM roles_held"))
