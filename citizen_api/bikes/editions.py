"""Feeds made once per ttl for all processes, from one look, and kept as bytes."""

import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Final, NamedTuple

import orjson
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from citizen_api.bikes.gbfs3 import VERSION
from citizen_api.bikes.problems import SystemClosed
from citizen_api.bikes.publishing import Edition, publish
from citizen_api.bikes.snapshot import Snapshot, take
from citizen_api.db import Database
from citizen_api.http.caching import fingerprint
from citizen_api.problems import NotFound, Unavailable

LEVEL: Final = 1
STILL_TOLD: Final = timedelta(days=30)
TRIES: Final = 100
PAUSE_S: Final = 0.05
OUTRUN: Final = "40001"  # what PostgreSQL says when another process was quicker
LOCK: Final = text("SELECT pg_try_advisory_xact_lock(726180, hashtext(:edition))")
STORED: Final = text(
    "SELECT made_at, path, tag, packed FROM bike_feeds WHERE edition = :edition"
)
FORGET: Final = text("DELETE FROM bike_feeds WHERE edition = :edition")
STORE: Final = text(
    "INSERT INTO bike_feeds (edition, path, made_at, tag, packed)"
    " VALUES (:edition, :path, :made_at, :tag, :packed)"
)


@dataclass(frozen=True)
class Feed:
    """A feed as bytes; `tag` names them as they are unpacked."""

    tag: str
    packed: bytes

    @cached_property
    def plain(self) -> bytes:
        """The JSON."""
        return gzip.decompress(self.packed)


class Kept(NamedTuple):
    """An edition as it was made; its feeds by path."""

    made_at: datetime
    feeds: Mapping[str, Feed]

    def age_s(self, now: datetime) -> float:
        """Seconds since it was made; below zero when another clock runs ahead."""
        return (now - self.made_at).total_seconds()


class Editions:
    """The editions that this process holds."""

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url
        self._kept: dict[str, Kept] = {}

    def feed(
        self, database: Database, edition: Edition, path: str, now: datetime
    ) -> tuple[Feed, int]:
        """A feed, and for how many seconds more it is good.

        Raises NotFound, SystemClosed, Unavailable.
        """
        kept = self._kept.get(edition.name)
        if kept is None or abs(kept.age_s(now)) >= edition.ttl_s:
            kept = self._kept[edition.name] = self._newer(database, edition, now)
        found = kept.feeds.get(path)
        if found is None:
            raise NotFound if kept.feeds else SystemClosed
        return found, int(edition.ttl_s - max(0.0, kept.age_s(now)))

    def _newer(self, database: Database, edition: Edition, now: datetime) -> Kept:
        """What another process made meanwhile, else what this one makes."""
        for _ in range(TRIES):
            kept = self._try(database, edition, now)
            if kept is not None:
                return kept
            time.sleep(PAUSE_S)
        raise Unavailable

    def _try(self, database: Database, edition: Edition, now: datetime) -> Kept | None:
        """None while another process makes it."""
        level = {"isolation_level": "REPEATABLE READ"}
        try:
            with database.sessions.begin() as session:
                connection = session.connection(execution_options=level)
                kept = stored(connection, edition, now)
                if kept or not connection.scalar(LOCK, {"edition": edition.name}):
                    return kept
                return self._make(connection, edition, now)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == OUTRUN:
                return None
            raise

    def _make(self, connection: Connection, edition: Edition, now: datetime) -> Kept:
        seen = take(connection, now.replace(microsecond=0))
        if seen is None:
            raise NotFound
        kept = Kept(seen.at, written(edition, seen, self._public_url))
        connection.execute(FORGET, {"edition": edition.name})
        about = {"edition": edition.name, "made_at": kept.made_at}
        rows = [
            {**about, "path": path, "tag": feed.tag, "packed": feed.packed}
            for path, feed in kept.feeds.items()
        ]
        if rows:
            connection.execute(STORE, rows)
        return kept


def stored(connection: Connection, edition: Edition, now: datetime) -> Kept | None:
    """The edition that some process made, unless its time is over."""
    rows = connection.execute(STORED, {"edition": edition.name}).all()
    if not rows:
        return None
    feeds = {row.path: Feed(row.tag, bytes(row.packed)) for row in rows}
    kept = Kept(rows[0].made_at, feeds)
    return kept if abs(kept.age_s(now)) < edition.ttl_s else None


def written(edition: Edition, seen: Snapshot, public_url: str) -> dict[str, Feed]:
    """The feeds of an edition; none when the system ended more than 30 days ago."""
    if seen.ended_on and seen.at.date() > seen.ended_on + STILL_TOLD:
        return {}
    found: dict[str, Feed] = {}
    for each in publish(edition, seen, public_url):
        told_at = seen.at if each.version == VERSION else int(seen.at.timestamp())
        content = {
            "last_updated": told_at,
            "ttl": edition.ttl_s,
            "version": each.version,
            "data": each.data,
        }
        body = orjson.dumps(content, option=orjson.OPT_OMIT_MICROSECONDS)
        packed = gzip.compress(body, LEVEL, mtime=0)
        found[each.path] = Feed(fingerprint(body), packed)
    return found
