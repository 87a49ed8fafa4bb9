"""The doors of the venues."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query, example
from citizen_api.http.caching import public
from citizen_api.http.clock import now
from citizen_api.http.cursors import seal, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.session import database, kept
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues import asking
from citizen_api.venues.cards import card
from citizen_api.venues.listing import members
from citizen_api.venues.queries.details import details
from citizen_api.venues.queries.known import known
from citizen_api.venues.queries.search import page as page_of
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.questions import Question
from citizen_api.venues.rows import Showing
from citizen_api.venues.schemas.asked import VenueQuery
from citizen_api.venues.schemas.pages import VenueCollectionSchema, VenuePageSchema
from citizen_api.venues.schemas.whole import VenueSchema
from geo.geojson import MEDIA_TYPE as GEOJSON

MAX_AGE = 30
PAGING = frozenset({"cursor", "limit", "lang"})

blueprint = Blueprint("venues", __name__, description="Who serves it")


@blueprint.route("/v1/venues")
@anyone
@blueprint.arguments(VenueQuery, location="query")
@blueprint.response(200, VenuePageSchema, example=example("list_venues"))
@blueprint.alt_response(
    200,
    schema=VenueCollectionSchema,
    content_type=GEOJSON,
    example=example("list_venues_geojson"),
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
    start, keeping = begun(asked), kept(known)
    question, meaning = asking.question(database(), keeping, asked, now=start.moment)
    if start.position is not None:
        question = resumed(question, start.position)
    nonsense = "q" in asked and meaning.is_empty
    found = None if nonsense else page_of(database(), keeping, question)
    showing = Showing(
        at=question.open_at or start.moment,
        today=start.moment.date(),
        centre=question.centre,
        known=keeping,
    )
    content = members(database(), showing, question, meaning, found)
    content |= shown(showing, found.rows if found else [], media_type)
    cursor = None
    if found and found.more:
        cursor = seal(start.identity, end_of(found.rows[-1], start.moment))
    return page(content, cursor, max_age=MAX_AGE, media_type=media_type)


class Start(NamedTuple):
    """Where an answer starts: what is asked, from where on, and as of when.

    Every page of a list tells of the moment of the first one.
    """

    identity: list[Any]
    position: list[Any] | None
    moment: datetime


def begun(asked: dict[str, Any]) -> Start:
    """Where the page that is asked for starts; raises BadCursor."""
    said = sorted((key, str(value)) for key, value in asked.items())
    identity = ["venues", [each for each in said if each[0] not in PAGING]]
    moment, position = now(), None
    if "cursor" in asked:
        *position, stamp = unseal(identity, asked["cursor"])
        moment = datetime.fromtimestamp(stamp, HO_CHI_MINH)
    return Start(identity, position, moment.replace(second=0, microsecond=0))


def resumed(question: Question, position: list[Any]) -> Question:
    """The question from where a page ended."""
    key, venue, tail = position
    return replace(question, after=(key or 0.0, venue), tail=tail)


def end_of(last: Row, moment: datetime) -> list[Any]:
    """Where a page ends: its last key and venue, whether in the tail, as of when."""
    return [last.key, last.venue_id, last.key is None, int(moment.timestamp())]


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
@blueprint.response(200, VenueSchema, example=example("get_venue"))
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
    moment = now()
    showing = Showing(at=moment, today=moment.date(), centre=None, known=kept(known))
    content = card(showing, venue)
    content["sources"] = showing.known.dishes.sources.listed(venue.source_ids)
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
