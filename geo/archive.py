"""Tiles in one file: PMTiles 3, read where they lie."""

import mmap
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Final, Literal, Protocol

from pmtiles.reader import Reader
from pmtiles.tile import (
    Compression,
    Entry,
    HeaderDict,
    MagicNumberNotFound,
    SpecVersionUnsupported,
    TileType,
    deserialize_directory,
    deserialize_header,
    find_tile,
    zxy_to_tileid,
)
from pmtiles.writer import Writer

from geo import GeoError
from geo.bbox import Bbox
from geo.tiles import Tile

__all__ = ["Archive", "ArchiveFault", "BadArchive", "Bytes", "opened", "write"]

HEADER_BYTES: Final = 127
DEEPEST: Final = 4
"""Directories that lead to one another, at most."""
KEPT_DIRECTORIES: Final = 64

UNREADABLE: Final = (
    MagicNumberNotFound,
    SpecVersionUnsupported,
    EOFError,
    IndexError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
)
"""What the parts of a file that is none raise when read."""

ArchiveFault = Literal["not_pmtiles", "not_vector_tiles", "strange_compression"]


class BadArchive(GeoError):
    """Not a file of tiles we can read; `reason` is one of the words of ArchiveFault."""

    def __init__(self, reason: ArchiveFault) -> None:
        super().__init__(reason)
        self.reason = reason


class Bytes(Protocol):
    """What holds the file: bytes, or a mapping of it into memory."""

    def __getitem__(self, part: slice) -> bytes:
        """Some of it, as a copy."""


class Archive:
    """Vector tiles by zoom, column and row; raises BadArchive.

    `zooms`: those it has; `bounds`: where they lie; `is_packed`: tiles are gzip.
    """

    def __init__(self, content: Bytes) -> None:
        self._content = content
        self._directory = lru_cache(KEPT_DIRECTORIES)(self._read_directory)
        try:
            self._header = deserialize_header(content[:HEADER_BYTES])
            self.zooms = range(self._header["min_zoom"], self._header["max_zoom"] + 1)
            self.bounds = _bounds(self._header)
            self.metadata = self._read_metadata()
            self._root()
        except UNREADABLE:
            raise BadArchive("not_pmtiles") from None
        if self._header["tile_type"] != TileType.MVT:
            raise BadArchive("not_vector_tiles")
        compression = self._header["tile_compression"]
        if compression not in {Compression.NONE, Compression.GZIP}:
            raise BadArchive("strange_compression")
        self.is_packed = compression == Compression.GZIP

    def get(self, tile: Tile) -> bytes | None:
        """The tile as it is stored, None when there is nothing in it."""
        number = zxy_to_tileid(tile.z, tile.x, tile.y)
        entries = self._root()
        for _ in range(DEEPEST):
            found = find_tile(entries, number)
            if found is None:
                return None
            if found.run_length:
                start = self._header["tile_data_offset"] + found.offset
                return self._part(start, found.length)
            start = self._header["leaf_directory_offset"] + found.offset
            entries = self._directory(start, found.length)
        return None

    def _read_metadata(self) -> dict[str, Any]:
        reader = Reader(self._part)  # type: ignore[no-untyped-call]
        found: dict[str, Any] = reader.metadata()  # type: ignore[no-untyped-call]
        return found

    def _part(self, start: int, length: int) -> bytes:
        return self._content[start : start + length]

    def _root(self) -> list[Entry]:
        return self._directory(self._header["root_offset"], self._header["root_length"])

    def _read_directory(self, start: int, length: int) -> list[Entry]:
        return deserialize_directory(self._part(start, length))


def opened(file: Path) -> Archive:
    """The tiles of a file, which stays mapped into memory.

    Raises OSError or BadArchive. Replace the file by another, do not write over it.
    """
    with file.open("rb") as content:
        try:
            mapped = mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise BadArchive("not_pmtiles") from None
    return Archive(mapped)


def write(
    file: BinaryIO,
    tiles: Iterable[tuple[Tile, bytes]],
    *,
    bounds: Bbox,
    metadata: Mapping[str, Any],
) -> None:
    """Write packed vector tiles, the same bytes for the same tiles in any order."""
    writer = Writer(file)  # type: ignore[no-untyped-call]
    numbered = {zxy_to_tileid(tile.z, tile.x, tile.y): data for tile, data in tiles}
    for number in sorted(numbered):
        writer.write_tile(number, numbered[number])  # type: ignore[no-untyped-call]
    header = {
        "tile_type": TileType.MVT,
        "tile_compression": Compression.GZIP,
        "min_lon_e7": round(bounds.west * 1e7),
        "min_lat_e7": round(bounds.south * 1e7),
        "max_lon_e7": round(bounds.east * 1e7),
        "max_lat_e7": round(bounds.north * 1e7),
    }
    writer.finalize(header, dict(metadata))  # type: ignore[no-untyped-call]


def _bounds(header: HeaderDict) -> Bbox:
    return Bbox(
        header["min_lon_e7"] / 1e7,
        header["min_lat_e7"] / 1e7,
        header["max_lon_e7"] / 1e7,
        header["max_lat_e7"] / 1e7,
    )
