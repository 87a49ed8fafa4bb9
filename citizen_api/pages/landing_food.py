"""What a poster of a street or a dish opens: who is near it, open ones first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from citizen_api.http.session import database
from citizen_api.links.queries import Target
from citizen_api.pages.search import places
from citizen_api.pages.tiles import gloss
from citizen_api.venues.answering import showing
from citizen_api.venues.facts import price
from citizen_api.venues.queries.menus import Served, menus_of
from citizen_api.venues.queries.prices import prices_of
from citizen_api.venues.queries.search import page as page_of
from citizen_api.venues.queries.shapes import Row
from citizen_api.venues.questions import InAreas, Question, Sort
from citizen_api.venues.rows import Showing

MOST_VENUES = 20
MOST_DISHES = 6
DISHES_ON_A_CARD = 3
NEARBY = 5
NEARBY_M = 700


def street(target: Target) -> dict[str, Any]:
    """What a food street serves at which price, who is open, who else is near."""
    seen = showing(target.place and target.place.point)
    here = asked(seen, areas=(area(seen, target.street_id or 0),))
    rows, more = page_of(database(), seen.known, here)
    served = menus_of(database(), rows)
    venues = open_first([item(seen, row, served) for row in rows])
    others = nearby(seen, {row.venue_id for row in rows})
    return {
        "venues": venues,
        "nearby": others,
        "dishes": dishes(seen, served),
        "more": more,
        "open_now": sum(is_open(each) for each in venues),
        "places": places([*venues, *others]),
    }


def dish(target: Target) -> dict[str, Any]:
    """Who serves a dish near the poster, or the best of the city, and its price."""
    seen = showing(target.place and target.place.point)
    question = asked(seen, dishes=(target.dish_id or 0,))
    rows = page_of(database(), seen.known, question).rows
    prices = prices_of(database(), rows)
    venues = open_first([seen.item(row) for row in rows])
    known_dish = seen.known.dishes.by_id[target.dish_id or 0]
    return {
        "gloss": gloss(seen.known.dishes, known_dish),
        "served_by": known_dish.venue_count,
        "venues": venues,
        "prices": {
            row.slug: [price(seen, each) for each in prices[row.venue_id]]
            for row in rows
            if row.venue_id in prices
        },
        "places": places(venues),
    }


def asked(seen: Showing, **more: Any) -> Question:
    """The venues from the nearest on, or from the best on when one is nowhere."""
    sort = Sort.SCORE if seen.centre is None else Sort.DISTANCE
    return Question(centre=seen.centre, sort=sort, limit=MOST_VENUES, **more)


def area(seen: Showing, street_id: int) -> InAreas:
    """A street as a condition."""
    extent = seen.known.areas.extents.get(street_id)
    return InAreas(streets=(street_id,), extent=extent)


def nearby(seen: Showing, without: set[int]) -> list[dict[str, Any]]:
    """The nearest others that are open now, a few minutes on foot away."""
    if seen.centre is None:
        return []
    around = replace(
        asked(seen, radius=float(NEARBY_M), open_at=seen.at),
        limit=NEARBY + len(without),
    )
    rows = page_of(database(), seen.known, around).rows
    rows = [row for row in rows if row.venue_id not in without][:NEARBY]
    served = menus_of(database(), rows)
    return [item(seen, row, served) for row in rows]


def item(seen: Showing, row: Row, served: Iterable[Served]) -> dict[str, Any]:
    """A venue with the first dishes of its menu, those with a price before others."""
    menu = [each for each in served if each.venue_id == row.venue_id]
    menu.sort(key=lambda each: each.price is None)
    shown = [
        {"name": seen.known.dishes.by_id[each.dish_id].name_vi, **cost(seen, each)}
        for each in menu[:DISHES_ON_A_CARD]
    ]
    return {**seen.item(row), "menu": shown, "more": len(menu) - len(shown)}


def cost(seen: Showing, served: Served) -> dict[str, Any]:
    """The price of a dish at a venue, None when it is not known."""
    if served.price is None:
        return {"price": None}
    return price(seen, served.price)


def dishes(seen: Showing, served: Sequence[Served]) -> list[dict[str, Any]]:
    """What is served here, by how many, from the lowest price to the highest."""
    by_dish: dict[int, list[Served]] = {}
    for each in served:
        by_dish.setdefault(each.dish_id, []).append(each)
    common = sorted(by_dish, key=lambda dish: -len(by_dish[dish]))[:MOST_DISHES]
    return [
        {
            "name": seen.known.dishes.by_id[dish_id].name_vi,
            "gloss": gloss(seen.known.dishes, seen.known.dishes.by_id[dish_id]),
            "venues": len(by_dish[dish_id]),
            "price": span(by_dish[dish_id]),
        }
        for dish_id in common
    ]


def span(served: Iterable[Served]) -> dict[str, Any] | None:
    """The lowest and the highest price of what is sold by the same measure.

    Open above when the highest says "from".
    """
    prices = [each.price for each in served if each.price is not None]
    if not prices:
        return None
    unit = prices[0].unit
    same = [each for each in prices if each.unit == unit]
    dearest = max(same, key=lambda p: (p.price_max or p.price_min, p.price_max is None))
    return {
        "min": min(each.price_min for each in same),
        "max": dearest.price_max,
        "unit": unit,
    }


def open_first(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open ones, then those whose hours are not known, then closed ones."""
    return sorted(items, key=lambda each: (not is_open(each), is_closed(each)))


def is_open(item: dict[str, Any]) -> bool:
    """Whether it is known to be open now."""
    return bool(item["open"]["now"]) and item["open"]["known"]


def is_closed(item: dict[str, Any]) -> bool:
    """Whether it is known to be closed now."""
    return item["open"]["now"] is False and item["open"]["known"]
