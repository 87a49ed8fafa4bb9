"""Somebody who changes the city, and whoever brings the pack up."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import text

from citizen_api.sync.actions import bring_up, forget
from citizen_api.venues.bests import show_hours
from citizen_api.venues.models import Venue, VenueDay
from tests.conftest import NOON
from tests.factories import database_of


def change(app: Flask, *statements: str) -> None:
    """Change the city, all at once."""
    with database_of(app).sessions.begin() as session:
        for statement in statements:
            session.execute(text(statement))


def close_for_a_day(app: Flask, number: int) -> None:
    """Let a venue close on a date to come."""
    today = NOON.date()
    with database_of(app).sessions.begin() as session:
        venue = session.get_one(Venue, number % 20 + 1)
        day = today + timedelta(days=number % 3)
        session.merge(VenueDay(venue_id=venue.id, day=day, closed=True))
        show_hours(session, venue, today)


def brought_up(app: Flask, days: float = 0) -> int | None:
    """Bring the pack up, so many days from noon; the version that this made."""
    return bring_up(database_of(app), NOON + timedelta(days=days))


def forgotten(app: Flask, now: datetime) -> None:
    """Forget what is forgotten at a moment."""
    with database_of(app).sessions.begin() as session:
        forget(session, now)


def without(slug: str) -> tuple[str, ...]:
    """The statements that take a venue of the factories out of the city."""
    venue = f"(SELECT id FROM venues WHERE slug = '{slug}')"
    tables = (
        "menu_prices",
        "menu_items",
        "opening_hours",
        "offers",
        "dish_scores",
        "venue_scores",
    )
    return (
        *(f"DELETE FROM {table} WHERE venue_id = {venue}" for table in tables),
        f"DELETE FROM venues WHERE slug = '{slug}'",
    )
