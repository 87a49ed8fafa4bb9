"""The doors of refunds: asked for, and large ones decided by a second person."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.callers import Staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, REQUIRED
from citizen_api.http.personal import personal
from citizen_api.http.session import database, transaction
from citizen_api.problems import BODY_PROBLEMS, NotFound
from citizen_api.rentals import refunds, samples
from citizen_api.rentals.records import RentalRefund
from citizen_api.rentals.refund_problems import RefundDecided, SameEyes
from citizen_api.rentals.repeating import needed_key, once
from citizen_api.rentals.resources import AGAIN
from citizen_api.rentals.staff_resources import CALLER, operator, refund
from citizen_api.rentals.staff_schemas import (
    RefundBodySchema,
    RefundSchema,
    StaffReasonSchema,
    WaitingRefundListSchema,
)
from citizen_api.roles.models import Role
from citizen_api.wallets.problems import RefundTooLarge

blueprint = Blueprint("bike_refunds", __name__, description="Money of rides given back")


@blueprint.route("/v1/rentals/<uuid:rental_id>/refunds", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    RefundBodySchema, example={"amount": 6000, "reason": "The lock closed late."}
)
@blueprint.response(201, RefundSchema, example=samples.REFUND)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, *AGAIN, NotFound, RefundTooLarge)
@blueprint.header(REQUIRED)
@blueprint.doc(operationId="refund_rental")
@once
def refund_rental(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], rental_id: UUID
) -> Response:
    """Give money of a ride back; above 20,000 đ a second person must approve

    All refunds of a ride count together, and are never more than it cost.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    key = needed_key(staff)
    with transaction() as session:
        made = refunds.give_back(
            session,
            rental_id,
            body["amount"],
            body["reason"],
            staff=staff.person,
            key=key,
            now=now(),
        )
    return personal(refund(made), 201)


@blueprint.route("/v1/rentals/refunds")
@operator
@blueprint.arguments(Query, location="query")
@blueprint.response(200, WaitingRefundListSchema, example=samples.WAITING)
@blueprint.problems(*CALLER)
@blueprint.doc(operationId="list_waiting_refunds")
def list_waiting_refunds(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the refunds that wait for a second person, forced ends too

    The oldest first, a hundred at most. `rejected`: what others rejected in the last
    thirty days of what the caller asked for, the newest first.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    with database().sessions() as session:
        items = refunds.waiting(session)
        rejected = refunds.rejected(session, staff.person, now=now())
    return personal(
        {
            "items": [listed(staff, *each) for each in items],
            "rejected": [listed(staff, *each) for each in rejected],
        }
    )


@blueprint.route("/v1/rentals/refunds/<uuid:refund_id>/approve", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RefundSchema, example=samples.REFUND | {"paid": True})
@blueprint.problems(*CALLER, *AGAIN, NotFound, RefundTooLarge)
@blueprint.problems(RefundDecided, SameEyes)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="approve_refund")
@once
def approve_refund(staff: Staff, asked: dict[str, Any], refund_id: UUID) -> Response:
    """Approve what a colleague wants to give back; approved again it is paid once

    Whoever asked for it cannot approve it.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    with transaction() as session:
        found = refunds.approve(session, refund_id, staff=staff.person, now=now())
    return personal(refund(found))


@blueprint.route("/v1/rentals/refunds/<uuid:refund_id>/reject", methods=["POST"])
@operator
@blueprint.arguments(Query, location="query")
@blueprint.arguments(StaffReasonSchema, example={"reason": "The lock closed in time."})
@blueprint.response(200, RefundSchema, example=samples.REJECTED)
@blueprint.problems(*CALLER, *BODY_PROBLEMS, *AGAIN, NotFound, RefundDecided)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="reject_refund")
@once
def reject_refund(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], refund_id: UUID
) -> Response:
    """Reject what a colleague wants to give back, with the reason

    Whoever asked for it withdraws it so. Rejected again the first reason stands.
    """
    negotiate(JSON)
    staff.scope_for(Role.BIKE_OPERATOR)
    reason = body["reason"]
    with transaction() as session:
        found = refunds.reject(
            session, refund_id, reason, staff=staff.person, now=now()
        )
    return personal(refund(found))


def listed(staff: Staff, wish: RentalRefund, price: int, number: str) -> dict[str, Any]:
    """A refund in the list of a member of staff."""
    yours = wish.asked_by == staff.person
    return refund(wish) | {"number": number, "price": price, "yours": yours}
