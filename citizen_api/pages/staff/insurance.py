"""The receptionist's look-up: scan a card, read in one card what to do."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from flask import Response, redirect, request
from werkzeug import Response as Answer

from citizen_api.callers import RoleMissing, Staff
from citizen_api.http.clock import HO_CHI_MINH, today
from citizen_api.http.cursors import cut, position
from citizen_api.http.idempotency import sent_once
from citizen_api.http.session import database, key_ring
from citizen_api.insurance import showing
from citizen_api.insurance.desks import (
    HEALTH_STAFF,
    WAITING,
    facility_of,
    note_listed,
    told,
)
from citizen_api.insurance.lookups import asked_again, read_again, revealed
from citizen_api.insurance.models import Lookup, Purpose
from citizen_api.insurance.queries import of_facility
from citizen_api.insurance.resources import looked_up, understood
from citizen_api.insurance.schemas import LookupBodySchema
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import marked, spoken
from citizen_api.pages.staff.patients import (
    PRESENTED,
    PURPOSES,
    choices,
    desks,
    read,
    wrong,
)
from citizen_api.pages.visitors import at_work
from citizen_api.problems import NotFound, Problem, TooManyRequests
from citizen_api.tokens import new_token
from identity.providers.results import Verdict

HERE = "/staff/insurance"
MOST = 50
KEPT = ("facility", "purpose", "presented")
# How a result looks: its colour, its sign and its headline say the same.
LOOKS = {
    Verdict.USABLE: ("good", "check", marked("The insurance is good")),
    Verdict.NOT_USABLE: ("bad", "cross", marked("The insurance is not good")),
    Verdict.NOT_MATCHED: ("unsure", "question", marked("Nothing fits")),
    Verdict.UNVERIFIED: ("unsure", "wait", marked("Not verified")),
}
WAITS = ("unsure", "wait", marked("Not verified yet: receive the patient"))

blueprint = personal("staff_insurance")


@blueprint.get(HERE)
@at_work(HEALTH_STAFF)
def form(staff: Staff) -> Response:
    """The one field, and what is seldom needed below it."""
    given = request.args
    return asked(staff, {name: given[name] for name in KEPT if name in given})


@blueprint.post(HERE)
@at_work(HEALTH_STAFF)
def look_up(staff: Staff) -> Answer:
    """Ask the gateway, then show the result at an address of its own."""
    sent = forms.read_form()
    if not sent.fresh:
        return asked(staff, sent.values, status=403, trouble=forms.too_old())
    try:
        body = read(LookupBodySchema(), sent, "purpose")
        lookup, _, limits = looked_up(understood(staff, body, sent_once(sent["once"])))
    except RoleMissing:
        raise
    except Problem as problem:
        return refused(staff, sent.values, problem)
    response = redirect(f"{HERE}/{lookup.id}", 303)
    response.headers.update(limits)
    return response


@blueprint.get(f"{HERE}/<uuid:lookup_id>")
@at_work(HEALTH_STAFF)
def result(staff: Staff, lookup_id: UUID) -> Response:
    """What the gateway said; reading it again is in the audit log."""
    return answered(read_again(staff, lookup_id))


@blueprint.post(f"{HERE}/<uuid:lookup_id>/again")
@at_work(HEALTH_STAFF)
def again(staff: Staff, lookup_id: UUID) -> Answer:
    """Ask the gateway once more about the same patient."""
    if forms.read_form().fresh:
        try:
            asked_again(staff, lookup_id)
        except (RoleMissing, NotFound):
            raise
        except Problem as problem:
            return troubled(staff, lookup_id, problem)
    return redirect(f"{HERE}/{lookup_id}", 303)


@blueprint.post(f"{HERE}/<uuid:lookup_id>/numbers")
@at_work(HEALTH_STAFF)
def numbers(staff: Staff, lookup_id: UUID) -> Answer:
    """The result with its numbers in full, which the patient can see was done."""
    if not forms.read_form().fresh:
        return redirect(f"{HERE}/{lookup_id}", 303)
    try:
        found = revealed(staff, lookup_id)
    except TooManyRequests as problem:
        return troubled(staff, lookup_id, problem)
    return answered(read_again(staff, lookup_id), numbers=found)


@blueprint.get(f"{HERE}/<uuid:lookup_id>/<any(again, numbers):action>")
@at_work(HEALTH_STAFF)
def back_from_sign_in(staff: Staff, lookup_id: UUID, action: str) -> Answer:
    """After a sign-in that a button asked for: to the result with the buttons."""
    return redirect(f"{HERE}/{lookup_id}", 303)


@blueprint.get(f"{HERE}/today")
@at_work(HEALTH_STAFF)
def listed(staff: Staff) -> Response:
    """What the facility looked up today, the newest first; reading it is recorded."""
    places = desks(staff)
    facility = facility_of(staff, request.args.get("facility") or next(iter(places)))
    identity = ["lookups page", facility]
    before = position(identity, request.args.get("after"))
    with database().sessions() as session:
        found = of_facility(session, facility, before=before, limit=MOST + 1)
    midnight = datetime.combine(today(), time(), HO_CHI_MINH)
    todays = [each for each in found if each.asked_at >= midnight]
    some, more = cut(identity, todays, MOST, lambda each: (each.asked_at, each.id))
    note_listed(staff, facility, some)
    return own_page(
        "staff/lookups.html",
        lookups=[line(each) for each in some],
        more=more,
        facility=facility,
        places=places,
    )


def line(lookup: Lookup) -> dict[str, Any]:
    """A look-up in the list."""
    item = showing.item(key_ring(), lookup)
    return item | {"look": look(item), "purpose": choices(PURPOSES)[item["purpose"]]}


def look(item: Mapping[str, Any]) -> tuple[str, str, str]:
    """How a look-up looks: colour, sign and headline."""
    if item["state"] in WAITING or item["result"] is None:
        return WAITS
    return LOOKS[item["result"]["verdict"]]


def asked(
    staff: Staff,
    typed: Mapping[str, str],
    *,
    status: int = 200,
    **said: Any,
) -> Response:
    """The form, filled in as it was sent."""
    return own_page(
        "staff/insurance.html",
        status=status,
        camera=True,
        typed={"purpose": Purpose.RECEPTION.value, **typed},
        places=desks(staff),
        purposes=choices(PURPOSES),
        presented=choices(PRESENTED),
        once=new_token(),
        **said,
    )


def refused(staff: Staff, typed: Mapping[str, str], problem: Problem) -> Response:
    """The form again, with what is wrong beside its field, or above."""
    found = wrong(problem.errors)
    response = asked(
        staff,
        typed,
        status=problem.status,
        wrong=found,
        trouble=None if found else problem.detail.to(spoken()),
        locked=isinstance(problem, TooManyRequests),
    )
    response.headers.update(problem.headers)
    return response


def troubled(staff: Staff, lookup_id: UUID, problem: Problem) -> Response:
    """The result as it was, and why nothing more was done."""
    lookup, said = read_again(staff, lookup_id), problem.detail.to(spoken())
    response = answered(lookup, status=problem.status, trouble=said)
    response.headers.update(problem.headers)
    return response


def answered(lookup: Lookup, *, status: int = 200, **more: Any) -> Response:
    """The result as one card that a receptionist can act on."""
    content = told(lookup)
    return own_page(
        "staff/result.html",
        status=status,
        told=content,
        look=look(content),
        waits=lookup.state in WAITING,
        purpose=choices(PURPOSES)[lookup.purpose],
        **more,
    )
