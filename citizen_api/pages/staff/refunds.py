"""Money of rides that a colleague wants to give back, until a second person agrees."""

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
from citizen_api.pages.staff.filling import NOTHING, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.rentals import staffing
from citizen_api.rentals.problems import SameEyes
from citizen_api.roles.models import Role
from citizen_api.wallets.problems import RefundTooLarge

HERE: Final = "/staff/bikes/refunds"

blueprint = personal("staff_refunds")


@blueprint.get(HERE)
@at_work(Role.BIKE_OPERATOR)
def refunds(staff: Staff) -> Response:
    """What waits, and a button for each that the reader did not ask for."""
    return listed(staff, NOTHING)


@blueprint.post(f"{HERE}/<uuid:refund_id>")
@at_work(Role.BIKE_OPERATOR)
def approve(staff: Staff, refund_id: UUID) -> Response:
    """Agree to a refund; agreed again it is paid once."""
    if wrong := stale(forms.read_form()):
        return listed(staff, wrong, status=403)
    try:
        with transaction() as session:
            staffing.approve(session, refund_id, staff=staff.person, now=now())
    except (SameEyes, RefundTooLarge) as problem:
        return listed(staff, wrong_with(problem), status=problem.status)
    return redirect(HERE, 303)


@blueprint.get(f"{HERE}/<uuid:refund_id>")
@at_work(Role.BIKE_OPERATOR)
def back_from_sign_in(staff: Staff, refund_id: UUID) -> Response:
    """After a sign-in that a button asked for: to the list with the buttons."""
    return redirect(HERE, 303)


def listed(staff: Staff, wrong: Mapping[str, str], *, status: int = 200) -> Response:
    """The list, and what is wrong."""
    with database().sessions() as session:
        found = staffing.waiting(session)
    return own_page(
        "staff/refunds.html",
        status=status,
        refunds=found,
        reader=staff.person,
        wrong=wrong,
    )
