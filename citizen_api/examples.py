"""The questions whose real answers are the examples of the OpenAPI file."""

from datetime import datetime
from typing import Any, NamedTuple

import orjson
from flask import Flask
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.devices.actions import register
from citizen_api.expected import Expected
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.http.headers import JSON
from citizen_api.listings.actions import Wrong, report
from citizen_api.listings.models import Kind
from citizen_api.reviews.actions import Rating, rate
from citizen_api.tokens import token_hash
from geo.geojson import MEDIA_TYPE as GEOJSON

MOMENT = datetime(2026, 11, 21, 12, tzinfo=HO_CHI_MINH)
VENUE = "banh-da-cua-be-ba-cu"
TOUR = "/v1/tours/sang-quanh-ga"
SEARCH = (
    "/v1/venues?q=banh+da+cua&lat=20.8561&lon=106.6822&radius=3000&open_at=now&limit=2"
)
RATING = Rating(stars=5, dishes={"banh-da-cua": 5}, text="Nước dùng thơm, bánh đa dai.")
WRONG = Wrong(Kind.PRICE, "banh-da-cua", "Bây giờ 45.000 đồng một bát.")
DEVICE_KEY = "an-example-of-a-device"
LONGEST_LIST = 2
DEVICE = "SELECT id FROM devices WHERE token_hash = %(hash)s"
DATED = text("UPDATE reviews SET created_at = :moment, updated_at = :moment")
REPORT_DATED = text("UPDATE venue_reports SET created_at = :moment")


class Question(NamedTuple):
    """A GET, of which media type, and whether the device that rated asks."""

    path: str
    media_type: str = JSON
    by_device: bool = False


QUESTIONS = {
    "list_dishes": Question("/v1/dishes?q=banh+da"),
    "get_dish": Question("/v1/dishes/banh-da-cua"),
    "list_venues": Question(SEARCH),
    "list_venues_geojson": Question(SEARCH, GEOJSON),
    "get_venue": Question(f"/v1/venues/{VENUE}"),
    "list_reviews": Question(f"/v1/venues/{VENUE}/reviews"),
    "get_my_review": Question(f"/v1/venues/{VENUE}/reviews/mine", by_device=True),
    "list_my_reviews": Question("/v1/devices/mine/reviews", by_device=True),
    "list_my_reports": Question("/v1/devices/mine/reports", by_device=True),
    "get_around": Question("/v1/around?lat=20.8561&lon=106.6822"),
    "list_tours": Question("/v1/tours?limit=2"),
    "get_tour": Question(TOUR),
    "get_tour_geojson": Question(TOUR, GEOJSON),
    "get_link": Question("/v1/links/F4K4FVP4"),
    "get_map_style": Question("/v1/maps/style.json"),
}


def answers(app: Flask, database: Database) -> dict[str, Any]:
    """The answer to each question at one moment, by name, with short lists.

    `database` holds the real city and nothing else; a review and a report are added.
    """
    app.config["CLOCK"] = lambda: MOMENT
    token = _words(database, app.config["SIGNING_KEY"])
    client = app.test_client()
    found = {}
    for name, question in QUESTIONS.items():
        headers = {"Accept": question.media_type}
        if question.by_device:
            headers["Authorization"] = f"Bearer {token}"
        answer = client.get(question.path, headers=headers)
        if answer.status_code != 200:
            raise LookupError(f"{question.path}: {answer.get_data(as_text=True)}")
        found[name] = short(orjson.loads(answer.data))
    found["report_venue"] = found["list_my_reports"]["items"][0]
    return found


def short(value: Any) -> Any:
    """The same with at most two things in each list; coordinates stay whole."""
    if isinstance(value, dict):
        return {key: short(each) for key, each in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict | str):
        return [short(each) for each in value[:LONGEST_LIST]]
    return value


def _words(database: Database, secret: str) -> str:
    """Rate the venue and report a price; the token of the device that did."""
    with database.sessions.begin() as session:
        token = register(session, key=DEVICE_KEY, secret=secret)
    device = database.find(DEVICE, {"hash": token_hash(token)})[0][0]
    rate(database, device, VENUE, RATING, Expected())
    with database.sessions.begin() as session:
        report(session, device, VENUE, WRONG, key=None)
        session.execute(DATED, {"moment": MOMENT})
        session.execute(REPORT_DATED, {"moment": MOMENT})
    return token
