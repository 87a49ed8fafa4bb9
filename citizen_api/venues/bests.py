"""What a venue shows of the facts that stand: its best price, hours and dates."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.schedules.actions import ensure_schedules, rewrite
from citizen_api.schedules.dated import CLOSED, Dated, dated_text
from citizen_api.schedules.parsing import normalised
from citizen_api.schedules.queries import holidays
from citizen_api.venues.models import (
    MenuItem,
    MenuPrice,
    OpeningHours,
    Venue,
    VenueDay,
)
from citizen_api.venues.rules import best_hours, best_price

SHOWN: Final = (
    "price_min",
    "price_max",
    "unit",
    "source_id",
    "checked_on",
    "precision",
)
# Yesterday's hours may go on after midnight.
STILL_COUNTS: Final = timedelta(days=1)
TAKEN: Final = text("SELECT id FROM schedules WHERE text = :text")
ITS_OWN: Final = text(
    """
    SELECT (SELECT count(*) FROM venues WHERE schedule_id = :id) = 1
       AND NOT EXISTS (SELECT FROM opening_hours WHERE schedule_id = :id)
       AND NOT EXISTS (SELECT FROM stations WHERE schedule_id = :id)
    """
)
# One with dates that nobody keeps to any more.
SPARE: Final = text(
    """
    SELECT id FROM schedules s
    WHERE s.text ~ '20[0-9]{2} [A-Z]'
      AND NOT EXISTS (SELECT FROM venues WHERE schedule_id = s.id)
      AND NOT EXISTS (SELECT FROM opening_hours WHERE schedule_id = s.id)
      AND NOT EXISTS (SELECT FROM stations WHERE schedule_id = s.id)
    ORDER BY id LIMIT 1
    """
)


def live_prices(session: Session, venue_id: int, dish_id: int) -> Sequence[MenuPrice]:
    """What the sources say now of the price of a dish, the latest word first."""
    found = select(MenuPrice).where(
        MenuPrice.venue_id == venue_id,
        MenuPrice.dish_id == dish_id,
        MenuPrice.ended_by.is_(None),
    )
    return session.scalars(found.order_by(MenuPrice.id.desc())).all()


def live_hours(session: Session, venue_id: int) -> Sequence[OpeningHours]:
    """What the sources say now of the hours, the latest word first."""
    found = select(OpeningHours).where(
        OpeningHours.venue_id == venue_id, OpeningHours.ended_by.is_(None)
    )
    return session.scalars(found.order_by(OpeningHours.id.desc())).all()


def show_price(session: Session, item: MenuItem) -> None:
    """Let a dish on the menu show the best price that stands; `publish` must follow."""
    best = best_price(live_prices(session, item.venue_id, item.dish_id))
    for name in SHOWN:
        setattr(item, name, best and getattr(best, name))
    session.flush()


def show_hours(session: Session, venue: Venue, today: date) -> None:
    """Let a venue keep to the best hours that stand, and to its own dates.

    `publish` must follow. Raises BadOpeningHours when there are too many dates.
    """
    told = live_hours(session, venue.id)
    best = best_hours(told)
    for each in told:
        each.used = each is best
    told_text = None if best is None else best.text
    wanted = dated_text(told_text, own_days(session, venue.id, today))
    venue.schedule_id = (
        None if wanted is None else _kept(session, venue.schedule_id, wanted)
    )
    session.flush()


def own_days(session: Session, venue_id: int, today: date) -> list[Dated]:
    """The dates on which a venue keeps other hours, from yesterday on."""
    found = select(VenueDay).where(
        VenueDay.venue_id == venue_id, VenueDay.day >= today - STILL_COUNTS
    )
    return [
        Dated(each.day, CLOSED if each.closed else each.hours or CLOSED)
        for each in session.scalars(found.order_by(VenueDay.day))
    ]


def _kept(session: Session, current: int | None, wanted: str) -> int:
    """The schedule for a text: one that says it, else one that nobody else keeps to.

    So the schedules do not become more with each day that somebody closes.
    """
    alone(session, Work.PUBLISHING)
    normal = normalised(wanted)
    there: int | None = session.scalar(TAKEN, {"text": normal})
    if there is not None:
        return there
    calendar = holidays(session)
    own = current is not None and session.scalar(ITS_OWN, {"id": current})
    spare: int | None = current if own else session.scalar(SPARE)
    if spare is not None:
        rewrite(session, spare, normal, calendar)
        return spare
    return ensure_schedules(session, [normal], calendar)[normal]
