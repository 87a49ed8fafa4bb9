"""What moderators decide of reviews that are held or reported, and how it is undone."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.cases.models import Case, Kind
from citizen_api.cases.problems import NothingToUndo
from citizen_api.reviews.models import HeldFor, Review, State
from citizen_api.reviews.records import Outcome
from citizen_api.reviews.reporting import reopen, settle
from citizen_api.reviews.tallies import Surge
from citizen_api.reviews.writers import CONFLICT

COUNT: Final = "count"
DROP: Final = "drop"
KEEP: Final = "keep"
HELD: Final = (COUNT, DROP)
REPORTED: Final = (KEEP, DROP)
NOTHING: Final = "-"
# Whoever belongs to the venue does not count, whatever the words are.
PART: Final = text(
    f"""
    WITH venue AS (SELECT venue_id AS id FROM reviews WHERE id = :review),
    who AS (SELECT person_id AS person FROM reviews WHERE id = :review)
    {CONFLICT}
    """  # noqa: S608 - our own words
)
REPORTS: Final = text(
    """
    SELECT fault, text, status, created_at FROM review_reports
    WHERE review_id = :review ORDER BY id DESC LIMIT 50
    """
)


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Count, keep or drop the review; those who reported it are told."""
    review = found(session, case)
    if review is None:
        return
    case.before = remembered(review)
    if decision == DROP:
        held = HeldFor.CONTENT if case.kind == Kind.REVIEW_HELD else HeldFor.REPORT
        put(review, State.DROPPED, held, case.reason)
    elif decision == COUNT:
        count(session, review)
    outcome = Outcome.ACCEPTED if decision == DROP else Outcome.REJECTED
    if case.kind == Kind.REVIEW_REPORT:
        settle(session, review.id, outcome, case.note, at)
    session.flush()


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Bring the review back to what it was. Raises NothingToUndo when it is gone."""
    review = found(session, case)
    if review is None or case.before is None:
        raise NothingToUndo
    restore(review, case.before)
    if case.kind == Kind.REVIEW_REPORT and case.decided_at is not None:
        reopen(session, review.id, case.decided_at)
    session.flush()


def about(session: Session, case: Case) -> dict[str, Any]:
    """What a moderator sees: the words, and why they are held or reported."""
    review = session.get(Review, int(case.subject_id))
    if review is None:
        return {"review": None}
    reports = session.execute(REPORTS, {"review": review.id})
    return {
        "review": {
            "id": review.id,
            "stars": review.stars,
            "text": review.text,
            "language": review.language,
            "state": review.state,
            "held_for": review.held_for,
            "held_reason": review.held_reason,
            "visited": review.visited,
            "version": review.version,
            "updated_at": review.updated_at,
        },
        "reports": [dict(row) for row in reports.mappings()],
    }


def found(session: Session, case: Case) -> Review | None:
    """The review that a case is about, locked; None when it was taken back."""
    return session.get(
        Review, int(case.subject_id), with_for_update=True, populate_existing=True
    )


def count(session: Session, review: Review) -> None:
    """Let a review count, unless its writer belongs to the venue or a surge has it."""
    surge = review.surge_id and session.get(Surge, review.surge_id)
    part = session.scalar(PART, {"review": review.id})
    if part is not None:
        put(review, State.HELD, HeldFor.CONFLICT, part)
    elif surge and surge.decision is None:
        put(review, State.HELD, HeldFor.SURGE, None)
    else:
        put(review, State.COUNTED, None, None)


def put(
    review: Review, state: State, held_for: HeldFor | None, reason: str | None
) -> None:
    """Put a review into a state, with the word that says why."""
    review.state, review.held_for, review.held_reason = state, held_for, reason


def remembered(review: Review) -> str:
    """The state of a review, to be restored."""
    parts = (review.state, review.held_for, review.held_reason)
    return " ".join(part or NOTHING for part in parts)


def restore(review: Review, before: str) -> None:
    """Put a review into the state that was remembered."""
    state, held_for, reason = before.split(" ")
    put(
        review,
        State(state),
        None if held_for == NOTHING else HeldFor(held_for),
        None if reason == NOTHING else reason,
    )
