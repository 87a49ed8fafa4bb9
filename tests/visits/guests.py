"""A guest of a venue, and what its owner shows."""

from typing import Any

from flask import Flask
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.links.models import Kind
from citizen_api.roles.models import Role
from tests.factories import CENTRE, Stall, build, changing, on_staff
from tests.links.codes import made
from tests.reviews.phones import Phone

LON, LAT = CENTRE
OPEN = Stall(hours="24/7")
HERE: dict[str, Any] = {"lat": LAT, "lon": LON, "accuracy_m": 20}


class Guest(Phone):
    """A phone at a venue."""

    def __init__(self, app: Flask, stall: Stall = OPEN) -> None:
        super().__init__(app)
        self.app = app
        (self.venue,) = build(app, stall)

    def shown(self, venue: str | None = None) -> str:
        """The code that the venue shows."""
        where = venue or self.venue
        owner = on_staff(self.app, Role.VENUE_OWNER, where)
        answer = self.client.post(f"/v1/venues/{where}/visit-codes", headers=owner)
        assert answer.status_code == 201
        code: str = answer.get_json()["code"]
        return code

    def prove(self, venue: str | None = None, **body: Any) -> TestResponse:
        """Prove a visit."""
        where = f"/v1/venues/{venue or self.venue}/visits"
        return self.client.post(where, json=body, headers=self.headers())

    def scan(self, code: str, **position: Any) -> TestResponse:
        """Prove it by a printed code."""
        return self.prove(scan={"code": code, **HERE, **position})

    def printed(self, **about: Any) -> str:
        """A printed code of the venue."""
        return made(self.app, Kind.VENUE, self.venue, **about)

    def visited(self) -> bool | None:
        """Whether the rating of this phone is marked; None when there is none."""
        statement = text(
            "SELECT r.visited FROM reviews r JOIN venues v ON v.id = r.venue_id"
            " WHERE v.slug = :venue"
        )
        with changing(self.app) as session:
            marked: bool | None = session.scalar(statement, {"venue": self.venue})
        return marked
