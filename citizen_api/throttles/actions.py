"""What counts: one statement each, committed by itself.

A count that were undone with the request that it refuses would count nothing; so these
take the database and not the session of the request.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.throttles.rules import (
    Limit,
    Lock,
    Used,
    ensure_open,
    ensure_within,
)

ONCE_MORE: Final = """
ON CONFLICT (scope, key) DO UPDATE SET
    count = CASE WHEN t.ends_at <= %(now)s::timestamptz THEN 1 ELSE t.count + 1 END,
    ends_at = CASE WHEN t.ends_at <= %(now)s::timestamptz THEN excluded.ends_at
                   ELSE t.ends_at END
RETURNING t.scope, t.count, t.ends_at
"""
# In the order of the keys, so that two requests never wait for each other.
COUNT: Final = f"""
INSERT INTO throttle_counts AS t (scope, key, count, ends_at)
SELECT scope, key, 1, ends_at
FROM unnest(%(scopes)s::text[], %(keys)s::bytea[], %(ends)s::timestamptz[])
     AS asked (scope, key, ends_at)
ORDER BY scope, key {ONCE_MORE}
"""  # noqa: S608 - our own words
COUNT_ONE: Final = f"""
INSERT INTO throttle_counts AS t (scope, key, count, ends_at)
SELECT %(scope)s::text, %(key)s::bytea, 1, %(ends_at)s::timestamptz
WHERE %(scope)s::text IS NOT NULL {ONCE_MORE}
"""
"""For another statement, with the values of `Counting`: one round trip for both."""
NOT_COUNTED: Final = dict.fromkeys(("scope", "key", "most", "now", "ends_at"))
LOCKED: Final = """
SELECT locked_until FROM throttle_locks WHERE scope = %(scope)s AND key = %(key)s
"""
MISS: Final = """
WITH missed AS (
    INSERT INTO throttle_locks AS t (scope, key, misses, times, missed_at)
    VALUES (%(scope)s, %(key)s, ARRAY[%(now)s::timestamptz], 0, %(now)s)
    ON CONFLICT (scope, key) DO UPDATE SET
        (misses, times, locked_until, missed_at) = (
            SELECT CASE WHEN enough THEN '{}' ELSE recent END,
                   t.times + enough::int,
                   CASE WHEN enough THEN %(now)s::timestamptz + least(
                       %(first)s::interval * 2 ^ least(t.times, 30), %(longest)s) END,
                   %(now)s::timestamptz
            FROM (SELECT recent, cardinality(recent) >= %(misses)s::int AS enough
                  FROM (SELECT %(now)s::timestamptz || ARRAY(
                            SELECT miss FROM unnest(t.misses) AS miss
                            WHERE miss > %(now)s::timestamptz - %(within)s::interval
                        ) AS recent) AS of_late) AS judged
        )
    WHERE t.locked_until IS NULL OR t.locked_until <= %(now)s
    RETURNING key
)
SELECT EXISTS (SELECT FROM missed)
"""
HIT: Final = """
WITH forgotten AS (
    DELETE FROM throttle_locks WHERE scope = %(scope)s AND key = %(key)s
    AND (locked_until IS NULL OR locked_until <= %(now)s)
    RETURNING key
)
SELECT EXISTS (SELECT FROM forgotten)
FROM throttle_locks WHERE scope = %(scope)s AND key = %(key)s
"""
OVER: Final = text("DELETE FROM throttle_counts WHERE ends_at < :now")
QUIET: Final = text("DELETE FROM throttle_locks WHERE missed_at < :long_ago")
KEPT_FOR: Final = timedelta(days=30)


def ensure_allowed(
    database: Database, limit: Limit | Lock, key: bytes, now: datetime
) -> dict[str, str]:
    """Count one use of a limit, or look whether a lock is open.

    The RateLimit headers of a limit, nothing for a lock. Raises TooManyRequests.
    """
    if isinstance(limit, Limit):
        return ensure_each_allowed(database, {limit: key}, now)
    found = database.find(LOCKED, {"scope": limit.scope, "key": key})
    ensure_open(limit, found[0][0] if found else None, now)
    return {}


def ensure_each_allowed(
    database: Database, keys: Mapping[Limit, bytes], now: datetime
) -> dict[str, str]:
    """Count one use of several limits in one statement; as `ensure_allowed`."""
    by_scope = {limit.scope: limit for limit in keys}
    values = {
        "scopes": list(by_scope),
        "keys": list(keys.values()),
        "ends": [now + timedelta(seconds=limit.window_s) for limit in keys],
        "now": now,
    }
    rows = database.write(COUNT, values)
    uses = [Used(by_scope[scope], count, ends) for scope, count, ends in rows]
    return ensure_within(uses, now)


def miss(database: Database, lock: Lock, key: bytes, now: datetime) -> None:
    """What was tried was wrong; the last miss of the few that are allowed locks.

    Raises TooManyRequests when others of the same key locked it meanwhile: tell the
    caller that, not the outcome. So many tries at once learn no more than one by one.
    """
    values = _values(lock, key, now) | {
        "misses": lock.misses,
        "within": timedelta(seconds=lock.within_s),
        "first": timedelta(seconds=lock.first_s),
        "longest": timedelta(seconds=lock.longest_s),
    }
    ((counted,),) = database.write(MISS, values)
    if not counted:
        # Asked anew: the statement that waited for the others saw what was before.
        ensure_allowed(database, lock, key, now)


def hit(database: Database, lock: Lock, key: bytes, now: datetime) -> None:
    """What was tried was right: this key's misses are forgotten, and no other's.

    Raises TooManyRequests as `miss` does.
    """
    there = database.write(HIT, _values(lock, key, now))
    if there and not there[0][0]:
        # Asked anew, as for a miss.
        ensure_allowed(database, lock, key, now)


def forget(session: Session, now: datetime) -> None:
    """Delete the counts whose window is over, and locks quiet for thirty days."""
    session.execute(OVER, {"now": now})
    session.execute(QUIET, {"long_ago": now - KEPT_FOR})


def _values(lock: Lock, key: bytes, now: datetime) -> dict[str, Any]:
    return {"scope": lock.scope, "key": key, "now": now}
