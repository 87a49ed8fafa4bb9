"""Somebody who keeps a venue through HTTP, as an app would."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.http.session import COPIES
from citizen_api.roles.models import Role
from citizen_api.versions import CATALOGUE, PLACES, Copies
from tests.factories import (
    Stall,
    build,
    database_of,
    known_person,
    on_staff,
    rehearse,
)

OWNER, RIVAL, MODERATOR = "P003", "P004", "P005"


def show_at_once(app: Flask) -> None:
    """Let what owners change be seen at once, and not a second later."""
    engine = database_of(app).engine
    app.extensions[COPIES] |= {
        name: Copies(engine, name, patience=0) for name in (CATALOGUE, PLACES)
    }


class Keeper:
    """The owner of a venue, and what their app remembers of it."""

    def __init__(self, app: Flask, venue: str, persona: str = OWNER) -> None:
        self.app, self.venue = app, venue
        self.client = app.test_client()
        self.persona = persona
        self.who = on_staff(app, Role.VENUE_OWNER, venue, persona)
        self.tag: str | None = None

    def sign_in(self) -> None:
        """Sign in again: a token is good for ten minutes."""
        self.who = known_person(self.app, self.persona).headers

    @property
    def one(self) -> str:
        """The address of the listing."""
        return f"/v1/venues/{self.venue}/listing"

    def read(self) -> dict[str, Any]:
        """The listing; its tag is remembered."""
        answer = self.client.get(self.one, headers=self.who)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "no-store"
        self.tag = answer.headers["ETag"]
        found: dict[str, Any] = answer.get_json()
        return found

    def send(
        self, method: str, part: str = "", body: Any = None, tag: str | None = "*"
    ) -> TestResponse:
        """Edit a part; without a tag no If-Match is sent."""
        headers = self.who | ({"If-Match": tag} if tag else {})
        return self.client.open(
            self.one + part, method=method, json=body, headers=headers
        )

    def edit(self, method: str, part: str = "", body: Any = None) -> dict[str, Any]:
        """The listing after an edit that is taken."""
        answer = self.send(method, part, body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: dict[str, Any] = answer.get_json()
        return found

    def change(self, **body: Any) -> dict[str, Any]:
        """The listing after some parts were changed."""
        return self.edit("PATCH", "", body)

    def price(self, dish: str, least: int, most: int | None = None) -> dict[str, Any]:
        """The listing after a price was said."""
        price = {"min": least, "max": most, "unit": "bát"}
        return self.edit("PUT", f"/dishes/{dish}", {"price": price})

    def public(self) -> dict[str, Any]:
        """The venue as everybody reads it."""
        found: dict[str, Any] = self.client.get(f"/v1/venues/{self.venue}").get_json()
        return found

    def menu(self) -> dict[str, Any]:
        """The public menu by dish."""
        return {each["dish_id"]: each for each in self.public()["menu"]}

    def history(self, dish: str, query: str = "") -> list[dict[str, Any]]:
        """All that was said of a price."""
        address = f"/v1/venues/{self.venue}/dishes/{dish}/prices{query}"
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items

    def changes(self) -> list[dict[str, Any]]:
        """What was changed, the newest first."""
        answer = self.client.get(f"{self.one}/changes", headers=self.who)
        assert answer.status_code == 200
        items: list[dict[str, Any]] = answer.get_json()["items"]
        return items


def keeper(app: Flask, stall: Stall | None = None) -> Keeper:
    """The owner of a new venue, whose hours a source tells."""
    (venue,) = build(app, stall or Stall())
    if stall and stall.hours:
        rehearse(app, venue, stall.hours)
    return Keeper(app, venue)


def moderator(app: Flask) -> dict[str, str]:
    """What the app of a moderator sends."""
    return on_staff(app, Role.MODERATOR, persona=MODERATOR)


def person(app: Flask, persona: str = OWNER) -> dict[str, str]:
    """What the app of somebody without a role sends."""
    return known_person(app, persona).headers
