"""Bring the offline pack up to the city, and forget what no client needs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.sync.pieces import PIECES
from citizen_api.sync.rules import digest

TOMBSTONES_KEPT: Final = timedelta(days=90)
AT_ONCE: Final = 500
LONGEST: Final = text("SET LOCAL statement_timeout = '60s'")
# Every row is fetched: without this a cursor is planned for its first ones only.
ALL_ROWS: Final = text("SET LOCAL cursor_tuple_fraction = 1")
# One run at a time, and each sees what the run before it committed: a lock on a table,
# other than any SELECT, does not begin the snapshot of a repeatable read.
LOCK: Final = text("LOCK TABLE sync_versions IN SHARE UPDATE EXCLUSIVE MODE")
NEXT: Final = text("SELECT coalesce(max(number), 0) + 1 FROM sync_versions")
CHANGED: Final = """
SELECT w.id, w.body::text
FROM ({piece}) w
LEFT JOIN sync_items i ON i.kind = :kind AND i.id = w.id
WHERE i.body IS DISTINCT FROM w.body
"""
KEEP: Final = text(
    """
    INSERT INTO sync_items (kind, id, version, hash, body)
    SELECT :kind, w.id, :version, w.hash, w.body::jsonb
    FROM unnest(CAST(:ids AS text[]), CAST(:hashes AS bytea[]), CAST(:bodies AS text[]))
        AS w (id, hash, body)
    ON CONFLICT (kind, id) DO UPDATE SET
        version = excluded.version, hash = excluded.hash, body = excluded.body,
        deleted_at = NULL
    """
)
BURY: Final = """
UPDATE sync_items i
SET version = :version, hash = NULL, body = NULL, deleted_at = :at
WHERE i.kind = :kind AND i.body IS NOT NULL
  AND NOT EXISTS (SELECT FROM ({piece}) w WHERE w.id = i.id)
"""
SEAL: Final = text(
    """
    INSERT INTO sync_versions (number, made_at, hash, items)
    SELECT :version, :at, encode(sha256(convert_to(coalesce(string_agg(
        kind || '/' || id || ' ' || encode(hash, 'hex') || chr(10), ''
        ORDER BY kind COLLATE "C", id COLLATE "C"), ''), 'UTF8')), 'hex'), count(*)
    FROM sync_items WHERE body IS NOT NULL
    """
)
FORGET: Final = text(
    """
    WITH horizon AS (
        SELECT max(number) AS number FROM sync_versions WHERE made_at < :long_ago
    ), buried AS (
        DELETE FROM sync_items i USING horizon h
        WHERE i.body IS NULL AND i.version <= h.number
    )
    DELETE FROM sync_versions v USING horizon h WHERE v.number < h.number
    """
)


def bring_up(database: Database, at: datetime) -> int | None:
    """Refresh in a transaction of its own, which sees one state of the city."""
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            connection.execute(LONGEST)
            connection.execute(ALL_ROWS)
            return refresh(connection, at)


def refresh(connection: Connection, at: datetime) -> int | None:
    """Make the items what the city is now; the number of the version that this made.

    None when nothing had changed. The caller commits; until then others wait.
    """
    connection.execute(LOCK)
    version: int = connection.execute(NEXT).scalar_one()
    changed = 0
    for kind, piece in PIECES.items():
        about = {"kind": kind, "version": version}
        changed += _keep_changed(connection, piece, about)
        bury = text(BURY.format(piece=piece))
        changed += connection.execute(bury, about | {"at": at}).rowcount
    if not changed and version > 1:
        return None
    connection.execute(SEAL, {"version": version, "at": at})
    return version


def forget(session: Session, now: datetime) -> None:
    """Delete the tombstones and versions that were superseded ninety days ago.

    A client that has the newest version of then has seen all those tombstones.
    """
    session.execute(LOCK)
    session.execute(FORGET, {"long_ago": now - TOMBSTONES_KEPT})


def _keep_changed(connection: Connection, piece: str, about: dict[str, Any]) -> int:
    """Write the items of a kind that are new or differ, some at once; how many."""
    changed = text(CHANGED.format(piece=piece))
    count, some_at_once = 0, {"yield_per": AT_ONCE}
    with connection.execute(changed, about, execution_options=some_at_once) as found:
        for some in found.partitions():
            connection.execute(KEEP, about | _columns(some))
            count += len(some)
    return count


def _columns(rows: Sequence[Any]) -> dict[str, list[Any]]:
    ids, bodies = zip(*rows, strict=True)
    hashes = [digest(orjson.loads(body)) for body in bodies]
    return {"ids": list(ids), "hashes": hashes, "bodies": list(bodies)}
