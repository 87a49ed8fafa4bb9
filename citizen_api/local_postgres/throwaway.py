"""A cluster for one test run or benchmark: unsynced, private, and gone afterwards."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path

from citizen_api.local_postgres.cluster import SHORT_PATHS, Cluster, try_lock
from citizen_api.local_postgres.owner import Owner
from citizen_api.local_postgres.server import Server

__all__ = ["throw_away"]

PREFIX = "citizen-throw-away-"
# Copying a database there takes a tenth of the time that it takes on a disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - closed folders with checked owners
ROOM = 4 * 1024**3
# A folder so young may belong to a run that is about to lock it.
YOUNG = 60.0


@contextmanager
def throw_away() -> Iterator[Server]:
    """A fresh running cluster; its folder is deleted when the block ends.

    Also deletes what killed runs have left. Raises PostgresError.
    """
    owner = Owner.current()
    _delete_abandoned(owner)
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=_place()))
    owner.take(home)
    cluster = Cluster(
        home, home / "sockets", home / "postgres.log", owner, durable=False
    )
    try:
        with cluster.running() as server:
            yield server
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _place() -> Path:
    """Memory when there is plenty of it, else a disk."""
    with suppress(OSError):
        room = shutil.disk_usage(MEMORY).free
        if os.access(MEMORY, os.W_OK) and min(room, _memory_left()) >= ROOM:
            return MEMORY
    return SHORT_PATHS


def _memory_left() -> int:
    """Bytes that programs may still take, as Linux counts them."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    known = dict(line.split(":", 1) for line in lines)
    return int(known["MemAvailable"].split()[0]) * 1024


def _delete_abandoned(owner: Owner) -> None:
    for home in chain.from_iterable(
        place.glob(f"{PREFIX}*") for place in (MEMORY, SHORT_PATHS)
    ):
        # Another run may be deleting the same folder.
        with suppress(FileNotFoundError):
            if _is_abandoned(home, owner):
                shutil.rmtree(home, ignore_errors=True)


def _is_abandoned(home: Path, owner: Owner) -> bool:
    status = home.lstat()
    if status.st_uid != owner.uid or time.time() - status.st_mtime < YOUNG:
        return False
    lock = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        return try_lock(lock)
    finally:
        os.close(lock)
