"""Questions about listings: what an owner may change, and what was."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from psycopg.types.numeric import Int4, Int8
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.db import NEWER_THAN_ALL, Database
from citizen_api.listings.edit_models import ListingChange, State, VenueListing
from citizen_api.schedules.dated import business_day
from citizen_api.schedules.queries import one
from citizen_api.venues.models import OpeningHours, Venue, VenueDay

MENU: Final = text(
    """
    SELECT d.slug, d.name_vi, d.name_en, m.price_min, m.price_max, m.unit,
           m.source_id, m.checked_on, m.precision,
           CASE WHEN m.sold_out_until > :now THEN m.sold_out_until END AS sold_out_until
    FROM menu_items m JOIN dishes d ON d.id = m.dish_id
    WHERE m.venue_id = :venue ORDER BY d.name_vi, d.id
    """
)
PRICES: Final = """
SELECT p.id, p.price_min, p.price_max, p.unit, p.source_id, p.checked_on::text,
       p.precision, p.note, coalesce(s.kind, 'imported'), m.at, e.at,
       p.ended_by IS NULL
FROM menu_prices p
LEFT JOIN sources s ON s.id = p.source_id
LEFT JOIN listing_changes m ON m.id = p.made_by
LEFT JOIN listing_changes e ON e.id = p.ended_by
WHERE p.venue_id = %(venue)s AND p.dish_id = %(dish)s
  AND (coalesce(p.checked_on, '-infinity'), p.id)
      < (coalesce(%(day)s::date, 'infinity'), %(before)s)
ORDER BY coalesce(p.checked_on, '-infinity') DESC, p.id DESC LIMIT %(limit)s
"""
OF_DISH: Final = """
SELECT v.id, d.id, EXISTS (SELECT FROM menu_prices p
    WHERE p.venue_id = v.id AND p.dish_id = d.id)
    OR EXISTS (SELECT FROM menu_items i WHERE i.venue_id = v.id AND i.dish_id = d.id)
FROM venues v, dishes d WHERE v.slug = %(slug)s AND d.slug = %(dish)s
"""
SHOWN: Final = """
SELECT p.id FROM menu_items m JOIN menu_prices p USING (venue_id, dish_id)
WHERE m.venue_id = %(venue)s AND m.dish_id = %(dish)s AND p.ended_by IS NULL
  AND (p.price_min, p.price_max, p.unit, p.source_id, p.checked_on)
      IS NOT DISTINCT FROM
      (m.price_min, m.price_max, m.unit, m.source_id, m.checked_on)
ORDER BY p.id DESC LIMIT 1
"""
# An owner asked for the merge of case `k`, and it is not decided.
ASKED: Final = "k.state IN ('open', 'proposed') AND k.opened_by <> 'system'"
DUPLICATES: Final = text(
    f"""
    SELECT c.id, k.opened_at AS at, v.name AS venue, i.name AS into
    FROM venue_changes c JOIN cases k ON k.id = c.case_id
    JOIN venues v ON v.id = c.venue_id JOIN venues i ON i.id = c.other_id
    WHERE i.id = :venue AND {ASKED} ORDER BY c.id
    """  # noqa: S608 - our own words
)
OWNED: Final = text(
    f"""
    SELECT v.slug, v.name, v.address, r.valid_from AS since,
           coalesce(l.version, 0) AS version, l.confirmed_at,
           (SELECT max(n.at) FROM listing_nudges n
            WHERE n.venue_id = v.id AND n.answered_at IS NULL) AS nudged_at,
           (SELECT count(*) FROM listing_changes c
            WHERE c.venue_id = v.id AND c.state = 'waiting')
           + (SELECT count(*) FROM venue_changes c JOIN cases k ON k.id = c.case_id
            WHERE c.other_id = v.id AND {ASKED}) AS waiting,
           (SELECT count(*) FROM menu_items m WHERE m.venue_id = v.id
            AND (m.price_min IS NULL OR m.checked_on IS NULL
                 OR m.checked_on < :stale)) AS stale_prices
    FROM roles_held r JOIN venues v ON v.slug = r.scope
    LEFT JOIN venue_listings l ON l.venue_id = v.id
    WHERE r.person_id = :person AND r.role = 'venue_owner' AND r.revoked_at IS NULL
      AND r.valid_from <= :now AND coalesce(r.valid_to > :now, TRUE)
    ORDER BY v.name, v.slug
    """  # noqa: S608 - our own words
)


class Kept(NamedTuple):
    """A venue with all that its owners may change; `day`: whose hours go on now.

    `duplicates`: the venues that owners asked to merge into it.
    """

    venue: Venue
    listing: VenueListing | None
    hours: OpeningHours | None
    day: date
    days: Sequence[VenueDay]
    menu: Sequence[Any]
    waiting: Sequence[ListingChange]
    duplicates: Sequence[Any]

    @property
    def version(self) -> int:
        """How often it was changed; what its ETag names."""
        return self.listing.version if self.listing else 0


class Told(NamedTuple):
    """What a source said of a price, and from when until when it said so."""

    id: int
    price_min: int
    price_max: int | None
    unit: str | None
    source_id: str | None
    checked_on: str | None
    precision: int | None
    note: str | None
    kind: str
    told_at: datetime | None
    ended_at: datetime | None
    current: bool


def kept(session: Session, venue: Venue, now: datetime) -> Kept:
    """All that the owners of a venue may change, as it is at a moment."""
    session.flush()
    of_venue = {"venue": venue.id, "now": now}
    day = business_day(one(session, venue.schedule_id), now)
    used = select(OpeningHours).where(
        OpeningHours.venue_id == venue.id, OpeningHours.used
    )
    days = select(VenueDay).where(VenueDay.venue_id == venue.id, VenueDay.day >= day)
    waiting = select(ListingChange).where(
        ListingChange.venue_id == venue.id, ListingChange.state == State.WAITING
    )
    return Kept(
        venue,
        session.get(VenueListing, venue.id),
        session.scalars(used.limit(1)).first(),
        day,
        session.scalars(days.order_by(VenueDay.day)).all(),
        session.execute(MENU, of_venue).all(),
        session.scalars(waiting.order_by(ListingChange.id)).all(),
        duplicates(session, venue.id),
    )


def duplicates(session: Session, venue: int) -> Sequence[Any]:
    """The merges into a venue that owners asked for and nobody decided, in order."""
    return session.execute(DUPLICATES, {"venue": venue}).all()


def dish_at(database: Database, slug: str, dish: str) -> tuple[int, int] | None:
    """The numbers of a venue and of a dish that it serves or served."""
    found = database.find(OF_DISH, {"slug": slug, "dish": dish})
    return found[0][:2] if found and found[0][2] else None


def prices(
    database: Database,
    venue: int,
    dish: int,
    *,
    after: tuple[str | None, int] | None,
    limit: int,
) -> list[Told]:
    """All that was ever said of the price of a dish, the newest date first."""
    day, number = after or (None, NEWER_THAN_ALL)
    values = {
        "venue": Int4(venue),
        "dish": Int4(dish),
        "day": (day or "-infinity") if after else None,
        "before": Int8(number),
        "limit": Int4(limit),
    }
    return [Told._make(row) for row in database.find(PRICES, values)]


def shown_price(database: Database, venue: int, dish: int) -> int | None:
    """The number of the price that stands on the menu."""
    values = {"venue": Int4(venue), "dish": Int4(dish)}
    found = database.find(SHOWN, values)
    return found[0][0] if found else None


def venues_of(
    session: Session, person: UUID, now: datetime, stale: date
) -> Sequence[Any]:
    """The venues that a person keeps, with what waits there; by name."""
    values = {"person": person, "now": now, "stale": stale}
    return session.execute(OWNED, values).all()
