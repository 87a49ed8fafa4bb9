"""Questions about reports."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import NEWER_THAN_ALL
from citizen_api.writers import Writer

COLUMNS = """
r.id, v.slug, v.name, r.kind, d.slug, d.name_vi, r.text, r.status, r.created_at,
r.handled_at, r.handled_by, r.note
"""
JOINED = """
venue_reports r JOIN venues v ON v.id = r.venue_id
LEFT JOIN dishes d ON d.id = r.dish_id
"""
THEIRS = text(
    f"SELECT {COLUMNS} FROM {JOINED}"  # noqa: S608 - our own words
    " WHERE (r.device_id = :device OR r.person_id = :person) AND r.id < :before"
    " ORDER BY r.id DESC LIMIT :limit"
)
WITH_STATUS = text(
    f"SELECT {COLUMNS} FROM {JOINED}"  # noqa: S608 - our own words
    " WHERE r.status = :status ORDER BY r.id LIMIT :limit"
)


class Report(NamedTuple):
    """A report, without who made it."""

    id: int
    venue: str
    venue_name: str
    kind: str
    dish: str | None
    dish_name: str | None
    text: str | None
    status: str
    created_at: datetime
    handled_at: datetime | None
    handled_by: str | None
    note: str | None


def reports_of(
    session: Session, who: Writer, *, before: int | None, limit: int
) -> list[Report]:
    """What somebody reported, the newest first, older than the one given."""
    gaps = {"before": before or NEWER_THAN_ALL, "limit": limit}
    rows = session.execute(THEIRS, who._asdict() | gaps)
    return [Report._make(row) for row in rows]


def report_of(session: Session, who: Writer, number: int) -> Report:
    """A report that somebody made."""
    (found,) = reports_of(session, who, before=number + 1, limit=1)
    return found


def with_status(session: Session, status: str, *, limit: int) -> list[Report]:
    """Reports with a status, the oldest first."""
    values = {"status": status, "limit": limit}
    return [Report._make(row) for row in session.execute(WITH_STATUS, values)]
