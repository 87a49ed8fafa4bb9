"""The doors of the operator's staff; all that is done here is in the audit log."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import (
    NotSignedIn,
    RoleMissing,
    ScopeMissing,
    SignInAgain,
    Staff,
)
from citizen_api.callers import staff as a_member_of_staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER
from citizen_api.http.personal import personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    Busy,
    MistypedCode,
    NotAcceptable,
    NotFound,
    Problem,
    TooManyRequests,
)
from citizen_api.rentals import problems, queries, samples, staffing
from citizen_api.rentals.answering import guarded, scanned_code
from citizen_api.rentals.gateway import lock_gateway, tell_to_open
from citizen_api.rentals.lateness import catch_up
from citizen_api.rentals.models import Rental
from citizen_api.rentals.records import RentalRefund
from citizen_api.rentals.repeating import once
from citizen_api.rentals.resources import AGAIN
from citizen_api.rentals.rules import UNLOCK_WITHIN
from citizen_api.rentals.staff_schemas import (
    ForcedEndSchema,
    ForceEndSchema,
    RentalReviewListSchema,
    StaffUnlockedSchema,
    StaffUnlockSchema,
)
from citizen_api.roles.models import Role

CALLER: tuple[type[Problem], ...] = (
    *(NotSignedIn, SignInAgain, ScopeMissing, RoleMissing, NotAcceptable),
    *(TooManyRequests, AuditUnavailable),
)

blueprint = Blueprint("bike_staff", __name__, description="What operators do")
operator = a_member_of_staff(Role.BIKE_OPERATOR)


@blueprint.route("/v1/rentals/reviews")
@operator
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RentalReviewListSchema, example=samples.REVIEWS)
@blueprint.problems(*CALLER)
@blueprint.doc(operationId="list_rental_reviews")
def list_rental_reviews(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the rentals that people must look at; not who the riders are

    The oldest first, a hundred at most.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    with database().sessions() as session:
        items = [review(*each) for each in queries.in_review(session)]
    return personal({"items": items})


@blueprint.route("/v1/rentals/<uuid:rental_id>/force-end", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ForceEndSchema,
    example={"station": "hp-005", "reason": "Found at the station.", "free": False},
)
@blueprint.response(200, ForcedEndSchema, example=samples.FORCED_END)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, *AGAIN, NotFound, problems.WrongState)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="force_end_rental")
@once
def force_end_rental(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], rental_id: UUID
) -> Response:
    """End a ride that its rider cannot end, with the reason; null: the bike is lost

    When the rider ends it at the same moment one of both wins, and both see the same
    bill. A lost bike costs its rider nothing. A free end or a lost bike of more than
    20,000 đ is charged, and its refund waits for a second person.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    how = staffing.Ending(body["station"], body["reason"], body["free"])
    with transaction() as session:
        rental = queries.held(session, rental_id)
        catch_up(session, rental, now())
        wish = staffing.force_end(session, rental, how, staff=staff.person, now=now())
        shown = review(rental, queries.number_of(session, rental.bike_id))
    return personal({**shown, "refund": wish and refund(wish)})


@blueprint.route("/v1/bikes/unlock", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    StaffUnlockSchema, example={"code": "12345670", "reason": "To be carried away."}
)
@blueprint.response(200, StaffUnlockedSchema, example=samples.STAFF_UNLOCK)
@blueprint.problems(
    *(*CALLER, *BODY_PROBLEMS, *AGAIN, problems.UnknownBike, problems.StationScanned),
    *(problems.ForeignCode, MistypedCode, problems.LocksUnavailable, Busy),
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="unlock_bike")
@once
def unlock_bike(staff: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Open a bike for staff, by its QR code or the digits beside it

    Nobody rents it until it is locked again.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    lock_gateway()
    scanned = scanned_code(body["code"])

    def begun() -> tuple[str, UUID]:
        with transaction() as session:
            return staffing.unlock(
                session, scanned, body["reason"], actor=staff.actor, now=now()
            )

    number, command = guarded(staff.actor, begun)
    heard = tell_to_open(number, command, now() + UNLOCK_WITHIN)
    return personal({"number": number, "heard": heard})


def review(rental: Rental, number: str) -> dict[str, Any]:
    """A rental as staff see it."""
    return {
        "id": rental.id,
        "number": number,
        "review_for": rental.review_for or "",
        "review_at": rental.review_at or rental.reserved_at,
        "missing_at": rental.missing_at,
        "fault": rental.fault,
    }


def refund(wish: RentalRefund) -> dict[str, Any]:
    """A refund on the wire."""
    return {
        "id": wish.id,
        "rental": wish.rental_id,
        "amount": wish.amount,
        "reason": wish.reason,
        "paid": wish.entry_id is not None,
        "asked_at": wish.asked_at,
        "approved_at": wish.approved_at,
        "rejected_at": wish.rejected_at,
        "rejected_for": wish.rejected_for,
    }
