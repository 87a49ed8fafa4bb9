"""Where files are: named after their content, so never changed. No Flask."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, Protocol

from citizen_api.media.rules import LOOSE_FOR, NAME
from citizen_api.problems import NotFound

UNFINISHED: Final = ".unfinished-"
SHARDS: Final = tuple(f"{number:02x}" for number in range(256))


def name_of(content: bytes) -> str:
    """What a file with this content is called."""
    return f"{sha256(content).hexdigest()}.jpg"


class MediaStore(Protocol):
    """Keeps files by name.

    `far`: whether each call waits for another system. A call that cannot be answered
    raises Unavailable.
    """

    far: bool

    def put(self, name: str, content: bytes) -> None:
        """Keep a file: whole and for good once this returns, else not at all."""

    def read(self, name: str) -> bytes:
        """The content of a file. Raises NotFound."""

    def delete(self, name: str) -> None:
        """No such file from now on; nothing happens when there was none."""

    def names(self, shard: str) -> Iterator[str]:
        """The files whose names begin so; what was left unfinished is thrown away."""


class FolderStore:
    """Files in a folder of this machine, or one that several machines share.

    A file is written under another name, brought to the disk and then renamed, so that
    nobody ever reads half of it.
    """

    far = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """As the protocol says."""
        target = self._path(name)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(
            dir=target.parent, prefix=UNFINISHED, delete=False
        ) as writing:
            writing.write(content)
            writing.flush()
            os.fchmod(writing.fileno(), 0o644)
            os.fsync(writing.fileno())
        os.replace(writing.name, target)
        _bring_to_disk(target.parent)

    def read(self, name: str) -> bytes:
        """As the protocol says."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            raise NotFound from None

    def delete(self, name: str) -> None:
        """As the protocol says."""
        self._path(name).unlink(missing_ok=True)

    def names(self, shard: str) -> Iterator[str]:
        """As the protocol says."""
        folder = self._folder / shard
        for path in folder.iterdir() if folder.exists() else ():
            if path.name.startswith(UNFINISHED):
                _throw_away_when_old(path)
            elif NAME.fullmatch(path.name):
                yield path.name

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name


def _bring_to_disk(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _throw_away_when_old(path: Path) -> None:
    with suppress(FileNotFoundError):
        if path.stat().st_mtime < time.time() - LOOSE_FOR.total_seconds():
            path.unlink()
