"""A phone that rates through HTTP, as an app would."""

from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.reviews.addresses import VENUE, listed, mine


class Phone:
    """Holds the token of one device."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token: str = self.client.post("/v1/devices").get_json()["token"]

    def rate(
        self, venue: str = VENUE, *, if_match: str | None = None, **body: Any
    ) -> TestResponse:
        """Write or rewrite the review."""
        return self.client.put(mine(venue), json=body, headers=self.headers(if_match))

    def read(self, venue: str = VENUE) -> TestResponse:
        """The review that this phone wrote."""
        return self.client.get(mine(venue), headers=self.headers())

    def withdraw(
        self, venue: str = VENUE, *, if_match: str | None = None
    ) -> TestResponse:
        """Take the review back."""
        return self.client.delete(mine(venue), headers=self.headers(if_match))

    def newest(self, venue: str = VENUE) -> dict[str, Any]:
        """The newest review of a venue, as everybody reads it."""
        page = self.client.get(listed(venue)).get_json()
        item: dict[str, Any] = page["items"][0]
        return item

    def send(self, body: bytes, media_type: str = "application/json") -> TestResponse:
        """Send bytes as they are."""
        headers = self.headers() | {"Content-Type": media_type}
        return self.client.put(mine(), data=body, headers=headers)

    def headers(self, if_match: str | None = None) -> dict[str, str]:
        """Who calls, and from which version."""
        asked = {"Authorization": f"Bearer {self.token}"}
        return asked if if_match is None else asked | {"If-Match": if_match}


def all_reviews(app: Flask, venue: str = VENUE) -> dict[str, Any]:
    """What everybody reads: reviews and score."""
    page: dict[str, Any] = app.test_client().get(listed(venue)).get_json()
    return page


def problem(answer: TestResponse) -> str:
    """The name of the problem in an answer that is one."""
    assert answer.mimetype == "application/problem+json"
    return str(answer.get_json()["type"]).rpartition("/")[2]


def pointers(answer: TestResponse) -> list[str]:
    """Which values of the body a problem names."""
    return [error["pointer"] for error in answer.get_json()["errors"]]
