"""Put a job down, take it, and say what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int8
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import Database

ENQUEUE: Final = text(
    """
    INSERT INTO jobs (kind, key, due_at, payload)
    VALUES (:kind, :key, :due_at, :payload)
    ON CONFLICT (kind, key) WHERE done_at IS NULL DO UPDATE SET
        due_at = least(jobs.due_at, excluded.due_at)
    """
)
CLAIM: Final = """
UPDATE jobs SET held_until = %(held_until)s, attempts = attempts + 1
WHERE id = (
    SELECT id FROM jobs
    WHERE done_at IS NULL AND due_at <= %(now)s AND kind = ANY(%(kinds)s)
      AND (held_until IS NULL OR held_until <= %(now)s)
    ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, kind, key, payload, attempts, held_until
"""
# Whoever took the job over after a hold that ended holds it until another moment.
FINISH: Final = """
UPDATE jobs SET held_until = NULL, done_at = %(done_at)s,
    due_at = coalesce(%(again)s, due_at), attempts = 0
WHERE id = %(id)s AND held_until = %(held_until)s RETURNING id
"""
PUT_BACK: Final = """
UPDATE jobs SET held_until = NULL, due_at = %(due_at)s
WHERE id = %(id)s AND held_until = %(held_until)s RETURNING id
"""
FORGET: Final = text("DELETE FROM jobs WHERE done_at < :long_ago")
HELD_FOR: Final = timedelta(minutes=2)
FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=30)


class Held(NamedTuple):
    """A job that this worker does; `attempts` counts this one too."""

    id: int
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int
    held_until: datetime


def enqueue(
    session: Session,
    kind: str,
    key: str,
    due_at: datetime,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Put a job down; it is done once the transaction is committed and its time comes.

    While one of the same kind and key is open there is only that one, due at the
    earlier of both times, with its own payload. Nothing personal in key or payload.
    """
    values = {"kind": kind, "key": key, "due_at": due_at}
    session.execute(ENQUEUE, values | {"payload": Jsonb(dict(payload or {}))})


def claim(database: Database, kinds: Sequence[str], now: datetime) -> Held | None:
    """Hold the job of these kinds that is due longest, for two minutes at most."""
    values = {"kinds": list(kinds), "now": now, "held_until": now + HELD_FOR}
    found = database.write(CLAIM, values)
    return Held._make(found[0]) if found else None


def finish(
    database: Database, held: Held, now: datetime, *, again: datetime | None
) -> None:
    """The job is done, or to be done `again` then."""
    done_at = now if again is None else None
    database.write(FINISH, _which(held) | {"done_at": done_at, "again": again})


def put_back(database: Database, held: Held, now: datetime) -> datetime:
    """The job went wrong; when it is tried again: later each time, an hour at most."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(held.attempts - 1, 30), LONGEST_PAUSE)
    database.write(PUT_BACK, _which(held) | {"due_at": now + pause})
    return now + pause


def forget(session: Session, now: datetime) -> None:
    """Delete what was done thirty days ago."""
    session.execute(FORGET, {"long_ago": now - KEPT_FOR})


def _which(held: Held) -> dict[str, Any]:
    return {"id": Int8(held.id), "held_until": held.held_until}
