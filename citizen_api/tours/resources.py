"""The doors of the tours."""

from typing import Any

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.cursors import seal, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, page
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from citizen_api.tours import cards, queries
from citizen_api.tours.schemas import TourCollectionSchema, TourPageSchema, TourSchema
from citizen_api.venues.answering import showing
from geo.geojson import MEDIA_TYPE as GEOJSON

MAX_AGE = 30

blueprint = Blueprint("tours", __name__, description="Curated food walks")


@blueprint.route("/v1/tours")
@anyone
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, TourPageSchema, example=Example("list_tours"))
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_tours")
def list_tours(asked: dict[str, Any]) -> Response:
    """List the curated food walks

    How long each is, what one eats on it, and how many stops are open now.
    """
    negotiate(JSON)
    limit = asked["limit"]
    after = unseal(["tours"], asked["cursor"]) if "cursor" in asked else 0
    found = queries.tours(database(), after=after, limit=limit + 1)
    shown = found[:limit]
    cursor = seal(["tours"], shown[-1].id) if len(found) > limit else None
    seen = showing()
    items = [cards.item(seen, tour) for tour in shown]
    return page({"items": items}, cursor, max_age=MAX_AGE)


@blueprint.route("/v1/tours/<slug:tour_id>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, TourSchema, example=Example("get_tour"))
@blueprint.alt_response(
    200,
    schema=TourCollectionSchema,
    content_type=GEOJSON,
    example=Example("get_tour_geojson"),
    success=True,
)
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_tour")
def get_tour(asked: dict[str, Any], tour_id: str) -> Response:
    """Tell everything about a tour

    Its stops in order: where, whether open, what to eat there and at what price.
    Distances are along the air line; `Accept: application/geo+json` draws it.
    """
    media_type = negotiate(JSON, GEOJSON)
    tour = queries.tour(database(), tour_id)
    if tour is None:
        raise NotFound
    made = cards.collection if media_type == GEOJSON else cards.card
    return public(orjson.dumps(made(showing(), tour)), media_type, max_age=MAX_AGE)
