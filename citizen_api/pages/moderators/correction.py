"""Say what is right, before reports of visitors are accepted."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.cases import queries
from citizen_api.cases.models import Kind
from citizen_api.cases.problems import AlreadyDecided
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.listings.about import ADDRESS
from citizen_api.listings.case_about import of_reports
from citizen_api.listings.correcting import correct
from citizen_api.listings.correction_rules import FITS, Correction, Cost
from citizen_api.listings.merge_resources import NOT_HOURS, CorrectionSchema
from citizen_api.listings.models import Kind as Wrong
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.moderators.case import ONE
from citizen_api.pages.moderators.queue import HERE
from citizen_api.pages.moderators.words import WRONG
from citizen_api.pages.owners.about import location
from citizen_api.pages.owners.dishes import PRICES, vnd
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import FieldError, InvalidRequest, NotFound
from citizen_api.roles.models import Role
from citizen_api.schedules.parsing import BadOpeningHours, normalised

BODY: Final = CorrectionSchema()
REFUSED: Final = (InvalidRequest, AlreadyDecided)

blueprint = personal("moderators_correction")


@blueprint.get(f"{ONE}/correction")
@at_work(Role.MODERATOR)
def ask(staff: Staff, case_id: UUID) -> Response:
    """Ask what is right, filled in with what was said before."""
    return form(case_id, None, NOTHING)


@blueprint.post(f"{ONE}/correction")
@at_work(Role.MODERATOR)
def keep(staff: Staff, case_id: UUID) -> Response:
    """Keep what is right; the case is decided on its own page."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(case_id, sent.values, wrong, status=403)
    try:
        with transaction() as session:
            correct(session, case_id, correction(sent), staff.actor, now())
    except REFUSED as problem:
        found = wrong_with(problem)
        return form(case_id, sent.values, found, status=problem.status)
    return redirect(f"{HERE}/{case_id}?done=corrected", 303)


def correction(sent: forms.Sent) -> Correction:
    """What the form says is right. Raises InvalidRequest."""
    price: dict[str, Any] = {
        name: vnd(sent[name], name) for name in PRICES if sent[name].strip()
    }
    if price and sent["unit"].strip():
        price["unit"] = sent["unit"]
    names = ("dish_id", "opening_hours", "since", "into")
    asked: dict[str, Any] = {name: sent[name].strip() for name in names}
    address = {name: sent[name].strip() or None for name in ADDRESS}
    if any(address.values()):
        asked["address"] = address
    if sent["at"].strip():
        asked["location"] = location(sent["at"])
    said = loaded(BODY, asked | {"price": price or None})
    said["price"] = said["price"] and Cost(**said["price"])
    try:
        hours = said["opening_hours"] and normalised(said["opening_hours"])
    except BadOpeningHours:
        wrong = FieldError(NOT_HOURS, pointer="#/opening_hours")
        raise InvalidRequest(errors=[wrong]) from None
    return Correction(**(said | {"opening_hours": hours}))


def form(
    case_id: UUID,
    typed: Mapping[str, str] | None,
    wrong: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The form with the fields that fit. Raises NotFound."""
    with transaction() as session:
        case = queries.case(session, case_id)
        if case.kind != Kind.REPORT:
            raise NotFound
        about = of_reports(session, case)
    return own_page(
        "moderators/correction.html",
        status=status,
        case_id=case_id,
        about=about,
        fits=FITS.get(Wrong(about["wrong"]), set()),
        wrongs=WRONG,
        typed=filled(about["correction"]) if typed is None else typed,
        wrong=wrong,
    )


def filled(said: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they were said to be right before."""
    place = said["location"]
    at = f"{place['lat']}, {place['lon']}" if place else ""
    return {**said, **(said["price"] or {}), **(said["address"] or {}), "at": at}
