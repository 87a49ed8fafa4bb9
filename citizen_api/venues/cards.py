"""The card of one venue on the wire; `schemas.VenueSchema` says the same."""

from collections.abc import Iterable
from typing import Any

from citizen_api.schedules.describing import (
    Period,
    special_days,
    week_lines,
)
from citizen_api.schedules.evaluating import Schedule
from citizen_api.scores.explaining import dish_score, explained
from citizen_api.venues.facts import closed, honour, licence, place, price, source
from citizen_api.venues.queries.details import Details, Served
from citizen_api.venues.rows import NO_HOURS as NO_STATUS
from citizen_api.venues.rows import Showing

DAYS_AHEAD = 30
LANGUAGES = ("vi", "en")
CONTACTS = ("phone", "website", "facebook")
NO_HOURS: dict[str, Any] = {
    "opening_hours": None,
    "until_sold_out": None,
    "week": None,
    "special_days": [],
}
CLOSED_FOR_GOOD = NO_STATUS | {"now": False, "known": True}
SOLD_OUT = {"vi": "đến khi hết hàng", "en": "until sold out"}


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
        "place": place(showing, venue),
        "closed": closed(showing, venue),
        "open": CLOSED_FOR_GOOD if venue.closed_on else item["open"],
        "note": venue.note,
        "description": {name: venue.own_words.get(name) for name in LANGUAGES},
        "contacts": {name: venue.own_words.get(name) for name in CONTACTS},
        "stars_mean": round(venue.stars_sum / count, 2) if venue.stars_sum else None,
        "histogram": {
            str(stars): given or 0
            for stars, given in enumerate(venue.histogram, start=1)
        },
        "score_explained": explained(count, venue.counted),
        "hours": hours(showing, venue),
        "menu": [
            dish(showing, each)
            for each in venue.menu
            if each.dish_id in showing.known.dishes.by_id
        ],
        "licences": [licence(showing, each) for each in venue.licences],
        "honours": [honour(showing, each) for each in venue.honours],
        "sources": showing.known.dishes.sources.listed(venue.source_ids),
    }


def dish(showing: Showing, served: Served) -> dict[str, Any]:
    """A dish on the menu, and what every source says of its price."""
    known = showing.known.dishes.by_id[served.dish_id]
    return {
        "dish_id": known.slug,
        "name": {"vi": known.name_vi, "en": known.name_en},
        "note": served.note,
        "prices": [price(showing, each) for each in served.prices],
        "sold_out_until": showing.sold_out_until(served.sold_out_until),
        **dish_score(*served.score or (0, 0, 0)),
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
        "until_sold_out": SOLD_OUT if used.ends_early else None,
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
