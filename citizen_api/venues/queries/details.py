"""One venue, whole: a round trip that brings its facts by source with it."""

from itertools import starmap
from typing import Any, NamedTuple

import orjson

from citizen_api.db import Database
from citizen_api.scores.explaining import COUNTED, Counted
from citizen_api.venues.queries.shapes import VENUE_COLUMNS, Row
from citizen_api.venues.rules import THERE

# As `rules.best_price` has it; who is not there comes last.
BEST_FIRST = f"""p.checked_on DESC NULLS LAST,
    array_position('{{{",".join(THERE)}}}', p.source_id),
    p.price_max - p.price_min, p.price_min, p.id"""
PRICED = """json_build_array(
            m.dish_id, m.note,
            (SELECT json_agg(json_build_array(
                p.price_min, p.price_max, p.unit, p.source_id, p.checked_on,
                p.precision, p.note) ORDER BY {best_first})
             FROM menu_prices p
             WHERE p.venue_id = m.venue_id AND p.dish_id = m.dish_id
               AND p.ended_by IS NULL), m.sold_out_until,
            (SELECT json_build_array(d.score, d.ratings_count, d.stars_sum)
             FROM dish_scores d
             WHERE d.venue_id = m.venue_id AND d.dish_id = m.dish_id))"""
# A dish of a menu `m`, and what every source says of its price: see `served`.
SERVED = PRICED.format(best_first=BEST_FIRST)
WHOLE = """
SELECT v.id, 0, v.schedule_id, NULL, NULL,
       {columns},
       NULL, NULL, NULL, NULL, NULL, NULL, NULL,
       v.aliases, v.house_number, v.alley, v.place_note, v.note, v.honours,
       v.source_ids, v.place_source, v.closed_on::text, v.closed_source,
       s.stars_sum, ARRAY[s.one, s.two, s.three, s.four, s.five],
       {counted},
       (SELECT json_agg(json_build_array(
            h.text, h.schedule_id, h.used, h.source_id, h.checked_on, h.precision,
            h.note) ORDER BY h.used DESC, h.checked_on DESC NULLS LAST, h.id)
        FROM opening_hours h WHERE h.venue_id = v.id AND h.ended_by IS NULL)::text,
       (SELECT json_agg({served} ORDER BY m.dish_id)
        FROM menu_items m WHERE m.venue_id = v.id)::text,
       (SELECT json_agg(json_build_array(
            l.kind, l.issued_by, l.issued_on, l.valid_until, l.source_id, l.checked_on)
            ORDER BY l.kind)
        FROM venue_licences l WHERE l.venue_id = v.id AND l.ended_at IS NULL)::text,
       (SELECT json_build_object(
            'vi', k.description_vi, 'en', k.description_en, 'phone', k.phone,
            'website', k.website, 'facebook', k.facebook)
        FROM venue_listings k WHERE k.venue_id = v.id)::text
FROM venues v
LEFT JOIN venue_scores s ON s.venue_id = v.id
WHERE v.slug = %(slug)s
"""
VENUE = WHOLE.format(columns=VENUE_COLUMNS, counted=COUNTED, served=SERVED)
COLUMNS = len(Row._fields)


class Hours(NamedTuple):
    """What one source said of the opening hours; `checked_on` is an ISO date."""

    text: str | None
    schedule_id: int | None
    used: bool
    source_id: str | None
    checked_on: str | None
    precision: int | None
    note: str | None


class Price(NamedTuple):
    """What one source said of a price, in VND; `checked_on` is an ISO date."""

    price_min: int
    price_max: int | None
    unit: str | None
    source_id: str | None
    checked_on: str | None
    precision: int | None
    note: str | None


class Served(NamedTuple):
    """A dish on the menu, and its prices, the best first.

    `sold_out_until`: a moment in ISO 8601; over, it means nothing. `score`: of the
    dish here, in hundredths of a star, how many rated it, and the sum of their stars.
    """

    dish_id: int
    note: str | None
    prices: list[Price]
    sold_out_until: str | None
    score: tuple[int, int, int] | None


class Licence(NamedTuple):
    """A paper that the city saw; the dates are ISO."""

    kind: str
    issued_by: str
    issued_on: str
    valid_until: str | None
    source_id: str
    checked_on: str


class Details(NamedTuple):
    """A venue with everything that is known of it.

    `own_words`: its description (`vi`, `en`) and contacts as the owner keeps them.
    """

    row: Row
    aliases: list[str]
    house_number: str | None
    alley: str | None
    place_note: str | None
    note: str | None
    honours: list[dict[str, Any]]
    source_ids: list[str]
    place_source: str | None
    closed_on: str | None
    closed_source: str | None
    stars_sum: int | None
    histogram: list[int | None]
    counted: Counted
    hours: list[Hours]
    menu: list[Served]
    licences: list[Licence]
    own_words: dict[str, str | None]


def details(database: Database, slug: str) -> Details | None:
    """The venue with this id on the wire."""
    found = database.read(VENUE, {"slug": slug})
    if not found:
        return None
    *facts, hours, menu, licences, own_words = found[0]
    facts, weighed = facts[: -len(Counted._fields)], facts[-len(Counted._fields) :]
    told = list(starmap(Hours, orjson.loads(hours or "[]")))
    papers = list(starmap(Licence, orjson.loads(licences or "[]")))
    row = Row._make(facts[:COLUMNS])
    counted = Counted.read(weighed)
    own = orjson.loads(own_words or "{}")
    return Details._make(
        [row, *facts[COLUMNS:], counted, told, served(menu), papers, own]
    )


def served(menu: str | None) -> list[Served]:
    """The dishes of a menu from an array of SERVED."""
    return [
        Served(dish, note, list(starmap(Price, prices or [])), sold_out_until, score)
        for dish, note, prices, sold_out_until, score in orjson.loads(menu or "[]")
    ]
