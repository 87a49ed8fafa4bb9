"""Bikes that wait for staff: mended, carried to another station, or taken away."""

from collections.abc import Mapping
from typing import Final

from flask import redirect
from werkzeug import Response

from citizen_api.bikes.queries import waiting
from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.rentals import upkeep
from citizen_api.rentals.problems import BikeState
from citizen_api.rentals.staff_schemas import StaffReasonSchema
from citizen_api.rentals.upkeep_schemas import CarriedSchema
from citizen_api.roles.models import Role

HERE: Final = "/staff/bikes/work"

blueprint = personal("staff_bike_work")


@blueprint.get(HERE)
@at_work(Role.BIKE_OPERATOR)
def bikes(staff: Staff) -> Response:
    """What waits, and a form."""
    return form(NOTHING, NOTHING)


@blueprint.post(HERE)
@at_work(Role.BIKE_OPERATOR)
def act(staff: Staff) -> Response:
    """Do what a button says to the bike of a number."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(sent.values, wrong, status=403)
    try:
        do(staff, sent)
    except NotFound:
        wrong = {"number": _("There is no such bike, or no such station.")}
        return form(sent.values, wrong, status=404)
    except (BikeState, InvalidRequest) as problem:
        return form(sent.values, wrong_with(problem), status=problem.status)
    return redirect(HERE, 303)


def do(staff: Staff, sent: forms.Sent) -> None:
    """Mend, move or remove. Raises NotFound, BikeState, InvalidRequest."""
    number, at = sent["number"].strip().upper(), now()
    said = {name: sent[name] for name in ("station", "reason")}
    if sent["action"] == "remove":
        body = loaded(StaffReasonSchema(), {"reason": said["reason"]})
        why = upkeep.Why(staff.actor, body["reason"])
        with transaction() as session:
            upkeep.remove(session, number, why, at)
        return
    body = loaded(CarriedSchema(), said)
    why = upkeep.Why(staff.actor, body["reason"])
    verb = upkeep.move if sent["action"] == "move" else upkeep.mend
    with transaction() as session:
        verb(session, number, body["station"], why, at)


def form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """What waits, and the form with what was typed and what is wrong with it."""
    with database().sessions() as session:
        found = waiting(session)
    return own_page(
        "staff/bike_work.html", status=status, bikes=found, typed=typed, wrong=wrong
    )
