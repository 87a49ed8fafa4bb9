"""What some venues serve, each dish with the best price that is known: one trip."""

from collections.abc import Iterable
from typing import NamedTuple

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.venues.queries.details import Price
from citizen_api.venues.queries.shapes import Row

MENUS = """
SELECT m.venue_id, m.dish_id, m.price_min, m.price_max, m.unit, m.source_id,
       m.checked_on::text, m.precision, NULL
FROM unnest(%(venues)s::int[]) AS asked (venue_id)
JOIN menu_items m USING (venue_id)
JOIN dishes d ON d.id = m.dish_id
ORDER BY d.signature DESC, d.venue_count DESC, m.dish_id
"""


class Served(NamedTuple):
    """A dish on the menu of a venue; `price` is None when it is not known."""

    venue_id: int
    dish_id: int
    price: Price | None


def menus_of(database: Database, rows: Iterable[Row]) -> list[Served]:
    """Every dish that these venues serve, those the city is known for first."""
    values = {"venues": [Int4(row.venue_id) for row in rows]}
    return [
        Served(venue, dish, None if price[0] is None else Price(*price))
        for venue, dish, *price in database.read(MENUS, values)
    ]
