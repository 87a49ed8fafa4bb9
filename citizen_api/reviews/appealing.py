"""Ask that a decision about a review or a surge be looked at by somebody else."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.cases.actions import close, open_case
from citizen_api.cases.models import Case, Kind
from citizen_api.cases.queries import last_decided, open_case_of
from citizen_api.cases.rules import SYSTEM, Opened
from citizen_api.problems import NotFound
from citizen_api.reviews import judging, settling, surges
from citizen_api.reviews.finding import is_owner, owned_venues, wrote
from citizen_api.reviews.models import HeldFor, Review, State
from citizen_api.reviews.problems import (
    AlreadyAppealed,
    NothingToAppeal,
    NotYours,
    OwnerStill,
)
from citizen_api.reviews.records import ReviewAppeal, Side
from citizen_api.reviews.reporting import SUBJECT as REVIEW
from citizen_api.reviews.tallies import Decision, Surge
from citizen_api.writers import Writer

GRANT: Final = "grant"
DECISIONS: Final = (GRANT, "refuse")
JUDGED: Final = (Kind.REVIEW_HELD, Kind.REVIEW_REPORT, Kind.APPEAL)
WORDS: Final = text(
    "SELECT side, text, created_at FROM review_appeals WHERE case_id = :case"
    " ORDER BY id LIMIT 50"
)
IS_STRUCK: Final = text(
    """
    SELECT EXISTS (
        SELECT FROM reviews WHERE surge_id = :surge
        AND (device_id = :device OR person_id = :person)),
    EXISTS (
        SELECT FROM surge_venues s
        JOIN venues v ON v.id = s.venue_id OR v.merged_into_id = s.venue_id
        WHERE s.surge_id = :surge AND v.slug = ANY(:scopes))
    """
)


class Appeal(NamedTuple):
    """Who appeals and in which words; `scopes`: the venues that they own."""

    who: Writer
    scopes: tuple[str, ...]
    words: str
    by: str
    at: datetime


class Ground(NamedTuple):
    """What is appealed against: the decision, who made it, and why it was made."""

    decision: str
    by: str | None
    reason: str


def appeal_review(session: Session, appeal: Appeal, review: Review, own: bool) -> UUID:
    """The case of an appeal about a review that is locked.

    `own`: whether they own the venue. Last in the transaction. Raises NotYours,
    NothingToAppeal, AlreadyAppealed.
    """
    theirs = wrote(appeal.who, review)
    if not theirs and not own:
        raise NotYours
    if theirs and review.state == State.COUNTED:
        raise NothingToAppeal
    if open_case_of(session, Kind.REVIEW_HELD, REVIEW, str(review.id)):
        raise NothingToAppeal
    judged = last_decided(session, REVIEW, str(review.id), *JUDGED)
    ground = ground_of(
        review, judged if judged and judged.decided_by != SYSTEM else None
    )
    if ground is None or (not theirs and judged is None):
        raise NothingToAppeal
    side = Side.WRITER if theirs else Side.OWNER
    return _opened(session, appeal, (REVIEW, review.id, review.venue_id), side, ground)


def appeal_surge(session: Session, appeal: Appeal, number: int) -> UUID:
    """The case of an appeal about a surge, by who is held in it or owns a venue of it.

    Last in the transaction. Raises NotFound, NotYours, AlreadyAppealed.
    """
    surge = session.get(Surge, number, with_for_update={"key_share": True})
    if surge is None:
        raise NotFound
    device, person = appeal.who
    values: dict[str, Any] = {"surge": number, "device": device, "person": person}
    values["scopes"] = list(appeal.scopes)
    held, own = session.execute(IS_STRUCK, values).one()
    if not held and not own:
        raise NotYours
    decision = f"surge:{number}:{surge.decision or 'held'}"
    ground = Ground(decision, surge.decided_by, surge.why)
    side = Side.WRITER if held else Side.OWNER
    return _opened(
        session, appeal, (surges.SUBJECT, number, surge.venue_id), side, ground
    )


def ground_of(review: Review, judged: Case | None) -> Ground | None:
    """What was decided of a review last: by a person, or by a rule that holds it."""
    if judged is not None:
        return Ground(f"case:{judged.id}", judged.decided_by, judged.reason)
    if review.held_for == HeldFor.CONFLICT:
        return Ground("conflict", None, review.held_reason or HeldFor.CONFLICT)
    if review.held_for == HeldFor.SURGE:
        return Ground(f"surge:{review.surge_id}", None, HeldFor.SURGE)
    return None


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Turn what was decided around, when the appeal is granted. Raises OwnerStill."""
    if decision != GRANT:
        return
    writes = side_of(session, case) == Side.WRITER
    if case.subject_kind == surges.SUBJECT:
        turned = Decision.RELEASE if writes else Decision.DROP
        turn_surge(session, case, turned, by, at)
        return
    review = judging.found(session, case)
    if review is None:
        return
    case.before = judging.remembered(review)
    if writes:
        ensure_left(session, review, at)
        judging.put(review, State.COUNTED, None, None)
    else:
        judging.put(review, State.DROPPED, HeldFor.REPORT, case.reason)
    session.flush()


def turn_surge(
    session: Session, case: Case, decision: Decision, by: str, at: datetime
) -> None:
    """Decide a surge by an appeal; its own case, when there is one, is over with it."""
    surge = session.get_one(Surge, int(case.subject_id))
    case.before = surge.decision or judging.NOTHING
    own = open_case_of(session, Kind.SURGE, surges.SUBJECT, case.subject_id)
    if own is not None:
        # Whoever decides a surge holds its case before its reviews.
        session.refresh(own, with_for_update=True)
    settling.apply(session, case, decision, by, at)
    close(session, Kind.SURGE, surges.SUBJECT, case.subject_id, decision, at)


def drops_surge(session: Session, case: Case, decision: str) -> bool:
    """Whether a decision grants an appeal by which a whole surge would be dropped."""
    if (case.kind, case.subject_kind, decision) != (Kind.APPEAL, surges.SUBJECT, GRANT):
        return False
    return side_of(session, case) == Side.OWNER


def ensure_left(session: Session, review: Review, at: datetime) -> None:
    """Raise OwnerStill for the review of somebody who owns the venue now."""
    writer = Writer(review.device_id, review.person_id)
    if is_owner(session, owned_venues(session, writer, at), review.venue_id):
        raise OwnerStill


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Let what the appeal turned around be as it was before."""
    if case.decision != GRANT or case.before is None:
        return
    if case.subject_kind != surges.SUBJECT:
        judging.undo(session, case, by, at)
    elif case.before == judging.NOTHING:
        settling.undo(session, case, by, at)
        surge = session.get_one(Surge, int(case.subject_id))
        surges.ask(session, surge, SYSTEM, at)
    else:
        settling.apply(session, case, Decision(case.before), by, at)


def about(session: Session, case: Case) -> dict[str, Any]:
    """What a moderator sees: the words of the appeal, and what it is about."""
    said = session.execute(WORDS, {"case": case.id}).mappings()
    found = {"appeals": [dict(each) for each in said]}
    if case.subject_kind == surges.SUBJECT:
        return found | settling.about(session, case)
    return found | judging.about(session, case)


def hand_over(session: Session, case: UUID, anew: UUID) -> None:
    """Let the words of an appeal be read where it is judged anew."""
    words = update(ReviewAppeal).where(ReviewAppeal.case_id == case)
    session.execute(words.values(case_id=anew))


def side_of(session: Session, case: Case) -> Side:
    """Who appealed first in a case."""
    asked = select(ReviewAppeal.side).where(ReviewAppeal.case_id == case.id)
    return Side(session.scalars(asked.order_by(ReviewAppeal.id).limit(1)).one())


def _opened(
    session: Session,
    appeal: Appeal,
    subject: tuple[str, int, int],
    side: Side,
    ground: Ground,
) -> UUID:
    kind, number, venue = subject
    opened = Opened(
        Kind.APPEAL,
        kind,
        str(number),
        venue,
        ground.reason,
        appeal.by,
        appeal.at,
        ground.by,
    )
    case = open_case(session, opened)
    made = (
        insert(ReviewAppeal)
        .values(
            subject_kind=kind,
            subject_id=str(number),
            decision=ground.decision,
            side=side,
            text=appeal.words,
            case_id=case,
            created_at=appeal.at,
            **appeal.who.ids,
        )
        .on_conflict_do_nothing()
        .returning(ReviewAppeal.id)
    )
    if session.scalar(made) is None:
        raise AlreadyAppealed
    return case
