"""The doors of the venues."""

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from citizen_api.venues import answering
from citizen_api.venues.cards import card
from citizen_api.venues.listing import members
from citizen_api.venues.queries.details import details
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.rows import Showing
from citizen_api.venues.schemas.asked import VenueQuery
from citizen_api.venues.schemas.pages import VenueCollectionSchema, VenuePageSchema
from citizen_api.venues.schemas.whole import VenueSchema
from geo.geojson import MEDIA_TYPE as GEOJSON

MAX_AGE = 30

blueprint = Blueprint("venues", __name__, description="Who serves it")


@blueprint.route("/v1/venues")
@anyone
@blueprint.arguments(VenueQuery, location="query")
@blueprint.response(200, VenuePageSchema, example=Example("list_venues"))
@blueprint.alt_response(
    200,
    schema=VenueCollectionSchema,
    content_type=GEOJSON,
    example=Example("list_venues_geojson"),
    success=True,
)
@blueprint.problems(NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_venues")
def list_venues(asked: dict[str, Any]) -> Response:
    """Find venues: by dish, place, opening time, price, score or name

    All conditions must hold. An empty answer says why, and what is near.
    `Accept: application/geo+json` gives a FeatureCollection.
    """
    media_type = negotiate(JSON, GEOJSON)
    answer = answering.answer(asked)
    content = members(database(), answer)
    content |= shown(answer.showing, answer.rows, media_type)
    return page(content, answer.cursor, max_age=MAX_AGE, media_type=media_type)


def shown(showing: Showing, rows: Sequence[Row], media_type: str) -> dict[str, Any]:
    """The venues of a page, as JSON or as GeoJSON."""
    if media_type == GEOJSON:
        features = [showing.feature(row) for row in rows]
        return {"type": "FeatureCollection", "features": features}
    items = ",".join(map(showing.written, rows))
    return {"items": orjson.Fragment(f"[{items}]")}


@blueprint.route("/v1/venues/<slug:venue_id>")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, VenueSchema, example=Example("get_venue"))
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_venue")
def get_venue(asked: dict[str, Any], venue_id: str) -> Response:
    """Tell everything about a venue

    Its hours, menu and prices by source and date, the best source first.
    """
    negotiate(JSON)
    venue = details(database(), venue_id)
    if venue is None:
        raise NotFound
    content = card(answering.showing(), venue)
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
