"""citizen basemap: the map of the package is made of the data files that are there."""

import gzip
from pathlib import Path

import pytest

from citizen_api.commands import basemap
from citizen_api.commands.basemap import DATA, WIDTHS, built, hashes, read
from citizen_api.maps.basemap import PACKAGED
from citizen_api.maps.marks import ZOOMS
from geo.archive import Archive, opened
from geo.points import Point
from geo.tiles import Tile, tile_of
from tests.commands.conftest import Citizen

BEYOND = 0.6  # degrees: the land around the city is in the map, too


def tiles(archive: Archive) -> dict[Tile, bytes]:
    """Every tile, unpacked."""
    west_north = Point(archive.bounds.west - BEYOND, archive.bounds.north + BEYOND)
    east_south = Point(archive.bounds.east + BEYOND, archive.bounds.south - BEYOND)
    found = {}
    for z in archive.zooms:
        first, last = tile_of(west_north, z), tile_of(east_south, z)
        for x in range(first.x, last.x + 1):
            for y in range(first.y, last.y + 1):
                stored = archive.get(Tile(z, x, y))
                if stored is not None:
                    found[Tile(z, x, y)] = gzip.decompress(stored)
    return found


def test_the_map_of_the_package_was_made_of_these_files() -> None:
    assert opened(PACKAGED).metadata["sources"] == hashes(DATA)


def test_it_names_whom_it_is_from() -> None:
    metadata = opened(PACKAGED).metadata

    assert metadata["attribution"] == "© OpenStreetMap contributors (ODbL)"
    assert [each["id"] for each in metadata["vector_layers"]] == [
        "land",
        "city",
        "park",
        "water",
        "wards",
        "rail",
        "roads",
        "labels",
    ]


def test_every_river_whose_width_is_given_is_there() -> None:
    rivers = read(DATA / "basemap/waterways_osm.geojson")["features"]
    named = {each["properties"].get("name") for each in rivers}

    assert set(read(DATA / WIDTHS)["widths_m"]) <= named


@pytest.mark.proof
def test_the_data_files_still_make_the_map_of_the_package() -> None:
    said: list[str] = []

    again = tiles(Archive(built(DATA, said.append)))

    assert again == tiles(opened(PACKAGED))
    assert len(again) == 3_884
    assert [line.split(":")[0] for line in said] == [f"zoom {z:2}" for z in ZOOMS]


def test_the_command_writes_the_map_where_it_is_told(
    citizen: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basemap, "built", lambda data, report: b"a map")
    file = tmp_path / "city.pmtiles"

    done = citizen("basemap", "build", "--out", str(file))

    assert (done.exit_code, file.read_bytes()) == (0, b"a map")
    assert str(file) in done.output
    assert list(tmp_path.iterdir()) == [file]


def test_a_map_that_is_being_served_stays_whole_while_another_is_built(
    citizen: Citizen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "city.pmtiles"
    file.write_bytes(PACKAGED.read_bytes())
    served, at = opened(file), tile_of(Point(106.6826, 20.857), 14)
    before = served.get(at)
    monkeypatch.setattr(basemap, "built", lambda data, report: b"")

    citizen("basemap", "build", "--out", str(file))

    assert served.get(at) == before


def test_no_right_to_write_is_one_line(citizen: Citizen, tmp_path: Path) -> None:
    refused = citizen("basemap", "build", "--out", str(tmp_path))

    assert refused.exit_code == 2
    assert "is a directory" in refused.output
