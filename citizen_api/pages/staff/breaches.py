"""Breaches of personal data, for privacy officers: what happened, and by when to tell.

Law 91/2025/QH15, article 23: the authority is told within 72 hours.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, request
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.breaches import actions, queries
from citizen_api.breaches.models import State
from citizen_api.breaches.problems import AlreadyNotified
from citizen_api.breaches.resources import NUMBER, report, shown_each
from citizen_api.breaches.rules import Rule
from citizen_api.breaches.schemas import AssessmentBodySchema, NotifiedBodySchema
from citizen_api.callers import Staff
from citizen_api.expected import Expected
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.session import key_ring, transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.staff.words import BREACH_STATES, HARMS
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, StaleVersion
from citizen_api.roles.models import Role

HERE: Final = "/staff/breaches"
ONE: Final = f"{HERE}/<uuid:breach_id>"
PER_PAGE: Final = 30
QUESTION: Final = ["staff breaches"]
ASSESSMENT, NOTIFIED = AssessmentBodySchema(), NotifiedBodySchema()
WORDS: Final[dict[str, Any]] = {"states": BREACH_STATES, "harms": HARMS}
REFUSED = (InvalidRequest, AlreadyNotified, StaleVersion)

blueprint = personal("staff_breaches")


@blueprint.get(HERE)
@at_work(Role.PRIVACY_OFFICER)
def listed(staff: Staff) -> Response:
    """Breaches, the newest first; that they were read is recorded."""
    asked = request.args
    state = State(asked["state"]) if asked.get("state") in set(State) else None
    question = [*QUESTION, str(state)]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.breaches(session, state, before=before, limit=PER_PAGE + 1)
        some, following = cut(
            question, found, PER_PAGE, lambda each: (each.detected_at, each.id)
        )
        items = shown_each(session, some)
        record(session, actions.listed_by(staff.actor, some))
    return own_page(
        "staff/breaches.html", items=items, state=state, following=following, **WORDS
    )


@blueprint.get(ONE)
@at_work(Role.PRIVACY_OFFICER)
def one(staff: Staff, breach_id: UUID) -> Response:
    """The report of a breach; that it was read is recorded."""
    with transaction() as session:
        breach = queries.breach(session, breach_id)
        actions.note(session, breach.id, Rule(breach.rule), "read", staff.actor)
    return shown("breach.html", breach_id, done=request.args.get("done"))


@blueprint.get(f"{ONE}/notified")
@at_work(Role.PRIVACY_OFFICER)
def ask_notified(staff: Staff, breach_id: UUID) -> Response:
    """Ask under which reference the authority filed our notice."""
    return shown("breach_notified.html", breach_id)


@blueprint.post(f"{ONE}/notified")
@at_work(Role.PRIVACY_OFFICER)
def notify(staff: Staff, breach_id: UUID) -> Response:
    """Note that the authority was told."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return shown("breach_notified.html", breach_id, sent.values, wrong, status=403)
    try:
        said = loaded(NOTIFIED, {"reference": sent["reference"]})
        with transaction() as session:
            breach = queries.breach(session, breach_id, lock=True)
            reference = said["reference"]
            actions.notify(session, breach, staff.person, reference, now=now())
    except REFUSED as problem:
        wrong, status = wrong_with(problem), problem.status
        return shown(
            "breach_notified.html", breach_id, sent.values, wrong, status=status
        )
    return redirect(f"{HERE}/{breach_id}?done=1", 303)


@blueprint.get(f"{ONE}/assessment")
@at_work(Role.PRIVACY_OFFICER)
def ask_assessment(staff: Staff, breach_id: UUID) -> Response:
    """Ask what harm a breach may do."""
    return shown("breach_assessment.html", breach_id)


@blueprint.post(f"{ONE}/assessment")
@at_work(Role.PRIVACY_OFFICER)
def assess(staff: Staff, breach_id: UUID) -> Response:
    """Say what harm a breach may do, close it or open it again."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return shown(
            "breach_assessment.html", breach_id, sent.values, wrong, status=403
        )
    try:
        said = assessed(sent)
        with transaction() as session:
            breach = queries.breach(session, breach_id, lock=True)
            seen = Expected(NUMBER, sent.number("version") or 0)
            actions.assess(session, key_ring(), breach, staff.person, said, seen)
    except REFUSED as problem:
        wrong, status = wrong_with(problem), problem.status
        return shown(
            "breach_assessment.html", breach_id, sent.values, wrong, status=status
        )
    return redirect(f"{HERE}/{breach_id}?done=1", 303)


def assessed(sent: forms.Sent) -> dict[str, Any]:
    """What the form says, by the rules of the API. Raises InvalidRequest."""
    said = loaded(ASSESSMENT, {name: sent[name] for name in ("harm", "assessment")})
    return said | {"closed": sent["closed"] == "yes"}


def shown(
    template: str,
    breach_id: UUID,
    typed: Mapping[str, str] = NOTHING,
    wrong: Mapping[str, str] = NOTHING,
    *,
    status: int = 200,
    **content: Any,
) -> Response:
    """A page about a breach. Raises NotFound."""
    with transaction() as session:
        breach = queries.breach(session, breach_id)
        said, version = report(session, breach), breach.version
    return own_page(
        f"staff/{template}",
        status=status,
        breach=said,
        version=version,
        typed=typed or {"harm": said["harm"], "assessment": said["assessment"]},
        wrong=wrong,
        **WORDS,
        **content,
    )
