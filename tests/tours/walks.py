"""Tours made for a test, and read through HTTP."""

from datetime import date, time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from citizen_api.dishes.models import Dish
from citizen_api.tours.models import Tour, TourStop
from citizen_api.venues.models import Venue
from tests.factories import changing

MORNING = "/v1/tours/sang-quanh-ga"
GEOJSON = {"Accept": "application/geo+json"}


def get(client: FlaskClient, path: str = MORNING) -> dict[str, Any]:
    """A tour, or a page of them."""
    answer = client.get(path)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def make(app: Flask, slug: str, *venues: str, name: str = "Thử") -> str:
    """A tour of these venues, where one eats crab noodles; its address."""
    with changing(app) as session:
        tour = Tour(
            slug=slug,
            name={"vi": name, "en": name},
            summary={"vi": "Tóm tắt", "en": "Summary"},
            part_of_day="morning",
            set_off=time(8),
            curated_by="the tests",
            curated_on=date(2026, 11, 21),
        )
        session.add(tour)
        session.flush()
        noodles = select(Dish.id).where(Dish.slug == "banh-da-cua")
        for position, venue in enumerate(venues, 1):
            stop = TourStop(
                tour_id=tour.id,
                position=position,
                venue_id=session.scalar(select(Venue.id).where(Venue.slug == venue)),
                dish_ids=[session.scalar(noodles)],
                stay_min=20,
            )
            session.add(stop)
    return f"/v1/tours/{slug}"
