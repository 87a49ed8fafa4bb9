"""What is done of itself: owners are asked whether their prices are still right, at
most once in sixty days, and special days that are over leave the hours.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.venues.actions import publish
from citizen_api.venues.bests import STILL_COUNTS, show_hours
from citizen_api.venues.models import Venue, VenueDay
from citizen_api.versions import CATALOGUE, bump

JOB: Final = "listing-nudges"
EVERY: Final = timedelta(hours=1)
PATIENCE: Final = timedelta(days=60)
AT_ONCE: Final = 100
# Whoever edits one of them is waited for, before anything else is locked.
LOCK: Final = text(
    "SELECT FROM venue_listings WHERE venue_id = ANY(:venues)"
    " ORDER BY venue_id FOR UPDATE"
)
NUDGE: Final = text(
    """
    INSERT INTO listing_nudges (venue_id, at)
    SELECT v.id, :now FROM venues v
    JOIN (SELECT scope, max(valid_from) AS since FROM roles_held
          WHERE role = 'venue_owner' AND revoked_at IS NULL
            AND valid_from <= :now AND coalesce(valid_to > :now, TRUE)
          GROUP BY scope) r ON r.scope = v.slug
    LEFT JOIN venue_listings l ON l.venue_id = v.id
    WHERE greatest(coalesce(l.owned_at, r.since), l.confirmed_at) <= :long_ago
      AND v.merged_into_id IS NULL AND v.closed_on IS NULL
      AND NOT EXISTS (SELECT FROM listing_nudges n
          WHERE n.venue_id = v.id AND n.at > :long_ago)
    """
)
CLOSE: Final = text(
    """
    UPDATE listing_nudges n SET answered_at = :now
    WHERE answered_at IS NULL AND at < :now AND EXISTS (
        SELECT FROM listing_nudges later
        WHERE later.venue_id = n.venue_id AND later.at > n.at)
    """
)


def nudge(session: Session, now: datetime) -> int:
    """Nudge the owners who looked after their prices sixty days ago; how many venues.

    Neither repeated within sixty days, whoever calls this how often.
    """
    alone(session, Work.NUDGING)
    values = {"now": now, "long_ago": now - PATIENCE}
    made = session.connection().execute(NUDGE, values).rowcount
    session.execute(CLOSE, {"now": now})
    return made


def tidy(session: Session, now: datetime) -> int:
    """Let special days that are over leave the hours of venues; of how many.

    The changes of the listing still tell of them.
    """
    over = VenueDay.day < now.date() - STILL_COUNTS
    found = select(VenueDay.venue_id).where(over).distinct().limit(AT_ONCE)
    venues = sorted(session.scalars(found))
    session.execute(LOCK, {"venues": venues})
    for number in venues:
        session.execute(delete(VenueDay).where(over, VenueDay.venue_id == number))
        show_hours(session, session.get_one(Venue, number), now.date())
    if venues and publish(session, venues) == 0:
        bump(session, CATALOGUE)
    return len(venues)
