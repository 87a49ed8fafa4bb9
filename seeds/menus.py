"""Menus of the seeds: which dishes a venue serves, and what each source says."""

from datetime import date
from typing import NamedTuple

from citizen_api.venues.rules import best_price
from seeds.dates import first_day
from seeds.files import Record
from seeds.sources import Days


class Price(NamedTuple):
    """What one source says that a dish costs here, in VND."""

    price_min: int
    price_max: int | None
    unit: str | None
    source_id: str
    checked_on: date | None
    precision: int | None
    note: str | None


class Item(NamedTuple):
    """A dish with all its prices, and the one to show; a note when it has none."""

    dish: str
    prices: list[Price]
    best: Price | None
    note: str | None


def menu_of(venue: Record, days: Days) -> list[Item]:
    """The dishes of a venue, each once, in the order recorded."""
    items = []
    for dish in dict.fromkeys(line["dish"] for line in venue["dishes"]):
        lines = [line for line in venue["dishes"] if line["dish"] == dish]
        prices = [_price(line, days) for line in lines if line["price_min"] is not None]
        notes = [line["note"] for line in lines if line["note"]]
        note = None if prices else "; ".join(notes) or None
        items.append(Item(dish, prices, best_price(prices), note))
    return items


def _price(line: Record, days: Days) -> Price:
    dated = first_day(line.get("price_date"))
    checked_on, precision = dated if dated[0] else days[line["source"]]
    return Price(
        line["price_min"],
        line["price_max"],
        line["unit"],
        line["source"],
        checked_on,
        precision,
        line["note"],
    )
