"""Report what is wrong with a review; several reports are one case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.cases.actions import open_case
from citizen_api.cases.models import Kind
from citizen_api.cases.rules import Opened
from citizen_api.db import NEWER_THAN_ALL
from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.reviews.finding import readable, wrote
from citizen_api.reviews.problems import OwnReview
from citizen_api.reviews.records import Fault, Outcome, ReviewReport
from citizen_api.writers import Writer

SUBJECT: Final = "review"
SAY_WHAT: Final = Said("Hãy viết điều gì sai.", "Say in words what is wrong.")
MINE: Final = text(
    """
    SELECT p.id, p.review_id, v.slug, v.name, p.fault, p.text, p.status, p.created_at,
           p.handled_at, p.note
    FROM review_reports p JOIN venues v ON v.id = p.venue_id
    WHERE (p.device_id = :device OR p.person_id = :person) AND p.id < :before
    ORDER BY p.id DESC LIMIT :limit
    """
)


def report(
    session: Session,
    who: Writer,
    number: int,
    fault: Fault,
    words: str | None,
    *,
    by: str,
    now: datetime,
) -> tuple[int, bool]:
    """Keep what somebody reports of a review; its number, and whether it is new.

    One each: again is the one that is there. Last in the transaction. Raises NotFound,
    OwnReview, InvalidRequest.
    """
    if fault is Fault.OTHER and words is None:
        raise InvalidRequest(errors=[FieldError(SAY_WHAT, pointer="#/text")])
    review = readable(session, number)
    if wrote(who, review):
        raise OwnReview
    made: int | None = session.scalar(
        insert(ReviewReport)
        .values(
            review_id=review.id,
            venue_id=review.venue_id,
            fault=fault,
            text=words,
            created_at=now,
            **who.ids,
        )
        .on_conflict_do_nothing()
        .returning(ReviewReport.id)
    )
    if made is None:
        return _made_before(session, who, number), False
    opened = Opened(
        Kind.REVIEW_REPORT, SUBJECT, str(number), review.venue_id, fault, by, now
    )
    open_case(session, opened)
    return made, True


def reports_of(
    session: Session, who: Writer, *, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """What somebody reported of reviews, the newest first, and what became of it."""
    values = {
        "device": who.device,
        "person": who.person,
        "before": before or NEWER_THAN_ALL,
        "limit": limit,
    }
    return session.execute(MINE, values).all()


def report_of(session: Session, who: Writer, number: int) -> Row[Any]:
    """One of them."""
    (found,) = reports_of(session, who, before=number + 1, limit=1)
    return found


def settle(
    session: Session, review: int, outcome: Outcome, note: str | None, now: datetime
) -> None:
    """Tell those who reported a review what became of it."""
    waiting = session.scalars(
        select(ReviewReport)
        .where(ReviewReport.review_id == review, ReviewReport.status == Outcome.NEW)
        .order_by(ReviewReport.id)
        .with_for_update()
    )
    for each in waiting:
        each.status, each.note, each.handled_at = outcome, note, now
    session.flush()


def reopen(session: Session, review: int, decided_at: datetime) -> None:
    """Let the reports that one decision settled wait again."""
    settled = session.scalars(
        select(ReviewReport)
        .where(ReviewReport.review_id == review, ReviewReport.handled_at == decided_at)
        .with_for_update()
    )
    for each in settled:
        each.status, each.note, each.handled_at = Outcome.NEW, None, None
    session.flush()


def _made_before(session: Session, who: Writer, review: int) -> int:
    theirs = (
        ReviewReport.person_id == who.person
        if who.device is None
        else ReviewReport.device_id == who.device
    )
    asked = select(ReviewReport.id).where(ReviewReport.review_id == review, theirs)
    return session.scalars(asked).one()
