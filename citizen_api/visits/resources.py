"""The doors of the visits: a venue shows a code, a guest proves to be there."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import STAFF_REFUSED, ScopeMissing, Staff, staff
from citizen_api.callers.writers import writer
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    ExpiredCode,
    MistypedCode,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    RevokedCode,
    TooManyRequests,
)
from citizen_api.roles.models import Role
from citizen_api.throttles.doors import actor, limited
from citizen_api.visits import proving
from citizen_api.visits.problems import VISIT_PROBLEMS
from citizen_api.visits.proving import Proven
from citizen_api.visits.rules import Position, Visitor
from citizen_api.visits.schemas import (
    VenueVisitSchema,
    VisitBodySchema,
    VisitCodeSchema,
)
from citizen_api.writers import Writer
from geo.points import Point

VENUE: Final = "/v1/venues/<slug:venue_id>"

blueprint = Blueprint("visits", __name__, description="Proof of having been there")


@blueprint.route(f"{VENUE}/visit-codes", methods=["POST"])
@staff(Role.VENUE_OWNER)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, VisitCodeSchema, example=Example("show_visit_code"))
@blueprint.problems(NotFound, NotAcceptable, *STAFF_REFUSED, *BODY_PROBLEMS)
@blueprint.doc(operationId="show_visit_code")
def show_visit_code(caller: Staff, asked: dict[str, Any], venue_id: str) -> Response:
    """Get the code that the venue shows to its guests now

    Another one each minute, each good for ten and for thirty guests. Nothing is kept
    of it.
    """
    negotiate(JSON)
    no_body()
    caller.scope_for(Role.VENUE_OWNER, venue_id)
    shown = proving.code_to_show(venue_id)
    return personal({"code": shown.code, "expires_at": shown.expires_at}, 201)


@blueprint.route(f"{VENUE}/visits", methods=["POST"])
@writer
@limited("visits", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(VisitBodySchema, example={"code": "4JT86H"})
@blueprint.response(
    201, VenueVisitSchema, headers=LIMITS, example=Example("prove_visit")
)
@blueprint.alt_response(
    200, schema=VenueVisitSchema, example=Example("prove_visit"), success=True
)
@blueprint.problems(
    NotAuthenticated,
    ScopeMissing,
    NotFound,
    NotAcceptable,
    MistypedCode,
    RevokedCode,
    ExpiredCode,
    TooManyRequests,
    *BODY_PROBLEMS,
    *VISIT_PROBLEMS,
)
@blueprint.doc(operationId="prove_visit")
def prove_visit(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Prove to be at a venue, so that one's rating is marked as visited

    Either by the code that the venue shows, or by the printed code that was scanned
    there, while it is open. The day is kept for a week, the position never. It marks
    the rating that is there already, or the one that follows within the week.
    """
    negotiate(JSON)
    visitor = Visitor(caller.device, caller.person)
    if "code" in body:
        proven = proving.by_code(visitor, caller.actor, venue_id, body["code"])
    else:
        scan = body["scan"]
        position = Position(Point(scan["lon"], scan["lat"]), scan["accuracy_m"])
        proven = proving.by_scan(visitor, venue_id, scan["code"], position)
    return personal(on_wire(proven), 201 if proven.new else 200)


def on_wire(proven: Proven) -> dict[str, Any]:
    """A visit on the wire."""
    return {
        "venue_id": proven.venue,
        "how": proven.how.value,
        "day": proven.at.date(),
        "counts_until": proven.counts_until.date(),
    }
