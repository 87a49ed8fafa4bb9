"""Questions about reports."""

from datetime import datetime
from typing import NamedTuple

from psycopg.types.numeric import Int4, Int8
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.problems import NotFound
from citizen_api.venues.models import Venue

COLUMNS = """
r.id, v.slug, v.name, r.kind, d.slug, d.name_vi, r.text, r.status, r.created_at,
r.handled_at, r.handled_by, r.note
"""
JOINED = """
venue_reports r JOIN venues v ON v.id = r.venue_id
LEFT JOIN dishes d ON d.id = r.dish_id
"""
OF_DEVICE = f"""
SELECT {COLUMNS} FROM {JOINED}
WHERE r.device_id = %(device)s AND r.id < %(before)s ORDER BY r.id DESC LIMIT %(limit)s
"""  # noqa: S608 - our own words
OF_DEVICE_ONE = f"""
SELECT {COLUMNS} FROM {JOINED} WHERE r.device_id = %(device)s AND r.id = %(number)s
"""  # noqa: S608 - our own words
WITH_STATUS = text(
    f"SELECT {COLUMNS} FROM {JOINED}"  # noqa: S608 - our own words
    " WHERE r.status = :status ORDER BY r.id LIMIT :limit"
)
NEWER_THAN_ALL = 2**62


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
    database: Database, device: int, *, before: int | None, limit: int
) -> list[Report]:
    """What a device reported, the newest first, older than the one given."""
    values = {
        "device": Int4(device),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [Report._make(row) for row in database.find(OF_DEVICE, values)]


def report_of(database: Database, device: int, number: int) -> Report:
    """A report that a device made."""
    values = {"device": Int4(device), "number": Int4(number)}
    return Report._make(database.find(OF_DEVICE_ONE, values)[0])


def with_status(session: Session, status: str, *, limit: int) -> list[Report]:
    """Reports with a status, the oldest first."""
    values = {"status": status, "limit": limit}
    return [Report._make(row) for row in session.execute(WITH_STATUS, values)]


def venue_called(session: Session, slug: str) -> Venue:
    """A venue, merged or not; raises NotFound."""
    found = session.scalar(select(Venue).where(Venue.slug == slug))
    if found is None:
        raise NotFound
    return found


def standing(session: Session, venue: Venue) -> Venue:
    """The venue that a venue is."""
    if venue.merged_into_id is None:
        return venue
    return session.get_one(Venue, venue.merged_into_id)
