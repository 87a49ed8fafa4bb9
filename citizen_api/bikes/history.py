"""What stations counted before: kept every few minutes, and looked up again.

Each five minutes for two days, then each quarter of an hour for eight weeks and a day,
which is what predictions look at: 5,900 rows a station, and 59 million (not 164) for
10,000 stations.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from psycopg.types.numeric import Int4
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from citizen_api.bikes.counts import ALL_AT_ONCE
from citizen_api.bikes.prediction import WEEKS, WINDOW, Past
from citizen_api.db import Database

EVERY: Final = timedelta(minutes=5)
STEP: Final = timedelta(minutes=15)
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)
FINE_FOR: Final = timedelta(days=2)
KEPT_FOR: Final = timedelta(weeks=WEEKS, days=1)
KEEP: Final = f"""
INSERT INTO station_samples (station_id, at, bikes, docks)
SELECT id, %(slot)s, CASE WHEN renting THEN available ELSE 0 END,
       CASE WHEN taking_back THEN docks_available ELSE 0 END
FROM ({ALL_AT_ONCE}) counted
WHERE ours OR as_of > %(now)s ::timestamptz - interval '15 minutes'
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words
FORGET: Final = "DELETE FROM station_samples WHERE at < %(long_ago)s"
# The day before is thinned already, unless nothing worked for so long.
THIN: Final = """
DELETE FROM station_samples
WHERE at >= %(fine)s::timestamptz - interval '1 day' AND at < %(fine)s
  AND extract(minute FROM at)::int %% 15 <> 0
"""
SERIES: Final = """
SELECT DISTINCT ON (slot) slot, bikes, docks FROM (
    SELECT floor(extract(epoch FROM at - %(start)s) / %(step)s)::int AS slot,
           at, bikes, docks
    FROM station_samples
    WHERE station_id = %(station)s AND at >= %(start)s AND at < %(end)s
) s ORDER BY slot, at DESC
"""
PAST: Final = """
SELECT (later.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date,
       before.bikes, before.docks, later.bikes, later.docks
FROM generate_series(1, %(weeks)s) AS week
JOIN station_samples later ON later.station_id = %(station)s
 AND later.at BETWEEN %(arrival)s - week * interval '7 days' - %(window)s
              AND %(arrival)s - week * interval '7 days' + %(window)s
LEFT JOIN station_samples before ON before.station_id = later.station_id
 AND before.at = later.at - (%(arrival)s - %(now)s ::timestamptz)
ORDER BY later.at
"""


class Series(NamedTuple):
    """A day in quarters of an hour, from `start`; None where nobody counted."""

    start: datetime
    bikes: list[int | None]
    docks: list[int | None]


def slot(at: datetime, every: timedelta = EVERY) -> datetime:
    """The last moment, at or before, when stations are counted."""
    return at - (at - datetime.min.replace(tzinfo=at.tzinfo)) % every


def sample(connection: Connection, opened: bytes, now: datetime) -> int:
    """Keep what every station counts now, once in five minutes; how many are new."""
    asked = {"now": now, "open": opened, "slot": slot(now)}
    return connection.exec_driver_sql(KEEP, asked).rowcount


def forget(session: Session, now: datetime) -> None:
    """Delete samples that no prediction looks at."""
    connection = session.connection()
    connection.exec_driver_sql(FORGET, {"long_ago": now - KEPT_FOR})
    connection.exec_driver_sql(THIN, {"fine": now - FINE_FOR})


def last_day(database: Database, station_id: int, now: datetime) -> Series:
    """What a station counted in the last 24 hours."""
    end = slot(now, STEP) + STEP
    start, many = end - DAY, DAY // STEP
    values = {"station": Int4(station_id), "start": start, "end": end}
    rows = database.find(SERIES, values | {"step": Int4(STEP // SECOND)})
    found = {row[0]: row[1:] for row in rows}
    counts = [found.get(nth, (None, None)) for nth in range(many)]
    return Series(start, [each[0] for each in counts], [each[1] for each in counts])


def past(
    database: Database, station_id: int, arrival: datetime, now: datetime
) -> list[Past]:
    """What it counted at this hour of this weekday, in each of the last eight weeks."""
    values = {
        "station": Int4(station_id),
        "arrival": slot(arrival, STEP),
        "now": slot(now, STEP),
        "weeks": Int4(WEEKS),
        "window": WINDOW,
    }
    return [Past._make(row) for row in database.find(PAST, values)]
