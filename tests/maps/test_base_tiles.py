"""Tiles of the ground, as a map asks for them."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from citizen_api.maps.basemap import basemap
from citizen_api.maps.marks import ZOOMS
from geo.archive import write
from geo.bbox import Bbox
from geo.points import Point
from geo.tiles import Tile, tile_of
from tests.reviews.phones import problem

OPERA_HOUSE = Point(106.6826, 20.857)
OPEN_SEA = Tile(14, 13100, 7290)
CENTRE = tile_of(OPERA_HOUSE, 14)
PACKED = {"Accept-Encoding": "gzip"}


def address(at: Tile) -> str:
    return f"/v1/maps/base/{at.z}/{at.x}/{at.y}.mvt"


def layers(answer: TestResponse) -> dict[str, list[dict[str, Any]]]:
    """What each layer says."""
    decoded = mapbox_vector_tile.decode(answer.data)
    return {
        name: [feature["properties"] for feature in layer["features"]]
        for name, layer in decoded.items()
    }


@pytest.mark.parametrize("z", ZOOMS)
def test_the_city_has_ground_at_every_zoom(client: FlaskClient, z: int) -> None:
    answer = client.get(address(tile_of(OPERA_HOUSE, z)))

    assert (answer.status_code, answer.mimetype) == (
        200,
        "application/vnd.mapbox-vector-tile",
    )
    assert {"city", "roads"} <= set(layers(answer))


def test_the_centre_has_its_streets_parks_and_places(client: FlaskClient) -> None:
    found = layers(client.get(address(CENTRE)))

    assert {"Phố Cầu Đất", "Phố Trần Phú"} <= {
        each.get("name") for each in found["roads"]
    }
    assert {"class": "landmark", "name": "Nhà hát lớn"} in found["labels"]
    assert found["park"]


def test_a_wide_river_is_an_area_with_a_name(client: FlaskClient) -> None:
    found = layers(client.get(address(tile_of(Point(106.68, 20.871), 13))))

    assert {"class": "wide"} in found["water"]
    assert {"class": "river", "name": "Sông Cấm", "width_m": 450} in found["water"]


def test_every_tile_is_small(app: Flask) -> None:
    archive = basemap("")
    city = archive.bounds
    for z in ZOOMS:
        first = tile_of(Point(city.west, city.north), z)
        last = tile_of(Point(city.east, city.south), z)
        for x in range(first.x, last.x + 1):
            for y in range(first.y, last.y + 1):
                assert len(archive.get(Tile(z, x, y)) or b"") < 30_000


def test_who_takes_gzip_gets_the_tile_as_it_is_stored(client: FlaskClient) -> None:
    plain, packed = (
        client.get(address(CENTRE)),
        client.get(address(CENTRE), headers=PACKED),
    )

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.data == basemap("").get(CENTRE)
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_who_refuses_gzip_gets_it_unpacked(client: FlaskClient) -> None:
    answer = client.get(address(CENTRE), headers={"Accept-Encoding": "gzip;q=0"})

    assert "Content-Encoding" not in answer.headers
    assert layers(answer)


@pytest.mark.parametrize("headers", [{}, PACKED])
def test_a_repeat_costs_a_304(client: FlaskClient, headers: dict[str, str]) -> None:
    first = client.get(address(CENTRE), headers=headers)

    known = {**headers, "If-None-Match": first.headers["ETag"]}
    again = client.get(address(CENTRE), headers=known)

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("at", [CENTRE, OPEN_SEA])
def test_a_tile_is_kept_for_a_week(client: FlaskClient, at: Tile) -> None:
    answer = client.get(address(at))

    assert answer.headers["Cache-Control"] == "public, max-age=604800"


def test_the_open_sea_is_no_content(client: FlaskClient) -> None:
    answer = client.get(address(OPEN_SEA))

    assert (answer.status_code, answer.data) == (204, b"")
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    "path", ["23/0/0", "0/1/0", "14/16384/0", "14/0/16384", "99999999/0/0"]
)
def test_a_tile_out_of_the_world_is_told_what_the_range_is(
    client: FlaskClient, path: str
) -> None:
    refused = client.get(f"/v1/maps/base/{path}.mvt")

    assert (refused.status_code, problem(refused)) == (404, "not-found")
    assert "0 to 22" in refused.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize("z", [0, 6, 15, 22])
def test_a_zoom_that_the_map_has_not_is_told_which_it_has(
    client: FlaskClient, z: int
) -> None:
    refused = client.get(address(tile_of(OPERA_HOUSE, z)) + "?lang=vi")

    assert problem(refused) == "not-found"
    assert "từ 7 đến 14" in refused.get_json()["errors"][0]["detail"]


@pytest.mark.parametrize(
    "path", ["-1/0/0.mvt", "a/b/c.mvt", "14/0/0", "14/0/0.png", "%C2%B2/0/0.mvt"]
)
def test_what_is_no_tile_is_a_problem(client: FlaskClient, path: str) -> None:
    assert problem(client.get(f"/v1/maps/base/{path}")) == "not-found"


def test_other_formats_and_parameters_are_refused(client: FlaskClient) -> None:
    as_image = client.get(address(CENTRE), headers={"Accept": "image/png"})

    assert problem(as_image) == "not-acceptable"
    assert problem(client.get(f"{address(CENTRE)}?style=dark")) == "invalid-request"


@pytest.fixture
def deployers(fresh: Flask, tmp_path: Path) -> Iterator[FlaskClient]:
    """A service whose deployer made a map of one tile, of zoom 3."""
    file = tmp_path / "own.pmtiles"
    with file.open("wb") as opened:
        tiles = {Tile(3, 6, 3): gzip.compress(b"ground")}
        write(opened, tiles.items(), bounds=Bbox(100, 0, 110, 30), metadata={})
    fresh.config["MAP_TILES_FILE"] = str(file)
    yield fresh.test_client()
    basemap.cache_clear()


def test_a_deployer_may_have_another_map(deployers: FlaskClient) -> None:
    assert deployers.get(address(Tile(3, 6, 3))).data == b"ground"
    assert problem(deployers.get(address(CENTRE))) == "not-found"

    source = deployers.get("/v1/maps/style.json").get_json()["sources"]["base"]
    assert (source["minzoom"], source["maxzoom"]) == (3, 3)
    assert source["bounds"] == [100, 0, 110, 30]
