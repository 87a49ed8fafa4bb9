"""Money of rides that a colleague wants to give back, until a second person decides."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import redirect
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest
from citizen_api.rentals import refunds
from citizen_api.rentals.refund_problems import RefundDecided, SameEyes
from citizen_api.rentals.schemas import LONGEST_REASON
from citizen_api.rentals.staff_schemas import StaffReasonSchema
from citizen_api.roles.models import Role
from citizen_api.wallets.problems import RefundTooLarge

HERE: Final = "/staff/bikes/refunds"

blueprint = personal("staff_refunds")


@blueprint.get(HERE)
@at_work(Role.BIKE_OPERATOR)
def waiting(staff: Staff) -> Response:
    """What waits, with buttons, and what was rejected of what the reader asked for."""
    return listed(staff, NOTHING)


@blueprint.post(f"{HERE}/<uuid:refund_id>")
@at_work(Role.BIKE_OPERATOR)
def approve(staff: Staff, refund_id: UUID) -> Response:
    """Agree to a refund; agreed again it is paid once."""
    if wrong := stale(forms.read_form()):
        return listed(staff, wrong, status=403)
    try:
        with transaction() as session:
            refunds.approve(session, refund_id, staff=staff.person, now=now())
    except (SameEyes, RefundTooLarge, RefundDecided) as problem:
        return listed(staff, wrong_with(problem), status=problem.status)
    return redirect(HERE, 303)


@blueprint.post(f"{HERE}/<uuid:refund_id>/reject")
@at_work(Role.BIKE_OPERATOR)
def reject(staff: Staff, refund_id: UUID) -> Response:
    """Reject a refund with a reason; who asked for it withdraws it."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return listed(staff, wrong, status=403)
    try:
        reason = loaded(StaffReasonSchema(), {"reason": sent["reason"]})["reason"]
        with transaction() as session:
            refunds.reject(session, refund_id, reason, staff=staff.person, now=now())
    except (InvalidRequest, RefundDecided) as problem:
        wrong, status = wrong_with(problem), problem.status
        return listed(staff, wrong, chosen=refund_id, status=status)
    return redirect(HERE, 303)


@blueprint.get(f"{HERE}/<uuid:refund_id>")
@blueprint.get(f"{HERE}/<uuid:refund_id>/reject")
@at_work(Role.BIKE_OPERATOR)
def back_from_sign_in(staff: Staff, refund_id: UUID) -> Response:
    """After a sign-in that a button asked for: to the list with the buttons."""
    return redirect(HERE, 303)


def listed(
    staff: Staff,
    wrong: Mapping[str, str],
    *,
    chosen: UUID | None = None,
    status: int = 200,
) -> Response:
    """The lists, and what is wrong; `chosen`: the refund with whose form it is."""
    with database().sessions() as session:
        found = refunds.waiting(session)
        rejected = refunds.rejected(session, staff.person, now=now())
    return own_page(
        "staff/refunds.html",
        status=status,
        refunds=found,
        rejected=rejected,
        reader=staff.person,
        longest=LONGEST_REASON,
        wrong=wrong,
        chosen=chosen,
    )
