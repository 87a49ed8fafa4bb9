"""Questions about tours: one round trip, with all that is known of the stops."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from itertools import groupby
from typing import Any, NamedTuple

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.venues.queries.details import SERVED, Served, served
from citizen_api.venues.queries.shapes import VENUE_COLUMNS, Row

TOURS = """
SELECT t.id, t.slug, t.name, t.summary, t.part_of_day, t.set_off,
       t.curated_by, t.curated_on,
       stop.note, stop.stay_min, v.accuracy_m, v.source_ids,
       (SELECT json_agg({served}
            ORDER BY array_position(stop.dish_ids, m.dish_id::smallint))
        FROM menu_items m
        WHERE m.venue_id = v.id AND m.dish_id = ANY(stop.dish_ids))::text,
       v.id, 0, v.schedule_id, NULL, NULL,
       {columns},
       NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM (SELECT * FROM tours WHERE {which} ORDER BY id LIMIT %(limit)s) t
LEFT JOIN tour_stops stop ON stop.tour_id = t.id
LEFT JOIN venues f ON f.id = stop.venue_id
LEFT JOIN venues v ON v.id = coalesce(f.merged_into_id, f.id)
LEFT JOIN venue_scores s ON s.venue_id = v.id
ORDER BY t.id, stop.position
"""
COLUMNS = {"columns": VENUE_COLUMNS, "served": SERVED}
FOLLOWING = TOURS.format(which="id > %(after)s", **COLUMNS)
NAMED = TOURS.format(which="slug = %(slug)s", **COLUMNS)
OF_TOUR = 8  # columns of the tour itself; then four of the stop, the menu, the venue
OF_STOP = 4


class Stop(NamedTuple):
    """A venue on a tour, with the dishes to eat there that it still serves."""

    row: Row
    note: dict[str, str] | None
    stay_min: int
    accuracy_m: int | None
    source_ids: list[str]
    eat: list[Served]


class Tour(NamedTuple):
    """A tour with its stops in order; there may be none left."""

    id: int
    slug: str
    name: dict[str, str]
    summary: dict[str, str]
    part_of_day: str
    set_off: time
    curated_by: str
    curated_on: date
    stops: list[Stop]


def tours(database: Database, *, after: int, limit: int) -> list[Tour]:
    """Tours in the order they were made, from after the one given."""
    values = {"after": Int4(after), "limit": Int4(limit)}
    return list(_gathered(database.find(FOLLOWING, values)))


def tour(database: Database, slug: str) -> Tour | None:
    """The tour with this id on the wire."""
    found = database.find(NAMED, {"slug": slug, "limit": Int4(1)})
    return next(_gathered(found), None)


def _gathered(rows: Iterable[tuple[Any, ...]]) -> Iterator[Tour]:
    for _, group in groupby(rows, key=lambda row: row[0]):
        lines = list(group)
        stops = [_stop(line[OF_TOUR:]) for line in lines if line[OF_TOUR + 1]]
        yield Tour._make([*lines[0][:OF_TOUR], stops])


def _stop(line: tuple[Any, ...]) -> Stop:
    menu, *venue = line[OF_STOP:]
    return Stop._make([Row._make(venue), *line[:OF_STOP], served(menu)])
