"""One case: what it is about, the decision with its reason, a second look, undo."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers import Staff
from citizen_api.callers.staffing import note_refusal
from citizen_api.cases import queries
from citizen_api.cases.models import Case, Kind, State
from citizen_api.cases.problems import (
    AlreadyDecided,
    AnotherPersonNeeded,
    NoSuchDecision,
    NothingToSecond,
    NothingToUndo,
)
from citizen_api.cases.rules import Verdict
from citizen_api.http.clock import now
from citizen_api.http.language import language
from citizen_api.http.session import key_ring, transaction
from citizen_api.listings.case_about import claim_words
from citizen_api.listings.correction_rules import CorrectionNeeded
from citizen_api.listings.merge_problems import (
    AlreadyMerged,
    MergedOnward,
    MergeProposed,
    SameVenue,
)
from citizen_api.listings.undoing import ChangedSince, NothingToTakeBack
from citizen_api.moderation import actions
from citizen_api.moderation.deciding import deciding
from citizen_api.moderation.resources import shown_each
from citizen_api.moderation.schemas import DecisionBodySchema, SecondBodySchema
from citizen_api.pages import forms
from citizen_api.pages.case_words import KINDS, reason, step
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.moderators.queue import HERE
from citizen_api.pages.moderators.words import CHOICES, FAULTS, PARTS, STATES, WRONG
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, StaleVersion
from citizen_api.reviews.problems import OwnerStill
from citizen_api.roles.models import Role

ONE: Final = f"{HERE}/<uuid:case_id>"
BODY, SECOND = DecisionBodySchema(), SecondBodySchema()
REFUSED: Final = (
    *(InvalidRequest, AlreadyDecided, AnotherPersonNeeded, NoSuchDecision),
    *(NothingToSecond, NothingToUndo, StaleVersion),
    *(CorrectionNeeded, AlreadyMerged, MergedOnward, MergeProposed, SameVenue),
    *(ChangedSince, NothingToTakeBack, OwnerStill),
)

blueprint = personal("moderators_case")


@blueprint.get(ONE)
@at_work(Role.MODERATOR)
def one(staff: Staff, case_id: UUID) -> Response:
    """A case, with the form that decides it."""
    return case_page(staff, case_id, done=request.args.get("done"))


@blueprint.post(f"{ONE}/decision")
@at_work(Role.MODERATOR)
def decide(staff: Staff, case_id: UUID) -> Response:
    """Decide a case, unless what it is about was changed meanwhile."""
    sent = forms.read_form()

    def act(session: Session) -> UUID:
        said = loaded(BODY, {"decision": sent["decision"], "note": sent["note"]})
        ensure_same(session, case_id, sent["version"])
        verdict = Verdict(said["decision"], staff.actor, now(), said["note"])
        return actions.decide(session, case_id, verdict).id

    wrong = {} if sent["note"].strip() else {"note": _("Say why in a few words.")}
    if not sent["decision"]:
        wrong["decision"] = _("Choose one.")
    return done(staff, case_id, sent, act, wrong, "decided")


@blueprint.post(f"{ONE}/second")
@at_work(Role.MODERATOR)
def second(staff: Staff, case_id: UUID) -> Response:
    """Say as a second person whether what was proposed is right."""
    sent = forms.read_form()

    def act(session: Session) -> UUID:
        said = loaded(SECOND, {"agrees": sent["agrees"] == "yes", "note": sent["note"]})
        verdict = Verdict("", staff.actor, now(), said["note"])
        return actions.second(session, case_id, verdict, said["agrees"]).id

    chosen = sent["agrees"] in {"yes", "no"}
    wrong = {} if chosen else {"agrees": _("Choose one.")}
    return done(staff, case_id, sent, act, wrong, "seconded")


@blueprint.get(f"{ONE}/<any(decision, second):task>")
@at_work(Role.MODERATOR)
def back_from_sign_in(staff: Staff, case_id: UUID, task: str) -> Response:
    """After a sign-in that a button asked for: to the case with the buttons."""
    return redirect(f"{HERE}/{case_id}", 303)


@blueprint.get(f"{ONE}/undo")
@at_work(Role.MODERATOR)
def ask_undo(staff: Staff, case_id: UUID) -> Response:
    """Ask whether a decision is really to be undone."""
    return case_page(staff, case_id, template="moderators/undo.html")


@blueprint.post(f"{ONE}/undo")
@at_work(Role.MODERATOR)
def undo(staff: Staff, case_id: UUID) -> Response:
    """Undo a decision: the thing waits to be judged anew, in a new case."""
    sent, at = forms.read_form(), now()

    def act(session: Session) -> UUID:
        return actions.undo(session, case_id, Verdict("", staff.actor, at))

    return done(staff, case_id, sent, act, {}, "undone", "moderators/undo.html")


def done(
    staff: Staff,
    case_id: UUID,
    sent: forms.Sent,
    act: Callable[[Session], UUID],
    wrong: Mapping[str, str],
    word: str,
    template: str = "moderators/case.html",
) -> Response:
    """Do it, then to the case; or the page again with what is wrong."""
    found, status = stale(sent) or wrong, 422 if sent.fresh else 403
    if not found:
        try:
            with transaction() as session:
                number = act(session)
            return redirect(f"{HERE}/{number}?done={word}", 303)
        except REFUSED as problem:
            if problem.recorded:
                note_refusal(staff, problem.name)
            found, status = wrong_with(problem), problem.status
    return case_page(
        staff, case_id, template=template, status=status, wrong=found, typed=sent.values
    )


def ensure_same(session: Session, case_id: UUID, version: str) -> None:
    """Raise StaleVersion when a review was written anew since it was shown."""
    case = queries.case(session, case_id, lock=True)
    about = deciding(case).about(session, case)
    if case.state == State.OPEN and version != version_of(about):
        raise StaleVersion


def version_of(about: Mapping[str, Any]) -> str:
    """Which words of a review a page shows; nothing for what cannot change."""
    return str((about.get("review") or {}).get("version", ""))


def case_page(
    staff: Staff,
    case_id: UUID,
    *,
    template: str = "moderators/case.html",
    status: int = 200,
    wrong: Mapping[str, str] = NOTHING,
    typed: Mapping[str, str] = NOTHING,
    **said: Any,
) -> Response:
    """A case as it is now. Raises NotFound."""
    with transaction() as session:
        case = queries.case(session, case_id)
        (shown,) = shown_each(session, [case], staff)
        about = deciding(case).about(session, case)
        words = read_words(session, staff, case) if case.kind == Kind.CLAIM else None
    return own_page(
        template,
        status=status,
        case=shown,
        about=about,
        words=words,
        version=version_of(about),
        may_decide=staff.actor not in {case.opened_by, case.barred},
        by_person=case.decided_by != "system",
        choices=CHOICES[case.kind],
        wrong=wrong,
        typed=typed,
        spoken=language(),
        **WORDS,
        **said,
    )


def read_words(session: Session, staff: Staff, case: Case) -> str | None:
    """What a claimant wrote; that it was read is recorded. Last in the transaction."""
    found = claim_words(session, key_ring(), case)
    if found is not None:
        said = {"case": str(case.id)}
        event = Event(
            action="claim.read", actor=staff.actor, outcome="shown", detail=said
        )
        record(session, event)
    return found


WORDS: Final[Mapping[str, Any]] = {
    "kinds": KINDS,
    "states": STATES,
    "faults": FAULTS,
    "parts": PARTS,
    "wrongs": WRONG,
    "reason": reason,
    "step": step,
}
