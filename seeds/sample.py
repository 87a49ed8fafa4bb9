"""A synthetic city of any size beside the real one, for tests and measurements."""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from typing import Final

import numpy
import psycopg
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from citizen_api.areas.actions import measure
from citizen_api.dishes.models import Dish
from citizen_api.links.giving import ensure_links, give_codes
from citizen_api.maps.actions import rebuild
from citizen_api.sources.models import Source
from citizen_api.venues.actions import publish
from citizen_api.venues.models import Venue
from seeds.bulk import copy_columns, set_aside
from seeds.codes import code_of
from seeds.keeping import keep
from seeds.load import Report
from seeds.synthetic.batch import SOURCE, Batch
from seeds.synthetic.catalogue import catalogue
from seeds.synthetic.noise import Numbers

BATCH: Final = 10_000
MANY: Final = 20_000
"""From so many new venues on, making the indexes anew is quicker."""

FILLED: Final = (
    "venues",
    "opening_hours",
    "menu_items",
    "menu_prices",
    "venue_scores",
    "links",
)
MADE: Final = ("offers", "map_places", "map_clusters")
RESERVE: Final = text(
    """
    SELECT setval(venue_ids, nextval(venue_ids) + :count - 1) - :count + 1
    FROM pg_get_serial_sequence('venues', 'id') AS venue_ids
    """
)
THERE: Final = select(func.count()).where(Venue.slug.like("syn-%"))
MADE_UP: Final = {
    "id": SOURCE,
    "title": "Dữ liệu mẫu, không có thật (synthetic data, nothing of it is real)",
    "address": None,
    "published": None,
    "precision": None,
    "licence": None,
}
ROOM: Final = (
    "SET LOCAL maintenance_work_mem = '256MB'",
    "SET LOCAL work_mem = '128MB'",
)


class TooManyVenues(Exception):
    """There are more synthetic venues than were asked for, and none is taken away."""


class NoCity(Exception):
    """The real city, whose dishes and wards the synthetic one uses, is not there."""


def sample(session: Session, count: int, report: Report) -> None:
    """Make the number of synthetic venues `count`; the caller commits.

    Adds what is missing: venue 7 is the same in every city that has one. Raises
    `TooManyVenues`, `NoCity`. The tables are locked until the end when the missing
    ones are many.
    """
    there = session.scalar(THERE) or 0
    _ensure_possible(session, there, count)
    if there == count:
        report(f"nothing to do: {count:,} synthetic venues are there")
        return
    for setting in ROOM:
        session.execute(text(setting))
    quickly = set_aside(session, FILLED + MADE, keyless=["offers"])
    with quickly if count - there >= MANY else nullcontext():
        _fill(session, there, count, report)
        _publish(session, report)
        report("indexes")
    measure(session)
    ensure_links(session, code_of)
    _analyze(session, FILLED + MADE)
    report(f"{count:,} synthetic venues are there")


def _ensure_possible(session: Session, there: int, count: int) -> None:
    if there > count:
        raise TooManyVenues(
            f"{there:,} synthetic venues are there, {count:,} asked for: none is taken"
            " away, and a smaller city needs a database of its own"
        )
    if not session.scalar(select(func.count()).select_from(Dish)):
        raise NoCity("load the real city first: citizen seed")


def settle(engine: Engine) -> None:
    """Tell PostgreSQL that the new rows are there to stay; after the commit."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {', '.join(FILLED + MADE)}"))


def _fill(session: Session, there: int, count: int, report: Report) -> None:
    keep(session, Source, [MADE_UP], key=["id"], within=Source.id == SOURCE)
    parts = catalogue(session)
    before = (session.scalar(RESERVE, {"count": count - there}) or 0) - there - 1
    for numbers in _batches(there + 1, count):
        _store(session, Batch(parts, numbers, before + int(numbers[0])))
        report(f"{int(numbers[-1]):,} of {count:,} venues")
    _analyze(session, FILLED)


def _batches(first: int, last: int) -> Iterator[Numbers]:
    for start in range(first, last + 1, BATCH):
        yield numpy.arange(start, min(start + BATCH, last + 1), dtype=numpy.uint64)


def _store(session: Session, batch: Batch) -> None:
    driver = session.connection().connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError("not a connection of psycopg")
    with driver.cursor() as cursor:
        for table, columns in batch.tables().items():
            copy_columns(cursor, table, columns)
    venues = zip(batch.slugs, batch.ids.tolist(), strict=True)
    give_codes(session, [(f"venue {slug}", id_, None) for slug, id_ in venues], code_of)


def _publish(session: Session, report: Report) -> None:
    report("offers")
    publish(session, None)
    report("maps")
    rebuild(session)


def _analyze(session: Session, tables: Sequence[str]) -> None:
    session.execute(text(f"ANALYZE {', '.join(tables)}"))
