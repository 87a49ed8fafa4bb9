"""The files: each made once per version in a process, and kept on disk."""

import io
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, Final, NamedTuple

from citizen_api.datasets.catalogue import Dataset
from citizen_api.datasets.reading import State, items, reading, state
from citizen_api.datasets.writing import WRITERS
from citizen_api.db import Database
from citizen_api.http.caching import fingerprint

LEVEL: Final = 6
GZIP: Final = 31
GOOD_FOR_S: Final = 60.0
SHAPE: Final = b"1"  # grows when the same items are written in another way


class Spool:
    """Bytes on disk that any number of readers read, each from where it is.

    The file has no name, so that nothing is left of it when the process dies.
    """

    def __init__(self) -> None:
        self.size = 0
        with tempfile.TemporaryFile(buffering=0) as nameless:
            self._file = os.dup(nameless.fileno())

    def write(self, some: bytes) -> int:
        """Add bytes at the end; how many."""
        done = 0
        while done < len(some):
            done += os.pwrite(self._file, some[done:], self.size + done)
        self.size += done
        return done

    def read_at(self, place: int, most: int) -> bytes:
        """At most so many bytes from a place on; none at the end."""
        return os.pread(self._file, most, place)

    def __del__(self) -> None:
        """Give the disk back, once nobody reads any more."""
        os.close(self._file)


class Reader(io.RawIOBase):
    """One who reads a spool."""

    def __init__(self, spool: Spool) -> None:
        self._spool, self._place = spool, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """How far one has read."""
        return self._place

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        """Go on from a place, counted from the start or from here."""
        self._place = place + (self._place if whence == io.SEEK_CUR else 0)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer as far as there is something."""
        found = self._spool.read_at(self._place, len(buffer))
        buffer[: len(found)] = found
        self._place += len(found)
        return len(found)


class File(NamedTuple):
    """A file, plain and packed; `tag` names the plain bytes."""

    state: State
    tag: str
    plain: Spool
    packed: Spool
    good_until: float


class Files:
    """The files that this process holds: the newest of each dataset and format."""

    def __init__(
        self,
        public_url: str,
        *,
        good_for_s: float = GOOD_FOR_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._public_url, self._good_for_s, self._clock = public_url, good_for_s, clock
        self._kept: dict[tuple[str, str], File] = {}
        self._lock = Lock()

    def kept(self, database: Database, dataset: Dataset, form: str) -> File | None:
        """The file when it is there and nothing changed, or only a moment ago."""
        found = self._kept.get((dataset.id, form))
        if found is None or found.good_until > self._clock():
            return found
        if state(database) != found.state:
            return None
        return self._keep(dataset, form, found)

    def make(self, database: Database, dataset: Dataset, form: str) -> File:
        """The file, made anew unless somebody else just did. Raises Unavailable."""
        with self._lock:
            return self.kept(database, dataset, form) or self._keep(
                dataset, form, self._made(database, dataset, form)
            )

    def _keep(self, dataset: Dataset, form: str, file: File) -> File:
        file = file._replace(good_until=self._clock() + self._good_for_s)
        self._kept[dataset.id, form] = file
        return file

    def _made(self, database: Database, dataset: Dataset, form: str) -> File:
        with reading(database, self._public_url) as (connection, known):
            bodies = items(connection, dataset.kind)
            plain, packed = spooled(WRITERS[form](dataset, bodies, known))
        said = f"{dataset.id}.{form} {known.state} {self._public_url}"
        return File(known.state, fingerprint(SHAPE, said.encode()), plain, packed, 0.0)


def spooled(pieces: Iterable[bytes]) -> tuple[Spool, Spool]:
    """The bytes on disk, plain and packed."""
    plain, packed = Spool(), Spool()
    packing = zlib.compressobj(LEVEL, wbits=GZIP)
    for piece in pieces:
        plain.write(piece)
        packed.write(packing.compress(piece))
    packed.write(packing.flush())
    return plain, packed
