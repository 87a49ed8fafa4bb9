"""The door of the city card."""

from datetime import datetime
from typing import Any

import orjson
from flask import Response

from citizen_api.areas.queries import ward_at
from citizen_api.around.queries import Nearest, nearest_of_each
from citizen_api.around.schemas import AroundQuery, AroundSchema
from citizen_api.bikes import cards, stations
from citizen_api.bikes.resources import opened
from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.problems import NotAcceptable
from citizen_api.venues.answering import showing
from citizen_api.venues.queries.search import hours_unknown, page
from citizen_api.venues.questions import Question, Sort
from citizen_api.venues.rows import Showing
from geo.points import Point

MAX_AGE = 30
MOST_VENUES = 10

blueprint = Blueprint("around", __name__, description="The city card")


@blueprint.route("/v1/around")
@anyone
@blueprint.arguments(AroundQuery, location="query")
@blueprint.response(200, AroundSchema, example=Example("get_around"))
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="get_around")
def get_around(asked: dict[str, Any]) -> Response:
    """Tell what is around: open now, signature dishes, the ward, bikes

    The ten nearest venues that are open at this minute, how many more may be but do
    not say, where each dish that the city is known for is nearest, and the nearest
    station that has a bike to rent.
    """
    negotiate(JSON)
    seen = showing(Point(asked["lon"], asked["lat"]))
    question = Question(
        centre=seen.centre,
        radius=asked["radius"],
        open_at=seen.at,
        sort=Sort.DISTANCE,
        limit=MOST_VENUES,
    )
    found = page(database(), seen.known, question)
    unsure = hours_unknown(database(), seen.known, question, seen.at)
    ward = ward_at(database(), asked["lon"], asked["lat"])
    content = {
        "at": seen.at,
        "ward": seen.known.areas.shown.get(ward or 0),
        "open_now": {
            "items": [seen.item(row) for row in found.rows],
            "hours_unknown": unsure,
        },
        "signature_dishes": signature_dishes(seen, question),
        "bikes": nearest_bikes(question, seen.at),
    }
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)


def signature_dishes(seen: Showing, question: Question) -> list[dict[str, Any]]:
    """The dishes the city is known for that are served nearby, the nearest first."""
    if question.is_nowhere or question.centre is None or question.radius is None:
        return []
    dishes = seen.known.dishes
    ids = [dish.id for dish in dishes.dishes if dish.signature]
    near = nearest_of_each(database(), ids, question.centre, question.radius)
    return [shown(seen, each) for each in near]


def nearest_bikes(question: Question, at: datetime) -> dict[str, Any] | None:
    """The nearest station in the circle that has a bike to rent at this minute."""
    wanted = stations.Question(
        centre=question.centre, radius=question.radius, bikes=1, limit=1
    )
    rows = stations.stations(database(), wanted, opened(at), at)
    return cards.item(rows[0], at) if rows else None


def shown(seen: Showing, near: Nearest) -> dict[str, Any]:
    """A dish and where it is nearest."""
    dish = seen.known.dishes.by_id[near.dish_id]
    return {
        "dish_id": dish.slug,
        "name": {"vi": dish.name_vi, "en": dish.name_en},
        "venue": {
            "id": near.slug,
            "name": near.name,
            "distance_m": round(near.metres),
        },
    }
