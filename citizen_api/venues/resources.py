"""The doors of the venues."""

from dataclasses import replace
from datetime import datetime
from typing import Any

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
from citizen_api.venues.questions import Question
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
    keeping, moment, position = kept(known), now(), None
    identity = [
        "venues",
        sorted((k, str(v)) for k, v in asked.items() if k not in PAGING),
    ]
    if "cursor" in asked:
        *position, stamp = unseal(identity, asked["cursor"])
        moment = datetime.fromtimestamp(stamp, HO_CHI_MINH)
    moment = moment.replace(second=0, microsecond=0)
    question, meaning = asking.question(database(), keeping, asked, now=moment)
    if position is not None:
        question = _resumed(question, position)
    misunderstood = "q" in asked and meaning.is_empty
    found = None if misunderstood else page_of(database(), keeping, question)
    showing = Showing(
        at=question.open_at or moment,
        today=moment.date(),
        centre=question.centre,
        known=keeping,
    )
    rows = found.rows if found else []
    content = members(database(), showing, question, meaning, found)
    if media_type == GEOJSON:
        content["type"] = "FeatureCollection"
        content["features"] = [showing.feature(row) for row in rows]
    else:
        content["items"] = [showing.item(row) for row in rows]
    cursor = None
    if found and found.more:
        last = rows[-1]
        tail = last.key is None
        end = [last.key, last.venue_id, tail, int(moment.timestamp())]
        cursor = seal(identity, end)
    return page(content, cursor, max_age=MAX_AGE, media_type=media_type)


PAGING = frozenset({"cursor", "limit", "lang"})


def _resumed(question: Question, position: list[Any]) -> Question:
    """The question from where a page ended."""
    key, venue, tail = position
    return replace(question, after=(key or 0.0, venue), tail=tail)


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
    content["sources"] = showing.known.sources.listed(venue.source_ids)
    return public(orjson.dumps(content), JSON, max_age=MAX_AGE)
