"""Files that no photo has are deleted; strange ones are given an hour, and follow."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.media.rules import LOOSE_FOR
from citizen_api.media.store import SHARDS, MediaStore

EVERY: Final = timedelta(minutes=5)
AT_MOST: Final = 200
# The row stays locked until its file is gone: who puts the same file waits for that.
LOOSE: Final = text(
    """
    DELETE FROM media_files WHERE name IN (
        SELECT f.name FROM media_files f
        WHERE f.loose_since < now() - CAST(:loose_for AS interval)
          AND NOT EXISTS (SELECT FROM photos p WHERE p.file = f.name)
          AND NOT EXISTS (SELECT FROM photos p WHERE p.thumb = f.name)
        ORDER BY f.loose_since LIMIT :most FOR UPDATE OF f SKIP LOCKED
    )
    RETURNING name
    """
)
TIED: Final = text(
    """
    UPDATE media_files f SET loose_since = NULL
    WHERE f.loose_since < now() - CAST(:loose_for AS interval)
      AND (EXISTS (SELECT FROM photos p WHERE p.file = f.name)
           OR EXISTS (SELECT FROM photos p WHERE p.thumb = f.name))
    """
)
STRANGE: Final = text(
    """
    INSERT INTO media_files (name, loose_since)
    SELECT DISTINCT name, now() FROM unnest(CAST(:names AS text[])) AS found (name)
    ON CONFLICT DO NOTHING
    """
)


def sweep(session: Session, store: MediaStore) -> int:
    """Delete files that have been loose for an hour; how many.

    A process that dies half-way leaves rows without files, which the next sweep takes.
    """
    values = {"loose_for": LOOSE_FOR, "most": AT_MOST}
    session.execute(TIED, values)
    names = list(session.scalars(LOOSE, values))
    for name in names:
        store.delete(name)
    return len(names)


def adopt(session: Session, store: MediaStore, shard: str) -> None:
    """Make files known that no row tells of, such as after an older backup came back.

    They are loose from now on, so that a sweep deletes them in an hour.
    """
    session.execute(STRANGE, {"names": list(store.names(shard))})


def shard_at(moment: datetime) -> str:
    """Which part of the store is looked through: all of it within a day."""
    return SHARDS[int(moment.timestamp() // EVERY.total_seconds()) % len(SHARDS)]
