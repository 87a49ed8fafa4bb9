"""What a decision does: each kind of case, and the room that knows its things."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.cases.models import Case, Kind
from citizen_api.cases.problems import NoSuchDecision
from citizen_api.listings import (
    case_about,
    claim_deciding,
    correcting,
    merging,
    undoing,
)
from citizen_api.reviews import appealing, judging, photo_cases, settling
from citizen_api.reviews.tallies import Decision

Apply = Callable[[Session, Case, str, str, datetime], None]
Undo = Callable[[Session, Case, str, datetime], None]
About = Callable[[Session, Case], dict[str, Any]]
HandOver = Callable[[Session, UUID, UUID], None]


def nothing(session: Session, case: UUID, anew: UUID) -> None:
    """Only the case itself knows what it is about, and the new one is told."""


class Deciding(NamedTuple):
    """How cases of a kind are decided.

    `apply` and `undo` get the case, which is locked, and who decides when; `about`
    tells what a moderator needs to see; `hand_over` gives what a room keeps of a case
    that was undone to the one in which it is judged anew.
    """

    decisions: tuple[str, ...]
    apply: Apply
    undo: Undo
    about: About
    hand_over: HandOver = nothing


DECIDING: Final[Mapping[Kind, Deciding]] = {
    Kind.REVIEW_HELD: Deciding(
        judging.HELD, judging.apply, judging.undo, judging.about
    ),
    Kind.REVIEW_REPORT: Deciding(
        judging.REPORTED, judging.apply, judging.undo, judging.about
    ),
    Kind.SURGE: Deciding(
        tuple(Decision), settling.apply, settling.undo, settling.about
    ),
    Kind.APPEAL: Deciding(
        appealing.DECISIONS,
        appealing.apply,
        appealing.undo,
        appealing.about,
        appealing.hand_over,
    ),
    Kind.PHOTO: Deciding(
        photo_cases.DECISIONS,
        photo_cases.apply,
        photo_cases.undo,
        photo_cases.about,
    ),
    Kind.CLAIM: Deciding(
        claim_deciding.DECISIONS,
        claim_deciding.apply,
        claim_deciding.undo,
        case_about.of_claim,
    ),
    Kind.LISTING_EDIT: Deciding(
        undoing.DECISIONS, undoing.apply, undoing.undo, case_about.of_edit
    ),
    Kind.MERGE: Deciding(
        merging.DECISIONS,
        merging.apply,
        merging.undo,
        case_about.of_merge,
        merging.hand_over,
    ),
    Kind.REPORT: Deciding(
        correcting.DECISIONS, correcting.apply, correcting.undo, case_about.of_reports
    ),
}


def deciding(case: Case) -> Deciding:
    """How a case is decided."""
    return DECIDING[Kind(case.kind)]


def ensure_possible(case: Case, decision: str) -> None:
    """Raise NoSuchDecision unless cases of this kind are decided so."""
    if decision not in deciding(case).decisions:
        raise NoSuchDecision
