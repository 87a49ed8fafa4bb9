"""What every source says of the price of a dish at some venues: one round trip."""

from collections.abc import Iterable

from psycopg.types.numeric import Int2, Int4

from citizen_api.db import Database
from citizen_api.venues.queries.details import BEST_FIRST, Price
from citizen_api.venues.queries.shapes import Row

PRICES = """
SELECT p.venue_id, p.dish_id, p.price_min, p.price_max, p.unit, p.source_id,
       p.checked_on::text, p.precision, p.note
FROM unnest(%(venues)s::int[], %(dishes)s::smallint[]) AS asked (venue_id, dish_id)
JOIN menu_prices p USING (venue_id, dish_id)
WHERE p.ended_by IS NULL
ORDER BY {best_first}
"""
PRICES_OF = PRICES.format(best_first=BEST_FIRST)


def prices_of(database: Database, rows: Iterable[Row]) -> dict[int, list[Price]]:
    """The prices of the matched dish by venue (its number), the best first."""
    asked = [(row.venue_id, row.dish_id) for row in rows if row.price_min is not None]
    values = {
        "venues": [Int4(venue) for venue, _ in asked],
        "dishes": [Int2(dish) for _, dish in asked],
    }
    found: dict[int, list[Price]] = {}
    for venue, _, *price in database.read(PRICES_OF, values) if asked else ():
        found.setdefault(venue, []).append(Price(*price))
    return found
