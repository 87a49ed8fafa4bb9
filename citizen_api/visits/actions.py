"""Keep that somebody was at a venue, and forget it when it counts no longer."""

from datetime import date, datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.visits.models import How
from citizen_api.visits.rules import COUNTS_FOR, Visitor

# A phone that a citizen said is theirs is that citizen.
WHO: Final = """
WITH who AS (
    SELECT person, CASE WHEN person IS NULL THEN CAST(:device AS int) END AS device
    FROM (SELECT coalesce(
        CAST(:person AS uuid),
        (SELECT person_id FROM device_people WHERE device_id = :device)
    ) AS person) AS known
)
"""
KEEP: Final = text(
    f"""
    {WHO}
    INSERT INTO visits (venue_id, device_id, person_id, day, how)
    SELECT :venue, device, person, :day, :how FROM who
    ON CONFLICT DO NOTHING RETURNING id
    """  # noqa: S608 - our own words
)
MARK: Final = text(
    f"""
    {WHO}
    UPDATE reviews r SET visited = TRUE FROM who
    WHERE r.venue_id = :venue AND NOT r.visited
      AND (r.device_id = who.device OR r.person_id = who.person)
    """  # noqa: S608 - our own words
)
THERE: Final = text(
    f"""
    {WHO}
    SELECT EXISTS (
        SELECT FROM visits v, who
        WHERE v.venue_id = :venue AND v.day = :day
          AND (v.device_id = who.device OR v.person_id = who.person)
    )
    """  # noqa: S608 - our own words
)
FORGET: Final = text("DELETE FROM visits WHERE day < :long_ago")


def keep(session: Session, visitor: Visitor, venue: int, how: How, day: date) -> bool:
    """Keep a visit, and mark the rating that is there already; whether it is new.

    One that is written at this very moment is marked within minutes.
    """
    values = visitor._asdict() | {"venue": venue, "day": day, "how": how.value}
    new = session.scalar(KEEP, values) is not None
    session.execute(MARK, values)
    return new


def was_there(session: Session, visitor: Visitor, venue: int, day: date) -> bool:
    """Whether a visit of the day is known already."""
    values = visitor._asdict() | {"venue": venue, "day": day}
    return bool(session.scalar(THERE, values))


def forget(session: Session, now: datetime) -> None:
    """Delete visits that count no longer."""
    session.execute(FORGET, {"long_ago": (now - COUNTS_FOR).date()})
