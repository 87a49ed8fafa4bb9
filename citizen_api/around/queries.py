"""What is around a place."""

from typing import NamedTuple

from psycopg.types.numeric import Int2

from citizen_api.db import Database
from geo.points import Point, to_utm48n

NEAREST = """
SELECT d.dish_id, o.venue_id, v.slug, v.name, o.metres
FROM unnest(%(dishes)s::smallint[]) WITH ORDINALITY AS d (dish_id, rank)
CROSS JOIN LATERAL (
    SELECT o.venue_id, o.place <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648)
        AS metres
    FROM offers o
    WHERE o.dish_id = d.dish_id AND ST_DWithin(
        o.place, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648), %(radius)s)
    ORDER BY o.place <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648)
    LIMIT 1
) o
JOIN venues v ON v.id = o.venue_id
ORDER BY o.metres, d.rank
"""


class Nearest(NamedTuple):
    """A dish and the nearest venue that serves it."""

    dish_id: int
    venue_id: int
    slug: str
    name: str
    metres: float


def nearest_of_each(
    database: Database, dishes: list[int], centre: Point, radius: float
) -> list[Nearest]:
    """For each dish that is served in the circle, the nearest venue."""
    x, y = to_utm48n(centre)
    values = {
        "dishes": [Int2(dish) for dish in dishes],
        "x": x,
        "y": y,
        "radius": float(radius),
    }
    return [Nearest._make(row) for row in database.read(NEAREST, values)]
