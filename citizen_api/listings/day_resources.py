"""The doors of special days, and of closing for today."""

from datetime import date
from typing import Any

from flask import Response

from citizen_api.callers import Staff, staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.preconditions import PARAMETER
from citizen_api.http.telling import Example
from citizen_api.listings import days
from citizen_api.listings.edit_schemas import DayBodySchema, ListingSchema
from citizen_api.listings.editing import EDITED, ONE, SENT, edited
from citizen_api.problems import NotFound
from citizen_api.roles.models import Role

OWNER = staff(Role.VENUE_OWNER)

blueprint = Blueprint("days", __name__, description="Special days of a venue")


@blueprint.route(f"{ONE}/days/<day>", methods=["PUT"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.arguments(DayBodySchema, example={"hours": None})
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*SENT)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="set_listing_day")
def set_listing_day(
    caller: Staff, asked: dict[str, Any], body: dict[str, Any], venue_id: str, day: str
) -> Response:
    """Say the hours of one date, or that the venue is closed that day

    Needs If-Match. Up to 400 days from today.
    """
    negotiate(JSON)
    at, hours = read_day(day), body["hours"]
    return edited(caller, venue_id, body, lambda edit: days.set_day(edit, at, hours))


@blueprint.route(f"{ONE}/days/<day>", methods=["DELETE"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="clear_listing_day")
def clear_listing_day(
    caller: Staff, asked: dict[str, Any], venue_id: str, day: str
) -> Response:
    """Let a date have its ordinary hours again

    Needs If-Match.
    """
    negotiate(JSON)
    at = read_day(day)
    return edited(caller, venue_id, None, lambda edit: days.clear_day(edit, at))


@blueprint.route(f"{ONE}/closed-today", methods=["PUT"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="close_today")
def close_today(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Close for the rest of the day

    Needs If-Match. It ends by itself with the venue's day, after midnight when its
    evening goes on.
    """
    negotiate(JSON)
    no_body()
    return edited(caller, venue_id, None, days.close_today)


@blueprint.route(f"{ONE}/closed-today", methods=["DELETE"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ListingSchema, example=Example("get_listing"))
@blueprint.problems(*EDITED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="open_today")
def open_today(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Be open today after all

    Needs If-Match.
    """
    negotiate(JSON)
    return edited(caller, venue_id, None, days.open_today)


def read_day(text: str) -> date:
    """A date of an address; raises NotFound for what is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if found.isoformat() != text:
        raise NotFound
    return found
