"""Look somebody up in an emergency, and review what others did in theirs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, redirect, request
from marshmallow import ValidationError
from werkzeug import Response as Answer

from citizen_api.audits.actions import record
from citizen_api.callers import RoleMissing, Staff
from citizen_api.callers.staffing import note_refusal
from citizen_api.emergencies import actions, queries
from citizen_api.emergencies.problems import AlreadyReviewed, OwnEmergency
from citizen_api.emergencies.rules import SHORTEST_REASON, Standing, Verdict
from citizen_api.http.bodies import field_errors
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.idempotency import sent_once
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.insurance.break_glass import (
    opened_for,
    scopes,
    shown_to_reviewer,
)
from citizen_api.insurance.break_glass_schemas import (
    EmergencyBodySchema,
    OpinionBodySchema,
)
from citizen_api.insurance.desks import HEALTH_STAFF
from citizen_api.insurance.models import Purpose
from citizen_api.insurance.queries import facility_names
from citizen_api.insurance.resources import looked_up, understood
from citizen_api.insurance.schemas import LookupBodySchema
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _, marked, spoken
from citizen_api.pages.staff.patients import PRESENTED, choices, desks, read, wrong
from citizen_api.pages.visitors import at_work
from citizen_api.problems import Problem
from citizen_api.roles.models import Role
from citizen_api.tokens import new_token

OPEN = "/staff/insurance/emergency"
REVIEW = "/staff/emergencies"
MOST = 50
VERDICTS = {
    Verdict.JUSTIFIED: marked("Justified"),
    Verdict.NOT_JUSTIFIED: marked("Not justified"),
}

blueprint = personal("staff_emergencies")


@blueprint.get(OPEN)
@at_work(HEALTH_STAFF)
def form(staff: Staff) -> Response:
    """Whom, and why."""
    return asked(staff, {})


@blueprint.post(OPEN)
@at_work(HEALTH_STAFF)
def open_access(staff: Staff) -> Answer:
    """Break the glass for this patient, and look them up under it."""
    sent = forms.read_form()
    if not sent.fresh:
        return asked(staff, sent.values, status=403, trouble=forms.too_old())
    try:
        return redirect(f"/staff/insurance/{looked_up_for(staff, sent)}", 303)
    except RoleMissing:
        raise
    except Problem as problem:
        found = wrong(problem.errors)
        trouble = None if found else problem.detail.to(spoken())
        status = problem.status
        return asked(staff, sent.values, status=status, wrong=found, trouble=trouble)


def looked_up_for(staff: Staff, sent: Sent) -> UUID:
    """The look-up under an access that was opened for it; as the API does both."""
    once = sent_once(sent["once"])
    for_lookup = Sent({**sent.values, "purpose": Purpose.EMERGENCY}, sent.fresh)
    body = read(LookupBodySchema(), for_lookup, "purpose")
    opened = opened_for(staff, read(EmergencyBodySchema(), sent, "reason"), once)
    body["break_glass"] = opened.id
    return looked_up(understood(staff, body, once))[0].id


def asked(
    staff: Staff, typed: Mapping[str, str], *, status: int = 200, **said: Any
) -> Response:
    """The form, filled in as it was sent."""
    return own_page(
        "staff/emergency.html",
        status=status,
        camera=True,
        typed=typed,
        places=desks(staff),
        presented=choices(PRESENTED),
        shortest=SHORTEST_REASON,
        once=new_token(),
        **said,
    )


@blueprint.get(REVIEW)
@at_work(Role.BREAK_GLASS_REVIEWER)
def listed(staff: Staff) -> Response:
    """What waits for a review, the longest waiting first; or what was reviewed."""
    return reviews(staff)


@blueprint.post(f"{REVIEW}/<uuid:glass_id>")
@at_work(Role.BREAK_GLASS_REVIEWER)
def review(staff: Staff, glass_id: UUID) -> Answer:
    """Say whether an emergency was one."""
    sent = forms.read_form()
    if not sent.fresh:
        return reviews(staff, status=403, trouble=forms.too_old())
    try:
        opinion = OpinionBodySchema().load(
            {name: sent[name] for name in ("verdict", "opinion")}
        )
        judge(staff, glass_id, opinion)
    except ValidationError as error:
        found = wrong(field_errors({"json": error.messages}))
        return reviews(staff, status=422, wrong={str(glass_id): (sent.values, found)})
    except (OwnEmergency, AlreadyReviewed) as problem:
        if problem.recorded:
            note_refusal(staff, problem.name)
        trouble = problem.detail.to(spoken())
        return reviews(staff, status=problem.status, trouble=trouble)
    return redirect(f"{REVIEW}?done=reviewed", 303)


def judge(staff: Staff, glass_id: UUID, said: Mapping[str, str]) -> None:
    """Keep the verdict; raises NotFound, OwnEmergency, AlreadyReviewed."""
    with transaction() as session:
        actions.review(
            session,
            key_ring(),
            queries.one(session, glass_id, scopes(staff), lock=True),
            staff.person,
            Verdict(said["verdict"]),
            said["opinion"],
            now=now(),
        )


@blueprint.get(f"{REVIEW}/<uuid:glass_id>")
@at_work(Role.BREAK_GLASS_REVIEWER)
def back_from_sign_in(staff: Staff, glass_id: UUID) -> Answer:
    """After a sign-in that a button asked for: to the list with the buttons."""
    return redirect(REVIEW, 303)


def reviews(staff: Staff, *, status: int = 200, **said: Any) -> Response:
    """The list."""
    past = request.args.get("show") == "reviewed"
    standings = [Standing.REVIEWED] if past else [Standing.OVERDUE, Standing.UNREVIEWED]
    question = ["emergencies page", str(staff.person), past]
    after = position(question, request.args.get("after"))
    with transaction() as session:
        found = [
            glass
            for standing in standings
            for glass in queries.to_review(
                session,
                scopes(staff),
                standing,
                now=now(),
                after=after,
                limit=MOST + 1,
            )
        ]
        some, more = cut(question, found, MOST, lambda each: (each.opened_at, each.id))
        items = shown_to_reviewer(session, some)
        record(session, actions.read_by(staff.actor, some))
    return own_page(
        "staff/emergencies.html",
        status=status,
        reviewed=past,
        glasses=items,
        names=facility_names(database(), {each["facility"] for each in items}),
        mine=staff.person,
        verdicts={str(each): _(words) for each, words in VERDICTS.items()},
        more=more,
        done=request.args.get("done"),
        **said,
    )
