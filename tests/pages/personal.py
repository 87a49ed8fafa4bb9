"""Readers who signed in on our pages, and the forms that they send."""

from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.factories import on_staff
from tests.pages.filling import Reader

FILLED = {"hidden", "text", ""}


class FormTo(HTMLParser):
    """What the first form to an address holds: hidden, typed and chosen."""

    def __init__(self, answer: TestResponse, action: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.found, self._action, self._inside = False, action, False
        self._select = ""
        self.feed(answer.get_data(as_text=True))
        assert self.found, f"no form to {action}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self.found:
            self._inside = self.found = given.get("action") == self._action
        chosen = "selected" in given or self._select not in self.values
        if self._inside and tag == "option" and chosen:
            self.values[self._select] = given["value"]
        if not self._inside or "name" not in given:
            return
        self._select = given["name"]
        kind = given.get("type", "")
        if tag == "input" and (kind in FILLED or "checked" in given):
            self.values[given["name"]] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        self._inside = self._inside and tag != "form"


class SignedIn(Reader):
    """A reader with the cookie of a session."""

    def __init__(
        self,
        app: Flask,
        persona: str = "P001",
        acr: str = "LoA2",
        auth_time: datetime | None = None,
    ) -> None:
        super().__init__(app)
        self.known = self.sign_in(app, persona, acr=acr, auth_time=auth_time)

    def press(self, path: str, action: str, /, **typed: Any) -> TestResponse:
        """Open a page, fill in its form to an address and send it."""
        return self.send(action, FormTo(self.open(path), action).values | typed)

    def follow(self, answer: TestResponse) -> TestResponse:
        """The page that a form leads to."""
        assert answer.status_code == 303, answer.text
        return self.open(answer.headers["Location"])


def at_work(app: Flask, role: Role, scope: str, persona: str = "P002") -> SignedIn:
    """A reader who holds a role."""
    on_staff(app, role, scope, persona)
    return SignedIn(app, persona)
