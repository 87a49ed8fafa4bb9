"""A phone that reports what is wrong through HTTP, as an app would."""

from typing import Any

from werkzeug.test import TestResponse

from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone

MINE = "/v1/devices/mine/reports"


def reports(venue: str = VENUE) -> str:
    """Where reports about a venue are sent."""
    return f"/v1/venues/{venue}/reports"


class Reporter(Phone):
    """Holds the token of one device."""

    def report(
        self, venue: str = VENUE, *, key: str | None = None, **body: Any
    ) -> TestResponse:
        """Say what is wrong."""
        headers = self.headers() | ({"Idempotency-Key": key} if key else {})
        return self.client.post(reports(venue), json=body, headers=headers)

    def reported(self, query: str = "") -> dict[str, Any]:
        """What this phone reported, as it reads it."""
        answer = self.client.get(MINE + query, headers=self.headers())
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        page: dict[str, Any] = answer.get_json()
        return page

    def kinds(self) -> list[str]:
        """The kinds of what this phone reported, the newest first."""
        return [item["kind"] for item in self.reported()["items"]]
