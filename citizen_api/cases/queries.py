"""Questions about cases, and about the public log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg.types.numeric import Int4, Int8
from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from citizen_api.cases.models import Case, Kind, State
from citizen_api.db import NEWER_THAN_ALL, Database
from citizen_api.problems import NotFound

Position = tuple[datetime, UUID]
ALIVE: Final = (State.OPEN, State.PROPOSED)
SLUGS: Final = text("SELECT id, slug FROM venues WHERE id = ANY(:venues)")
VENUE: Final = text("SELECT id FROM venues WHERE slug = :slug")
# Its writer, too, holds the review before the case that follows it.
REVIEW_OF: Final = text(
    """
    SELECT FROM reviews WHERE id = (
        SELECT CAST(subject_id AS int) FROM cases
        WHERE id = :case AND subject_kind = 'review'
    ) FOR UPDATE
    """
)
LOG = """
SELECT e.id, e.at, e.act, e.kind, v.slug, v.name, e.reason, e.decision
FROM case_entries e LEFT JOIN venues v ON v.id = e.venue_id
WHERE e.id < %(before)s
  AND (%(venue)s::text IS NULL OR e.venue_id =
       (SELECT id FROM venues WHERE slug = %(venue)s::text))
ORDER BY e.id DESC LIMIT %(limit)s
"""
COUNTS = """
SELECT to_char(date_trunc('month', at), 'YYYY-MM') AS month, kind, act, decision,
       count(*)::int
FROM case_entries WHERE at >= %(since)s
GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2, 3, 4
"""


class Asked(NamedTuple):
    """Which cases are asked for; None: all of them."""

    state: State | None = None
    kind: Kind | None = None
    venue: str | None = None


class Entry(NamedTuple):
    """A line of the public log."""

    id: int
    at: datetime
    act: str
    kind: str
    venue: str | None
    venue_name: str | None
    reason: str
    decision: str | None


class Count(NamedTuple):
    """How many lines of one kind the log has of a month, such as 2026-11."""

    month: str
    kind: str
    act: str
    decision: str | None
    lines: int


def case(session: Session, case_id: UUID, *, lock: bool = False) -> Case:
    """A case; raises NotFound. To be locked, after the review that it is about."""
    if lock:
        session.execute(REVIEW_OF, {"case": case_id})
    asked = select(Case).where(Case.id == case_id)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(asked)
    if found is None:
        raise NotFound
    return found


def open_case_of(
    session: Session, kind: Kind, subject_kind: str, subject_id: str
) -> Case | None:
    """The case of a thing that is not decided yet."""
    return session.scalar(
        select(Case).where(
            Case.kind == kind,
            Case.subject_kind == subject_kind,
            Case.subject_id == subject_id,
            Case.state.in_(ALIVE),
        )
    )


def last_decided(
    session: Session, subject_kind: str, subject_id: str, *kinds: Kind
) -> Case | None:
    """The case of a thing that was decided last, of these kinds."""
    return session.scalar(
        select(Case)
        .where(
            Case.subject_kind == subject_kind,
            Case.subject_id == subject_id,
            Case.kind.in_(kinds),
            Case.state == State.DECIDED,
        )
        .order_by(Case.decided_at.desc())
        .limit(1)
    )


def cases(
    session: Session, asked: Asked, *, after: Position | None, limit: int
) -> Sequence[Case]:
    """Cases by when they were opened, the oldest first."""
    found = select(Case)
    if asked.state is not None:
        found = found.where(Case.state == asked.state)
    if asked.kind is not None:
        found = found.where(Case.kind == asked.kind)
    if asked.venue is not None:
        venue = session.scalar(VENUE, {"slug": asked.venue})
        found = found.where(Case.venue_id == venue)
    if after is not None:
        found = found.where(tuple_(Case.opened_at, Case.id) > after)
    return session.scalars(found.order_by(Case.opened_at, Case.id).limit(limit)).all()


def slugs(session: Session, found: Sequence[Case]) -> dict[int, str]:
    """The ids on the wire of the venues that cases are about."""
    venues = [each.venue_id for each in found if each.venue_id is not None]
    rows = session.execute(SLUGS, {"venues": venues})
    return {row.id: row.slug for row in rows}


def log(
    database: Database, venue: str | None, *, before: int | None, limit: int
) -> list[Entry]:
    """Lines of the public log, the newest first, older than the one given."""
    values: dict[str, Any] = {
        "venue": venue,
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [Entry._make(row) for row in database.find(LOG, values)]


def counts(database: Database, since: datetime) -> list[Count]:
    """How many lines of each kind the months since then have."""
    return [Count._make(row) for row in database.find(COUNTS, {"since": since})]
