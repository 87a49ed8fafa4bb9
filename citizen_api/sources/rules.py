"""How old a fact may be before it is marked stale. Pure."""

from datetime import date, timedelta

PRICE_FRESH = timedelta(days=180)
HOURS_FRESH = timedelta(days=365)
HONOUR_FRESH = timedelta(days=2 * 365)
LICENCE_FRESH = timedelta(days=365)
PLACE_FRESH = timedelta(days=5 * 365)


def checked_at(checked_on: date | None, precision: int | None) -> str | None:
    """The date of a fact, as precise as its source: 2022, 2022-06 or 2022-06-08."""
    if checked_on is None:
        return None
    return checked_on.isoformat()[: precision or 10]


def is_stale(checked_on: date | None, today: date, fresh: timedelta) -> bool:
    """Whether a fact is too old to be relied on; one without a date always is."""
    return checked_on is None or today - checked_on > fresh
