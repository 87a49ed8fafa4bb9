"""What the board is made of. Who reads it is told no more than `rules.told` lets by."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from citizen_api.board.rules import Cell, Period
from citizen_api.db import Database
from citizen_api.sources.rules import HOURS_FRESH, PRICE_FRESH

SCANS: Final = """
SELECT s.day::text, l.kind, coalesce(a.name, ''), count(*)
FROM link_scans s
JOIN links l ON l.code = s.code
LEFT JOIN venues v ON v.id = l.venue_id
LEFT JOIN areas a ON a.id = coalesce(l.street_id, v.street_id)
WHERE s.day BETWEEN %(first)s AND %(last)s AND s.device <> 'bot'
GROUP BY 1, 2, 3
"""
# Of two days nobody knows whether the same people came: the busiest one is told.
SEARCHES: Final = """
SELECT words, max(visitors) FROM fruitless_searches
WHERE day BETWEEN %(first)s AND %(last)s GROUP BY 1
"""
# As old as the newest thing that is said of it.
STALE: Final = """
WITH said AS (
    SELECT v.id, coalesce(a.name, '') AS ward, p.given AS priced, p.newest AS priced_on,
           h.given AS timed, h.newest AS timed_on
    FROM venues v
    LEFT JOIN areas a ON a.id = v.ward_id
    CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS given, max(checked_on) AS newest FROM menu_prices
        WHERE venue_id = v.id AND ended_by IS NULL) p
    CROSS JOIN LATERAL (
        SELECT count(*) > 0 AS given, max(checked_on) AS newest FROM opening_hours
        WHERE venue_id = v.id AND ended_by IS NULL AND text IS NOT NULL) h
    WHERE v.merged_into_id IS NULL AND v.closed_on IS NULL
)
SELECT f.fact,
       CASE WHEN NOT f.given THEN 'unknown' WHEN f.newest >= f.since THEN 'fresh'
            ELSE 'stale' END,
       s.ward, count(*)
FROM said s CROSS JOIN LATERAL (VALUES
    ('prices', s.priced, s.priced_on, %(prices_since)s::date),
    ('hours', s.timed, s.timed_on, %(hours_since)s::date)
) AS f (fact, given, newest, since)
GROUP BY 1, 2, 3
"""
SURGES: Final = """
SELECT (u.opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date::text, v.slug, v.name,
       u.why, coalesce(u.decision, 'open'),
       (SELECT count(*) FROM reviews r WHERE r.surge_id = u.id)
FROM surges u JOIN venues v ON v.id = u.venue_id
WHERE (u.opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
      BETWEEN %(first)s AND %(last)s
"""


def scans(database: Database, period: Period) -> Iterator[Cell]:
    """How often people opened codes: by day, kind of the code, and street."""
    return _cells(database, SCANS, period._asdict())


def fruitless_searches(database: Database, period: Period) -> Iterator[Cell]:
    """By how many visitors of one day what was looked for and not found."""
    return _cells(database, SEARCHES, period._asdict())


def stale_listings(database: Database, today: date) -> Iterator[Cell]:
    """How many venues say what of a fact: by fact, its state, and ward."""
    since = {
        "prices_since": today - PRICE_FRESH,
        "hours_since": today - HOURS_FRESH,
    }
    return _cells(database, STALE, since)


def surges(database: Database, period: Period) -> Iterator[Cell]:
    """How many reviews a surge is of: by day, venue, why, and what was decided."""
    return _cells(database, SURGES, period._asdict())


def _cells(database: Database, sql: str, values: Mapping[str, Any]) -> Iterator[Cell]:
    rows = database.find(sql, dict(values))
    return (Cell(tuple(row[:-1]), int(row[-1])) for row in rows)
