"""Pages of the pack as bytes: made once per version in a process, and packed once."""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any, Final, NamedTuple

import orjson

from citizen_api.db import Database
from citizen_api.http.caching import fingerprint
from citizen_api.sync.pieces import PIECES
from citizen_api.sync.queries import Newest, Page, Place, page
from citizen_api.sync.rules import MARK

LEVEL: Final = 6
MOST_KEPT: Final = 16
SHAPE: Final = b"1"  # grows when the same items are written in another way
Sign = Callable[[Place], str]


class Asked(NamedTuple):
    """What a client asks for, and the version that it is answered from."""

    place: Place
    limit: int
    newest: Newest

    @property
    def tag(self) -> str:
        """The name of the answer's bytes."""
        return fingerprint(SHAPE, repr(self).encode())


class Packed:
    """An answer, packed; `tag` names it as it is unpacked."""

    def __init__(self, tag: str, body: bytes) -> None:
        self.tag, self.packed = tag, gzip.compress(body, LEVEL, mtime=0)

    @cached_property
    def plain(self) -> bytes:
        """The JSON."""
        return gzip.decompress(self.packed)


class Pages:
    """The pages that were asked for last; many phones are at the same place."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Asked, Packed] = OrderedDict()
        self._lock = Lock()

    def get(self, database: Database, asked: Asked, sign: Sign) -> Packed:
        """A page as bytes; raises StartAgain."""
        kept = self._kept.get(asked)
        if kept is not None:
            return kept
        found = page(database, asked.place, asked.limit)
        asked = asked._replace(newest=found.newest)
        return self._keep(asked, written(asked, found, sign))

    def _keep(self, asked: Asked, body: bytes) -> Packed:
        made = Packed(asked.tag, body)
        with self._lock:
            self._kept[asked] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def written(asked: Asked, found: Page, sign: Sign) -> bytes:
    """A page as JSON."""
    cursor, whole = sign(after(asked.place, found)), found.is_last
    content: dict[str, Any] = {
        "complete": whole,
        "version": found.newest.number if whole else None,
        "hash": found.newest.hash if whole else None,
        "cursor": cursor,
        "next": None if whole else f"/v1/sync?since={cursor}&limit={asked.limit}",
        "changed": {kind: list[orjson.Fragment]() for kind in PIECES},
        "removed": {kind: list[str]() for kind in PIECES},
    }
    for each in found.items:
        if each.body is None:
            content["removed"][each.kind].append(each.id)
        else:
            content["changed"][each.kind].append(orjson.Fragment(each.body))
    return orjson.dumps(content)


def after(place: Place, found: Page) -> Place:
    """How far a client has come that took in a page."""
    if found.items:
        last = found.items[-1]
        place = place._replace(version=last.version, kind=last.kind, id=last.id)
    if not found.is_last:
        return place
    return place._replace(base=found.newest.number, mark=found.newest.hash[:MARK])
