"""The doors to what a rider has and had."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Response, request

from citizen_api.callers import Rider
from citizen_api.callers import rider as a_rider
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, seal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.language import language
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import database
from citizen_api.problems import (
    BadCursor,
    BadRequest,
    Busy,
)
from citizen_api.rentals import doing, queries, samples
from citizen_api.rentals.answering import (
    settled_debts,
)
from citizen_api.rentals.cards import cards, last_event
from citizen_api.rentals.pushing import push
from citizen_api.rentals.resources import CALLER
from citizen_api.rentals.schemas import MyRentalSchema, RentalPageSchema
from citizen_api.rentals.streaming import EVENT_ID, EVENT_STREAM, resumed
from citizen_api.wallets.models import Owner

LAST_EVENT_ID = {
    "in": "header",
    "name": "Last-Event-ID",
    "required": False,
    "description": "The last event that was heard; without it, all of what is open",
    "schema": {"type": "string", "pattern": f"^{EVENT_ID.pattern}$"},
}

blueprint = Blueprint("my_rentals", __name__, description="What a rider has")


@blueprint.route("/v1/me/rental")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(200, MyRentalSchema, example=samples.MINE)
@blueprint.problems(*CALLER)
@blueprint.doc(operationId="get_my_rental")
def get_my_rental(rider: Rider, asked: dict[str, Any]) -> Response:
    """Read what is rented now: the truth, whatever an app remembers

    Without an open rental `last` is the newest one, with its bill.
    """
    negotiate(JSON)
    owner, mine = Owner(*rider), doing.mine(rider, language())
    with database().sessions() as session:
        newest = last_event(session, owner)
    content = {
        "rental": mine.open[0] if mine.open else None,
        "others": mine.open[1:],
        "last": mine.last,
        "last_event": newest,
        "push_channel": push().channel(owner),
    }
    return personal(content)


@blueprint.route("/v1/me/rentals")
@a_rider
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, RentalPageSchema, example=samples.PAGE)
@blueprint.problems(*CALLER, BadCursor)
@blueprint.doc(operationId="list_my_rentals")
def list_my_rentals(rider: Rider, asked: dict[str, Any]) -> Response:
    """List the caller's rentals, the newest first

    Each with its state, its price and where it began and ended.
    """
    negotiate(JSON)
    identity, limit = ["my rentals", *rider], asked["limit"]
    before = begins(identity, asked)
    after = before and (datetime.fromisoformat(before[0]), UUID(before[1]))
    settled_debts(Owner(*rider))
    with database().sessions() as session:
        found = queries.rentals_of(session, Owner(*rider), after, limit + 1)
        told = cards(session, found[:limit], now(), language())
    cursor = None
    if len(found) > limit:
        end = found[limit - 1]
        cursor = seal(identity, [end.reserved_at.isoformat(), str(end.id)])
    return personal_page({"items": told}, cursor)


@blueprint.route("/v1/me/rental/events")
@a_rider
@blueprint.arguments(Query, location="query")
@blueprint.response(
    200, {"type": "string"}, content_type=EVENT_STREAM, example=samples.STREAM
)
@blueprint.problems(*CALLER, BadRequest, Busy)
@blueprint.header(LAST_EVENT_ID)
@blueprint.doc(operationId="stream_my_rental")
def stream_my_rental(rider: Rider, asked: dict[str, Any]) -> Response:
    """Hear what happens in the caller's rentals, as server-sent events

    The stream ends after 25 seconds: come back with Last-Event-ID. When too many
    listen, read GET /v1/me/rental from time to time instead.
    """
    negotiate(EVENT_STREAM)
    return resumed(Owner(*rider), request.headers.get("Last-Event-ID"))
