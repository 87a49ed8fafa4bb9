"""An owner who does everything by the forms of our pages."""

import html
import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.factories import Stall, build, known_person, on_staff, rehearse
from tests.pages.filling import Form, Reader

OWNER, RIVAL = "P003", "P004"
DISH = "banh-da-cua"
ONE_LINE = {"text", "tel", "time", "date"}


class Filled(Form):
    """The same form, with its fields of one line and what is chosen in lists."""

    _select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field."""
        super().handle_starttag(tag, attrs)
        given = {name: value or "" for name, value in attrs}
        if self._forms != 1:
            return
        if tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given["value"]
        elif tag == "input" and given["type"] in ONE_LINE:
            self.values[given["name"]] = given["value"]


class Owner(Reader):
    """Somebody who keeps a venue, signed in on a phone."""

    def __init__(
        self, app: Flask, venue: str | None = None, persona: str = OWNER, **stall: Any
    ) -> None:
        super().__init__(app)
        self.app, self.persona = app, persona
        self.venue = venue or build(app, Stall(**stall))[0]
        if hours := stall.get("hours"):
            rehearse(app, self.venue, hours)
        on_staff(app, Role.VENUE_OWNER, self.venue, persona)
        self.known = self.sign_in(app, persona)

    def form(self, path: str) -> dict[str, str]:
        """The form of a page, as it is filled in."""
        return Filled(self.open(path)).values

    @property
    def one(self) -> str:
        """The address of the venue's page."""
        return f"/me/venues/{self.venue}"

    def text(self, part: str = "", status: int = 200) -> str:
        """The words of a page about the venue."""
        return words(self.open(self.one + part), status)

    def does(self, part: str, **typed: Any) -> TestResponse:
        """Fill in a form of the venue that is taken."""
        answer = self.fill(self.one + part, **typed)
        assert answer.status_code == 303, words(answer, answer.status_code)
        return answer

    def refused(self, part: str, status: int, **typed: Any) -> str:
        """Fill in a form of the venue that is not taken; the words of the answer."""
        return words(self.fill(self.one + part, **typed), status)

    def listing(self) -> dict[str, Any]:
        """The listing, as an app of the owner reads it."""
        headers = known_person(self.app, self.persona).headers
        address = f"/v1/venues/{self.venue}/listing"
        found: dict[str, Any] = self.client.get(address, headers=headers).get_json()
        return found

    def dish(self) -> dict[str, Any]:
        """The one dish on the menu."""
        (found,) = self.listing()["menu"]
        return dict(found)


def words(answer: TestResponse, status: int = 200) -> str:
    """The words of a page that nobody may keep."""
    text = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == status, re.findall(r">([^<]{9,200})<", text)
    assert answer.headers["Cache-Control"] == "no-store"
    return text
