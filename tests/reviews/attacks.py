"""Many ratings through the database's own triggers, at whatever moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import NamedTuple

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.reviews.surges import open_by_hand, watch
from citizen_api.reviews.weighing import weigh
from tests.reviews.addresses import VENUE

DEVICES = text(
    """
    INSERT INTO devices (token_hash)
    SELECT sha256(convert_to('attack ' || n, 'UTF8'))
    FROM generate_series(:first, :first + :count - 1) AS n RETURNING id
    """
)
# One statement each, as they come; committed now and then, as no flood is one
# transaction.
FLOOD = """
DO $$ BEGIN
    FOR n IN {first} .. {last} LOOP
        INSERT INTO reviews (venue_id, device_id, stars, dishes, created_at, updated_at)
        VALUES (({venues})[1 + mod(n, {many})], n, ({stars})[1 + mod(n, {kinds})],
                '{dishes}',
                '{start}'::timestamptz + (n - {first}) * '{pause} s'::interval,
                '{start}'::timestamptz + (n - {first}) * '{pause} s'::interval);
        IF mod(n, 50) = 0 THEN COMMIT; END IF;
    END LOOP;
END $$
"""
NAMED = text("SELECT id, folded FROM venues WHERE slug = :slug")
FIRST = count(1, 100_000)
AT_ONCE = 1000


class Flood(NamedTuple):
    """Ratings of new devices, one after the other; `hours` from first to last."""

    venues: list[int]
    count: int
    stars: tuple[int, ...]
    start: datetime
    hours: float
    dishes: str = "{}"


@contextmanager
def speaking(database: Database) -> Iterator[Connection]:
    """A connection that commits each statement."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


def devices(database: Database, count: int) -> range:
    """So many new devices; their ids follow one another."""
    with database.engine.begin() as connection:
        made = connection.execute(DEVICES, {"first": next(FIRST), "count": count})
        ids = sorted(row.id for row in made)
    assert ids[-1] - ids[0] == count - 1
    return range(ids[0], ids[-1] + 1)


def flood(database: Database, given: Flood, *, watched: bool = True) -> range:
    """Let it come, looked at every thousand ratings; the devices."""
    who = devices(database, given.count)
    pause = given.hours * 3600 / given.count
    with speaking(database) as connection:
        for some in (who[at : at + AT_ONCE] for at in range(0, len(who), AT_ONCE)):
            start = given.start + timedelta(seconds=(some[0] - who[0]) * pause)
            _rate(connection, given, some, start, pause)
            connection.exec_driver_sql("ANALYZE reviews")
            if watched:
                watch(database, start + timedelta(seconds=len(some) * pause + 1))
    return who


def _rate(
    connection: Connection,
    given: Flood,
    some: range,
    start: datetime,
    pause: float,
) -> None:
    connection.exec_driver_sql(
        FLOOD.format(
            first=some[0],
            last=some[-1],
            venues=f"ARRAY{given.venues}::int[]",
            many=len(given.venues),
            stars=f"ARRAY{list(given.stars)}::int[]",
            kinds=len(given.stars),
            dishes=given.dishes,
            start=start.isoformat(),
            pause=pause,
        )
    )


def strike(
    session: Session, slug: str = VENUE, *, by: str = "system", at: datetime
) -> int:
    """Let a venue be in a surge that somebody saw; the number of the surge."""
    venue, name = session.execute(NAMED, {"slug": slug}).one()
    return open_by_hand(session, venue, name, by, at)


def nights(database: Database, first: datetime, days: int) -> None:
    """What the nightly job does, and what is looked at after it, for so many days."""
    for day in range(days):
        at = first + timedelta(days=day)
        weighed = 1
        while weighed:
            with database.sessions.begin() as session:
                weighed = weigh(session, at.date())
        watch(database, at)
