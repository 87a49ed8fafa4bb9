"""The statements of the hot question: one text a shape, written once.

Every shape is one round trip: the narrow `offers` pick the venues by an index, in the
order asked for; then only the picked ones are looked up. See
docs/decisions/0002-hot-reads.md.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from citizen_api.venues.questions import FINE_CELL, WORLD, Sort
from geo.distance import metres_between
from geo.points import Point

CENTRE = "ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648)"
# A former ward also means the venues of which only the former district and the ward
# of today are known, when the one became the other.
IN_AREAS = (
    "(o.ward_id = ANY(%(wards_{n})s::int[])"
    " OR o.street_id = ANY(%(streets_{n})s::int[])"
    " OR o.former_district_id = ANY(%(former_districts_{n})s::int[])"
    " OR o.former_ward_id = ANY(%(former_wards_{n})s::int[])"
    " OR (o.former_ward_id IS NULL AND o.ward_id = ANY(%(successors_{n})s::int[])"
    " AND o.former_district_id = ANY(%(districts_{n})s::int[])))"
)
BIT = (
    "CASE WHEN o.schedule_id < %(schedules)s"
    " THEN get_bit(%(bits)s::bytea, o.schedule_id) END"
)
FILTERS = {
    "circle": f"ST_DWithin(o.place, {CENTRE}, %(radius)s)",
    "reach": (
        "o.place && ST_MakeEnvelope("
        "%(reach_west)s, %(reach_south)s, %(reach_east)s, %(reach_north)s, 32648)"
    ),
    "box": (
        "o.lon_e6 BETWEEN %(west)s AND %(east)s"
        " AND o.lat_e6 BETWEEN %(south)s AND %(north)s"
    ),
    "open": f"{BIT} = 1",
    "price": "o.price <= %(max_price)s",
    "score": "o.score >= %(min_score)s",
    "area": IN_AREAS.format(n=0),
    "other_area": IN_AREAS.format(n=1),
    "named": "o.venue_id = ANY(%(venues)s::int[])",
    "unsure": f"(o.schedule_id IS NULL OR {BIT} = 1)",
    "cheapest": (
        "NOT EXISTS (SELECT FROM offers c WHERE c.venue_id = o.venue_id"
        " AND c.dish_id = ANY(%(dishes)s::smallint[])"
        " AND (c.price < o.price OR o.price IS NULL AND c.price IS NOT NULL))"
    ),
}
PICKED = "o.venue_id, o.dish_id, o.schedule_id, o.score AS rank, o.price"
KEYS = {
    Sort.DISTANCE: (f"o.place <-> {CENTRE}", "ASC", "o.place IS NOT NULL", ">"),
    Sort.SCORE: ("o.score", "DESC", "TRUE", "<"),
    Sort.PRICE: ("o.price", "ASC", "o.price IS NOT NULL", ">"),
    Sort.RELEVANCE: (
        "array_position(%(venues)s::int[], o.venue_id)",
        "ASC",
        "TRUE",
        ">",
    ),
}
TAILS = {Sort.DISTANCE: "o.place IS NULL", Sort.PRICE: "o.price IS NULL"}
BEST = "{key} {direction}, o.venue_id {direction} LIMIT %(limit)s"
# PostgreSQL 15 takes an order from GiST only when it is the whole order; the rows that
# tie at the end are cut by the outer limit.
NEAREST = "{key} FETCH FIRST %(limit)s ROWS WITH TIES"
VENUE_COLUMNS = """v.slug, v.shown,
       v.ward_id, v.ward_certain, v.former_ward_id, v.former_district_id,
       v.lon_e6, v.lat_e6, s.score, s.ratings_count"""
STATEMENT = """
WITH picked AS MATERIALIZED (
    SELECT o.*
    FROM unnest(%(dishes)s::smallint[]) AS d (dish_id) {cells}
    CROSS JOIN LATERAL (
        SELECT {picked}, {metres} AS metres, {key} AS key
        FROM offers o
        WHERE o.dish_id = d.dish_id AND {where}
        ORDER BY {order}
    ) o
    ORDER BY o.key {direction}, o.venue_id {direction}
    LIMIT %(limit)s * cardinality(%(dishes)s::int[])
)
SELECT p.venue_id, p.dish_id, p.schedule_id, p.key, p.metres,
       {columns},
       m.price_min, m.price_max, m.unit, m.source_id, m.checked_on, m.precision,
       m.sold_out_until
FROM picked p
JOIN venues v ON v.id = p.venue_id
LEFT JOIN venue_scores s ON s.venue_id = p.venue_id
LEFT JOIN menu_items m ON m.venue_id = p.venue_id AND m.dish_id = nullif(p.dish_id, 0)
ORDER BY p.key {direction}, p.venue_id {direction}, p.dish_id
"""


class Row(NamedTuple):
    """A venue as the statement answers it; prices are VND, `metres` in UTM 48N.

    `shown` begins its JSON: see `models.SHOWN`.
    """

    venue_id: int
    dish_id: int
    schedule_id: int | None
    key: float | None
    metres: float | None
    slug: str
    shown: str
    ward_id: int | None
    ward_certain: bool
    former_ward_id: int | None
    former_district_id: int | None
    lon_e6: int | None
    lat_e6: int | None
    score: int | None
    ratings_count: int | None
    price_min: int | None
    price_max: int | None
    unit: str | None
    source_id: str | None
    checked_on: Any
    precision: int | None
    sold_out_until: datetime | None

    def metres_from(self, centre: Point | None) -> float | None:
        """Metres from the centre; on the ellipsoid when the centre is far away."""
        if centre is None or self.lon_e6 is None or self.lat_e6 is None:
            return None
        if self.metres is not None and WORLD.contains(centre):
            return self.metres
        return metres_between(centre, Point.from_micro(self.lon_e6, self.lat_e6))


class Shape(NamedTuple):
    """What decides the text of the statement."""

    sort: Sort
    filters: tuple[str, ...]
    cell: int | None
    after: bool
    tail: bool
    centred: bool


@lru_cache(maxsize=512)
def statement(shape: Shape) -> str:
    """The text for a shape, with psycopg's placeholders."""
    key, direction, known, beyond = KEYS[shape.sort]
    wanted = [known, *(FILTERS[name] for name in shape.filters)]
    if shape.tail:
        key, wanted[0] = "NULL::float", TAILS[shape.sort]
    cells = ""
    if shape.cell is not None:
        name = "cell_1km" if shape.cell == FINE_CELL else "cell_8km"
        cells = "CROSS JOIN unnest(%(cells)s::int[]) AS c (cell)"
        wanted.append(f"o.{name} = c.cell")
    if shape.tail and shape.after:
        wanted.append("o.venue_id > %(after_venue)s")
    elif shape.after:
        wanted.append(f"({key}, o.venue_id) {beyond} (%(after)s, %(after_venue)s)")
    order = NEAREST if shape.sort is Sort.DISTANCE and not shape.tail else BEST
    return STATEMENT.format(
        columns=VENUE_COLUMNS,
        order=order.format(key=key, direction=direction),
        picked=PICKED,
        metres=f"o.place <-> {CENTRE}" if shape.centred else "NULL::float",
        key=key,
        direction=direction,
        where=" AND ".join(wanted),
        cells=cells,
    )
