"""The food walks: which there are, and each with its stops in order."""

from datetime import datetime
from typing import Any

from babel.dates import format_date
from babel.units import format_unit
from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.http.session import database
from citizen_api.pages.formats import clock, locale
from citizen_api.pages.html import page
from citizen_api.pages.languages import marked
from citizen_api.pages.pins import first_price, pin
from citizen_api.pages.tiles import gloss
from citizen_api.problems import NotFound
from citizen_api.tours import cards, queries
from citizen_api.tours.queries import Tour
from citizen_api.venues.answering import showing
from citizen_api.venues.rows import Showing

MAX_AGE = 30
MOST_TOURS = 100
ROUND_MIN = 5
PARTS = {
    "morning": marked("Morning"),
    "noon": marked("Noon"),
    "afternoon": marked("Afternoon"),
    "evening": marked("Evening"),
    "night": marked("Night"),
}

blueprint = Blueprint("tour_pages", __name__, template_folder="templates")


@blueprint.get("/tours")
@anyone
def tours() -> Response:
    """Every walk that has a stop left."""
    seen = showing()
    found = queries.tours(database(), after=0, limit=MOST_TOURS)
    walks = [timed(seen, tour, cards.item(seen, tour)) for tour in found if tour.stops]
    return page("tours.html", max_age=MAX_AGE, tours=walks, parts_of_day=PARTS)


@blueprint.get("/tours/<slug:tour_id>")
@anyone
def tour(tour_id: str) -> Response:
    """One walk: where to eat what, how far it is, and a map of it."""
    found = queries.tour(database(), tour_id)
    if found is None:
        raise NotFound
    return page("tour.html", max_age=MAX_AGE, **about(found))


def about(found: Tour) -> dict[str, Any]:
    """What `tour.html` shows."""
    seen = showing()
    dishes = seen.known.dishes
    return {
        "tour": timed(seen, found, cards.card(seen, found)),
        "places": places(cards.collection(seen, found)),
        "parts_of_day": PARTS,
        "meaning": lambda dish: gloss(dishes, dishes.by_slug[dish]),
    }


def timed(seen: Showing, tour: Tour, shown: dict[str, Any]) -> dict[str, Any]:
    """A walk with its times and date as people read them."""
    start = datetime.combine(seen.today, tour.set_off)
    return {
        **shown,
        "set_off": clock(start),
        "duration": duration(shown["duration_min"]),
        "curated_on": format_date(tour.curated_on, locale=locale()),
    }


def duration(minutes: int) -> str:
    """How long something takes, to five minutes: `1 hr 40 min`, `1 giờ 40 phút`."""
    hours, rest = divmod(ROUND_MIN * round(minutes / ROUND_MIN), 60)
    parts = ((hours, "hour"), (rest, "minute"))
    return " ".join(
        format_unit(count, unit, "short", locale=locale())
        for count, unit in parts
        if count
    )


def places(collection: dict[str, Any]) -> dict[str, Any]:
    """The stops that have a place, and the line through them, for the map."""
    features = [each for each in collection["features"] if each["geometry"]]
    drawn = [
        {**each, "properties": stop_pin(each)}
        if each["properties"]["kind"] == "stop"
        else each
        for each in features
    ]
    return {**collection, "features": drawn}


def stop_pin(stop: dict[str, Any]) -> dict[str, Any]:
    """What the map says of the Feature of a stop."""
    told = stop["properties"]
    venue = {**told["venue"], "location": stop["geometry"]}
    price = first_price(told["eat"])
    return pin(venue, price, kind="stop", number=told["number"])
