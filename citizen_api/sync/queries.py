"""Questions to the offline pack."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from psycopg.types.numeric import Int8

from citizen_api.db import Database
from citizen_api.problems import Unavailable
from citizen_api.sync.problems import StartAgain
from citizen_api.sync.rules import MARK

NEWEST: Final = """
SELECT number, hash FROM sync_versions ORDER BY number DESC LIMIT 1
"""
# One statement sees one state: when it finds nothing more, the newest version is whole.
PAGE: Final = f"""
WITH newest AS (SELECT number, hash FROM sync_versions ORDER BY number DESC LIMIT 1)
SELECT n.number, n.hash, EXISTS (
           SELECT FROM sync_versions v
           WHERE v.number = %(base)s AND left(v.hash, {MARK}) = %(mark)s),
       i.version, i.kind, i.id, i.body::text
FROM newest n LEFT JOIN LATERAL (
    SELECT s.version, s.kind, s.id, s.body FROM sync_items s
    WHERE (s.version, s.kind, s.id) > (%(version)s, %(kind)s, %(id)s)
      AND (s.body IS NOT NULL OR s.version > %(base)s)
    ORDER BY s.version, s.kind, s.id LIMIT %(most)s
) i ON true
ORDER BY i.version, i.kind, i.id
"""  # noqa: S608 - our own number


class Newest(NamedTuple):
    """The state that the pack is at."""

    number: int
    hash: str


class Place(NamedTuple):
    """How far a client has come.

    `base`: the version it had whole, of which `mark` begins the hash: it needs the
    tombstones since then. `version`, `kind`, `id`: the last item it was given.
    """

    base: int
    mark: str
    version: int = 0
    kind: str = ""
    id: str = ""


class Item(NamedTuple):
    """A thing as JSON; a tombstone when `body` is None."""

    version: int
    kind: str
    id: str
    body: str | None


class Page(NamedTuple):
    """Items in the order they changed, as they are in the `newest` version.

    `is_last`: nothing came after them.
    """

    items: Sequence[Item]
    newest: Newest
    is_last: bool


def newest(database: Database) -> Newest:
    """The newest version. Raises Unavailable when none was made yet."""
    found = database.find(NEWEST, {})
    if not found:
        raise Unavailable(headers={"Retry-After": "10"})
    return Newest._make(found[0])


def page(database: Database, place: Place, limit: int) -> Page:
    """The items after a place, `limit` at most.

    Raises StartAgain when the client's version is none that is kept.
    """
    values = place._asdict() | {"most": limit + 1}
    values |= {name: Int8(values[name]) for name in ("base", "version")}
    rows = database.find(PAGE, values)
    if not rows or not rows[0][2]:
        raise StartAgain
    items = [Item._make(row[3:]) for row in rows if row[3] is not None]
    return Page(items[:limit], Newest(*rows[0][:2]), len(items) <= limit)
