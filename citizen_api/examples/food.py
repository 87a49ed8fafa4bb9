"""The answers about food, walks, codes, the map, facilities, and what people say."""

from typing import Any, Final, NamedTuple

from sqlalchemy import text

from citizen_api.devices.actions import register
from citizen_api.examples.asking import MOMENT, City
from citizen_api.expected import Expected
from citizen_api.http.headers import JSON
from citizen_api.listings.actions import Wrong, report
from citizen_api.listings.models import Kind
from citizen_api.reviews.actions import rate
from citizen_api.reviews.rules import Rating
from citizen_api.tokens import token_hash
from citizen_api.writers import Writer
from geo.geojson import MEDIA_TYPE as GEOJSON

VENUE: Final = "banh-da-cua-be-ba-cu"
TOUR: Final = "/v1/tours/sang-quanh-ga"
SEARCH: Final = (
    "/v1/venues?q=banh+da+cua&lat=20.8561&lon=106.6822&radius=3000&open_at=now&limit=2"
)
NEAR: Final = "/v1/facilities?lat=20.8561&lon=106.6822&limit=2"
RATING: Final = Rating(
    stars=5, dishes={"banh-da-cua": 5}, text="Nước dùng thơm, bánh đa dai."
)
WRONG: Final = Wrong(Kind.PRICE, "banh-da-cua", "Bây giờ 45.000 đồng một bát.")
DEVICE_KEY: Final = "an-example-of-a-device"
DEVICE: Final = "SELECT id FROM devices WHERE token_hash = %(hash)s"
DATED: Final = text("UPDATE reviews SET created_at = :moment, updated_at = :moment")
REPORT_DATED: Final = text("UPDATE venue_reports SET created_at = :moment")


class Question(NamedTuple):
    """A GET, of which media type, and whether the device that rated asks."""

    path: str
    media_type: str = JSON
    by_device: bool = False


QUESTIONS: Final = {
    "list_dishes": Question("/v1/dishes?q=banh+da"),
    "get_dish": Question("/v1/dishes/banh-da-cua"),
    "list_venues": Question(SEARCH),
    "list_venues_geojson": Question(SEARCH, GEOJSON),
    "get_calendar": Question("/v1/calendar?year=2026"),
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
    "list_facilities": Question(NEAR),
    "list_facilities_geojson": Question(NEAR, GEOJSON),
    "get_facility": Question("/v1/facilities/99001"),
}


def food_answers(city: City) -> dict[str, Any]:
    """The answer to each question, by name; a review and a report are made for it."""
    device = {"Authorization": f"Bearer {_words(city)}"}
    found = {
        name: city.get(
            asked.path, device if asked.by_device else None, asked.media_type
        )
        for name, asked in QUESTIONS.items()
    }
    return found | {"report_venue": found["list_my_reports"]["items"][0]}


def _words(city: City) -> str:
    """Rate the venue and report a price; the token of the device that did."""
    database, secret = city.database, city.app.config["SIGNING_KEY"]
    with database.sessions.begin() as session:
        token = register(session, key=DEVICE_KEY, secret=secret)
    device = database.find(DEVICE, {"hash": token_hash(token)})[0][0]
    rate(database, Writer(device, None), VENUE, RATING, Expected())
    with database.sessions.begin() as session:
        report(session, Writer(device, None), VENUE, WRONG, key=None, at=MOMENT)
        session.execute(DATED, {"moment": MOMENT})
        session.execute(REPORT_DATED, {"moment": MOMENT})
    return token
