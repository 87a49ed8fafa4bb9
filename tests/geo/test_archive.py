"""A file of tiles, written and read."""

import io
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.tile import Compression, TileType, serialize_header

from geo.archive import Archive, BadArchive, opened, write
from geo.bbox import Bbox
from geo.tiles import Tile

CITY = Bbox(106.12617, 20.12515, 107.73962, 21.23448)


@st.composite
def a_tile(draw: st.DrawFn) -> Tile:
    z = draw(st.integers(0, 22))
    side = st.integers(0, 2**z - 1)
    return Tile(z, draw(side), draw(side))


def written(tiles: dict[Tile, bytes], **metadata: Any) -> bytes:
    file = io.BytesIO()
    write(file, tiles.items(), bounds=CITY, metadata=metadata)
    return file.getvalue()


def with_header(**changed: Any) -> bytes:
    """A file whose header says something else."""
    content = written({Tile(0, 0, 0): b"a"})
    header = dict(Archive(content)._header) | changed
    return bytes(serialize_header(header)) + content[127:]  # type: ignore[no-untyped-call]


@given(st.dictionaries(a_tile(), st.binary(min_size=1), min_size=1))
def test_what_was_written_is_read(tiles: dict[Tile, bytes]) -> None:
    archive = Archive(written(tiles))

    assert {tile: archive.get(tile) for tile in tiles} == tiles
    zooms = {tile.z for tile in tiles}
    assert archive.zooms == range(min(zooms), max(zooms) + 1)
    assert archive.is_packed


@given(st.dictionaries(a_tile(), st.binary(min_size=1), min_size=1), a_tile())
def test_a_tile_that_was_not_written_is_none(
    tiles: dict[Tile, bytes], other: Tile
) -> None:
    assert Archive(written(tiles)).get(other) == tiles.get(other)


def test_a_large_file_with_directories_in_directories_is_read() -> None:
    noise = Random(8)
    tiles = {
        Tile(8, x, y): noise.randbytes(noise.randint(1, 300))
        for x in range(256)
        for y in range(99)
        if noise.random() < 0.5
    }

    archive = Archive(written(tiles))

    assert archive._header["leaf_directory_length"]
    assert all(archive.get(tile) == content for tile, content in tiles.items())
    assert archive.get(Tile(8, 0, 200)) is None


def test_the_order_in_which_tiles_come_changes_nothing() -> None:
    tiles = {Tile(3, x, x): bytes([x]) for x in range(8)}

    assert written(tiles) == written(dict(reversed(tiles.items())))


def test_the_file_says_where_it_lies_and_what_it_is() -> None:
    archive = Archive(written({Tile(0, 0, 0): b"a"}, name="Hải Phòng"))

    assert archive.bounds == CITY
    assert archive.metadata == {"name": "Hải Phòng"}


@given(st.binary())
def test_any_bytes_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(BadArchive) as refused:
        Archive(content)

    assert refused.value.reason == "not_pmtiles"


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9])
def test_half_a_file_is_refused(share: float) -> None:
    whole = written({Tile(5, x, 0): b"" for x in range(32)}, name="x" * 99)

    with pytest.raises(BadArchive):
        Archive(whole[: int(len(whole) * share)])


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"tile_type": TileType.PNG}, "not_vector_tiles"),
        ({"tile_compression": Compression.BROTLI}, "strange_compression"),
        ({"max_lat_e7": 910_000_000}, "not_pmtiles"),
        ({"root_offset": 0}, "not_pmtiles"),
    ],
)
def test_a_file_for_another_purpose_is_told_apart(
    changed: dict[str, Any], reason: str
) -> None:
    with pytest.raises(BadArchive) as refused:
        Archive(with_header(**changed))

    assert refused.value.reason == reason


def test_tiles_that_are_not_packed_say_so() -> None:
    assert not Archive(with_header(tile_compression=Compression.NONE)).is_packed


def test_directories_that_lead_in_a_circle_end() -> None:
    archive = Archive(written({Tile(0, 0, 0): b"a"}))
    (entry,) = archive._root()
    entry.run_length = 0
    archive._directory = lambda *_: [entry]  # type: ignore[assignment]

    assert archive.get(Tile(0, 0, 0)) is None


def test_a_file_is_read_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "some.pmtiles"
    file.write_bytes(written({Tile(0, 0, 0): b"ground"}))

    assert opened(file).get(Tile(0, 0, 0)) == b"ground"


def test_an_empty_file_and_none_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()

    with pytest.raises(BadArchive):
        opened(tmp_path / "empty")
    with pytest.raises(FileNotFoundError):
        opened(tmp_path / "none")
