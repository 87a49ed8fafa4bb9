"""The home page: what to eat now, what the city is known for, what is open nearby."""

from typing import Any

import orjson
from flask import Blueprint, Response

from citizen_api.callers import public as anyone
from citizen_api.dishes.queries import eaten
from citizen_api.dishes.rules import PARTS, part_of_day
from citizen_api.fields import Choice
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.places import NEEDS_BOTH
from citizen_api.http.session import database, kept
from citizen_api.pages.asking import PlaceQuery, read
from citizen_api.pages.bikes.near import nearest
from citizen_api.pages.html import page
from citizen_api.pages.tiles import Tile, tile
from citizen_api.problems import FieldError, InvalidRequest
from citizen_api.venues.answering import showing
from citizen_api.venues.queries.known import known
from citizen_api.venues.queries.search import page as page_of
from citizen_api.venues.questions import Question, Sort
from citizen_api.venues.rows import Showing
from geo.distance import metres_between
from geo.points import Point

MAX_AGE = 30
DAY = 24 * 3600
OPERA_HOUSE = Point(106.6822, 20.8561)  # the middle of the city, as people say
FAR_M = 40_000
MOST_NEARBY = 6
MOST_NOW = 6
MOST_STATIONS = 2
MOST_SIGNATURES = 12

blueprint = Blueprint("home", __name__, template_folder="templates")


class HomeQuery(PlaceQuery):
    """The parameters of the home page."""

    time = Choice(*PARTS)


HOME = HomeQuery()


@blueprint.get("/")
@anyone
def home() -> Response:
    """The home page for people; for an app, where things are."""
    if negotiate("text/html", JSON) != JSON:
        return front_page(read(HOME))
    return public(
        orjson.dumps({"docs": "/docs", "openapi": "/openapi.json", "api": "/v1"}),
        JSON,
        max_age=DAY,
    )


def front_page(asked: dict[str, Any]) -> Response:
    """The page; nobody keeps one that tells where its reader stands."""
    told = place(asked)
    stands = told if told and not is_far(told) else None
    seen = showing(stands or OPERA_HOUSE)
    part = asked.get("time") or part_of_day(seen.at)
    return page(
        "home.html",
        max_age=None if told else MAX_AGE,
        asked=asked,
        stands=stands,
        is_far=told != stands,
        parts=list(PARTS),
        part=part,
        now=part_of_day(seen.at),
        dishes=dishes_at(part),
        signatures=signatures(),
        venues=open_nearby(seen),
        bikes=nearest(stands or OPERA_HOUSE, most=MOST_STATIONS, bikes=1),
    )


def place(asked: dict[str, Any]) -> Point | None:
    """Where the reader stands. Raises InvalidRequest for half of it."""
    if ("lat" in asked) != ("lon" in asked):
        missing = "lon" if "lat" in asked else "lat"
        raise InvalidRequest(errors=[FieldError(NEEDS_BOTH, parameter=missing)])
    return Point(asked["lon"], asked["lat"]) if "lat" in asked else None


def is_far(stands: Point) -> bool:
    """Whether somebody is too far away to walk to anything of ours."""
    return metres_between(stands, OPERA_HOUSE) > FAR_M


def dishes_at(part: str) -> list[Tile]:
    """What is eaten in a part of the day, the most typical first."""
    catalogue = kept(known).dishes
    served = kept(eaten)[part]
    return [
        tile(catalogue, catalogue.by_id[dish], count)
        for dish, count in served[:MOST_NOW]
        if dish in catalogue.by_id
    ]


def signatures() -> list[Tile]:
    """The dishes that the city is known for, what most venues serve first."""
    catalogue = kept(known).dishes
    served = [d for d in catalogue.dishes if d.signature and d.venue_count]
    return [tile(catalogue, dish) for dish in served[:MOST_SIGNATURES]]


def open_nearby(seen: Showing) -> list[dict[str, Any]]:
    """The nearest venues that are open at this minute."""
    question = Question(
        centre=seen.centre, open_at=seen.at, sort=Sort.DISTANCE, limit=MOST_NEARBY
    )
    found = page_of(database(), seen.known, question)
    return [seen.item(row) for row in found.rows]
