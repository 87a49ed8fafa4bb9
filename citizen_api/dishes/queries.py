"""Questions about dishes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from citizen_api.db import Database
from citizen_api.dishes.models import Dish, DishForm
from citizen_api.dishes.rules import times_of_day, typical
from citizen_api.dishes.search import DishNames, Entry, FormKind
from citizen_api.schedules import queries as schedules
from citizen_api.schedules.evaluating import Schedule
from citizen_api.sources import queries as sources
from citizen_api.sources.queries import Sources
from citizen_api.sources.rules import PRICE_FRESH, checked_at, is_stale
from citizen_api.versions import once

DISHES = select(
    Dish.id,
    Dish.slug,
    Dish.name_vi,
    Dish.name_en,
    Dish.category,
    Dish.signature,
    Dish.venue_count,
    Dish.description_vi,
    Dish.description_en,
    Dish.description_basis,
    Dish.source_ids,
).order_by(Dish.signature.desc(), Dish.venue_count.desc(), Dish.id)
FORMS = select(
    DishForm.dish_id, DishForm.text, DishForm.kind, DishForm.language
).order_by(DishForm.id)
# Offers are of venues that are neither merged nor closed for good. A bowl and a pot
# have no range together: it is that of the unit by which most of them sell.
PRICE_RANGE = """
SELECT unit, count(*), min(price_min),
       (array_agg(price_max ORDER BY coalesce(price_max, price_min) DESC,
                  price_max NULLS FIRST))[1],
       min(checked), max(checked), array_agg(DISTINCT source_id ORDER BY source_id)
FROM menu_items JOIN offers USING (venue_id, dish_id),
     left(to_char(checked_on, 'YYYY-MM-DD'), coalesce(precision, 10)) AS checked
WHERE dish_id = %(dish)s AND price_min IS NOT NULL AND checked_on >= %(since)s
GROUP BY unit ORDER BY count(*) DESC, unit LIMIT 1
"""
PRICES = """
SELECT price_min, price_max, unit, source_id, checked_on, precision, note
FROM city_prices WHERE dish_id = %(dish)s
ORDER BY checked_on DESC NULLS LAST, id
"""
EVERY_SCHEDULE = text(
    "SELECT dish_id, schedule_id, count(*) FROM offers"
    " WHERE schedule_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"
)
SCHEDULES = """
SELECT schedule_id, count(*) FROM offers
WHERE dish_id = %(dish)s AND schedule_id IS NOT NULL GROUP BY 1
"""


class KnownDish(NamedTuple):
    """A dish as the process keeps it."""

    id: int
    slug: str
    name_vi: str
    name_en: str
    category: str
    signature: bool
    venue_count: int
    description_vi: str | None
    description_en: str | None
    description_basis: str
    source_ids: list[str]

    @property
    def place(self) -> list[int]:
        """Where it stands among all, in the order of `DISHES`."""
        return [-self.signature, -self.venue_count, self.id]


@dataclass(frozen=True)
class Catalogue:
    """Every dish in the process: known ones first, by slug, and by what people type."""

    dishes: Sequence[KnownDish]
    by_id: Mapping[int, KnownDish]
    by_slug: Mapping[str, KnownDish]
    forms: Mapping[int, Sequence[str]]
    translations: Mapping[tuple[int, str], str]
    names: DishNames[int]
    schedules: Mapping[int, Schedule]
    sources: Sources
    described: dict[tuple[int, date], dict[str, Any]] = field(default_factory=dict)


def catalogue(connection: Connection) -> Catalogue:
    """Read the dishes; a process keeps the answer until they change."""
    dishes = [KnownDish._make(row) for row in connection.execute(DISHES)]
    rows = connection.execute(FORMS).all()
    forms: dict[int, list[str]] = {}
    translations: dict[tuple[int, str], str] = {}
    for dish_id, form, _, language in rows:
        forms.setdefault(dish_id, []).append(form)
        translations.setdefault((dish_id, language or ""), form)
    return Catalogue(
        dishes=dishes,
        by_id={dish.id: dish for dish in dishes},
        by_slug={dish.slug: dish for dish in dishes},
        forms=forms,
        translations=translations,
        names=DishNames(
            [Entry(dish_id, form, FormKind(kind)) for dish_id, form, kind, _ in rows]
        ),
        schedules=once(connection, schedules.load_all),
        sources=sources.load(connection),
    )


def eaten(connection: Connection) -> dict[str, list[tuple[int, int]]]:
    """The dishes of each part of the day, the most typical first.

    Each with how many of its venues are open for an hour or more then.
    """
    evaluated = once(connection, schedules.load_all)
    hours: dict[int, list[tuple[Schedule, int]]] = {}
    for dish, schedule, count in connection.execute(EVERY_SCHEDULE):
        if schedule in evaluated:
            hours.setdefault(dish, []).append((evaluated[schedule], count))
    return typical({dish: times_of_day(venues) for dish, venues in hours.items()})


def facts(
    database: Database, catalogue: Catalogue, dish: KnownDish, *, today: date
) -> dict[str, Any]:
    """Prices and times of day of a dish; counted once a day and catalogue."""
    key = (dish.id, today)
    if key not in catalogue.described:
        catalogue.described[key] = _counted(database, catalogue, dish, today)
    return catalogue.described[key]


def _counted(
    database: Database, catalogue: Catalogue, dish: KnownDish, today: date
) -> dict[str, Any]:
    asked = {"dish": dish.id, "since": today - PRICE_FRESH}
    found: Counter[int] = Counter(dict(database.read(SCHEDULES, asked)))
    return {
        "price_today": _range(database.read(PRICE_RANGE, asked)),
        "city_prices": [
            {
                "price": {"min": least, "max": most, "currency": "VND", "unit": unit},
                "source_id": source,
                "checked_at": checked_at(checked_on, precision),
                "stale": is_stale(checked_on, today, PRICE_FRESH),
                "note": note,
            }
            for least, most, unit, source, checked_on, precision, note in (
                database.read(PRICES, asked)
            )
        ],
        "times_of_day": times_of_day(
            (catalogue.schedules[schedule], count)
            for schedule, count in found.items()
            if schedule in catalogue.schedules
        ),
        "hours_known_for": found.total(),
    }


def _range(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """From the cheapest to the dearest; open above when the dearest is a "from"."""
    unit, venues, low, high, since, until, cited = (
        rows[0] if rows else (None, 0, None, None, None, None, [])
    )
    return {
        "min": low,
        "max": high,
        "currency": "VND",
        "unit": unit,
        "venues": venues,
        "checked_from": since,
        "checked_until": until,
        "source_ids": [source for source in cited if source],
    }
