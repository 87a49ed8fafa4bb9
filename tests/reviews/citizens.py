"""Citizens who rate, owners who answer, moderators who decide, all through HTTP."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from citizen_api.roles.models import Role
from tests.factories import on_staff
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone

CASES = "/v1/moderation/cases"


class Someone(Phone):
    """Holds what an app sends for somebody who signed in."""

    def __init__(self, app: Flask, who: dict[str, str]) -> None:
        self.client = app.test_client()
        self.token = who["Authorization"].removeprefix("Bearer ")


def moderator(app: Flask, persona: str = "P002") -> Someone:
    """A moderator of the city."""
    return Someone(app, on_staff(app, Role.MODERATOR, persona=persona))


def owner(app: Flask, venue: str = VENUE, persona: str = "P003") -> Someone:
    """The owner of a venue."""
    return Someone(app, on_staff(app, Role.VENUE_OWNER, venue, persona=persona))


def ask(
    who: Phone, method: str, path: str, body: Any = None, if_match: str | None = None
) -> TestResponse:
    """One request."""
    return who.client.open(
        path, method=method, json=body, headers=who.headers(if_match)
    )


def queue(who: Phone, query: str = "?state=open") -> list[dict[str, Any]]:
    """The cases that a moderator sees."""
    items: list[dict[str, Any]] = ask(who, "GET", CASES + query).get_json()["items"]
    return items


def decide(who: Phone, case: str, decision: str, note: str | None = None) -> Any:
    """Decide a case."""
    body = {"decision": decision, "note": note}
    return ask(who, "POST", f"{CASES}/{case}/decision", body)
