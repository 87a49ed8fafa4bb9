"""The card of one venue on the wire; `schemas.VenueSchema` says the same."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from citizen_api.schedules.describing import (
    Period,
    special_days,
    week_lines,
)
from citizen_api.schedules.evaluating import Schedule
from citizen_api.sources.rules import HOURS_FRESH, PRICE_FRESH
from citizen_api.venues.queries.details import Details, Hours, Price
from citizen_api.venues.rows import Showing

DAYS_AHEAD = 30
NO_HOURS: dict[str, Any] = {"opening_hours": None, "week": None, "special_days": []}


def card(showing: Showing, venue: Details) -> dict[str, Any]:
    """Everything about a venue."""
    item = showing.item(venue.row)
    del item["match"], item["distance_m"]
    count = item["ratings_count"]
    return {
        **item,
        "aliases": venue.aliases,
        "address": {
            **item["address"],
            "house_number": venue.house_number,
            "alley": venue.alley,
        },
        "place_note": venue.place_note,
        "note": venue.note,
        "stars_mean": round(venue.stars_sum / count, 2) if venue.stars_sum else None,
        "histogram": {
            str(stars): given or 0
            for stars, given in enumerate(venue.histogram, start=1)
        },
        "hours": hours(showing, venue),
        "menu": [
            {
                "dish_id": dish.slug,
                "name": {"vi": dish.name_vi, "en": dish.name_en},
                "note": served.note,
                "prices": [price(showing, each) for each in served.prices],
            }
            for served in venue.menu
            if (dish := showing.known.dishes.by_id.get(served.dish_id))
        ],
        "honours": venue.honours,
        "sources": showing.known.dishes.sources.listed(venue.source_ids),
    }


def hours(showing: Showing, venue: Details) -> dict[str, Any]:
    """The hours in use as a week and special days, and what every source says."""
    used = showing.known.dishes.schedules.get(venue.row.schedule_id or 0)
    answered = showing.known.answered(showing.today)
    if used and used.id not in answered:
        answered[used.id] = in_use(showing, used)
    return {
        **(answered[used.id] if used else NO_HOURS),
        "sources": [source(showing, each) for each in venue.hours],
    }


def in_use(showing: Showing, used: Schedule) -> dict[str, Any]:
    """The ordinary week, and the days to come that differ."""
    return {
        "opening_hours": used.text,
        "week": [
            {"day": line.day, "periods": periods(line.periods)}
            for line in week_lines(used)
        ],
        "special_days": special(showing, used),
    }


def periods(given: Iterable[Period]) -> list[dict[str, Any]]:
    """Hours of a day; one that closes not later than it opens ends the next day."""
    return [
        {"opens": each.opens, "closes": each.closes, "known": each.known}
        for each in given
    ]


def special(showing: Showing, used: Schedule) -> list[dict[str, Any]]:
    """Public holidays and dates with other hours, in the coming days."""
    coming = special_days(used, showing.known.calendar, showing.today, DAYS_AHEAD)
    return [
        {
            "day": each.day,
            "holiday": each.holiday
            and {"vi": each.holiday.name_vi, "en": each.holiday.name_en},
            "known": each.known,
            "periods": periods(each.periods),
        }
        for each in coming
    ]


def source(showing: Showing, fact: Hours) -> dict[str, Any]:
    """What one source says of the hours."""
    return {
        "opening_hours": fact.text,
        "used": fact.used,
        "note": fact.note,
        **_provenance(showing, fact, HOURS_FRESH),
    }


def price(showing: Showing, fact: Price) -> dict[str, Any]:
    """What one source says of a price."""
    return {
        "price": {
            "min": fact.price_min,
            "max": fact.price_max,
            "currency": "VND",
            "unit": fact.unit,
        },
        "note": fact.note,
        **_provenance(showing, fact, PRICE_FRESH),
    }


def _provenance(
    showing: Showing, fact: Hours | Price, fresh: timedelta
) -> dict[str, Any]:
    day = fact.checked_on
    return {
        "source": showing.known.dishes.sources.cited.get(fact.source_id or ""),
        "checked_at": day and day[: fact.precision],
        "stale": day is None or day < (showing.today - fresh).isoformat(),
    }
