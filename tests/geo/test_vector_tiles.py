"""Tiles that are cut from shapes."""

import gzip
from typing import Any

import mapbox_vector_tile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Polygon, box
from shapely import Point as Spot
from shapely.geometry.base import BaseGeometry

from geo.points import Point
from geo.tiles import MAX_LATITUDE, Tile, tile_of, to_web_mercator
from geo.vector_tiles import EXTENT, MARGIN, Mark, cut, flattened, packed

OPERA_HOUSE = Point(106.6826, 20.857)
ZOOM = 12
TILE = tile_of(OPERA_HOUSE, ZOOM)
WEST, SOUTH, EAST, NORTH = TILE.bounds_3857
SIDE = EAST - WEST


def mark(shape: BaseGeometry, layer: str = "roads", **said: str | int) -> Mark:
    return Mark(layer, shape, range(ZOOM, ZOOM + 1), said)


def tiles(*marks: Mark) -> dict[Tile, dict[str, Any]]:
    """What is in each tile, y downwards."""
    options = {"y_coord_down": True}
    return {
        tile: mapbox_vector_tile.decode(content, default_options=options)
        for tile, content in cut(marks, ZOOM)
    }


def within(x: float, y: float) -> tuple[float, float]:
    """The place at a share of the tile, from its north-west corner."""
    return WEST + x * SIDE, NORTH - y * SIDE


def test_a_place_is_where_it_is_in_its_tile() -> None:
    found = tiles(mark(Spot(within(0.25, 0.75)), "labels", name="Chợ Sắt"))

    (feature,) = found[TILE]["labels"]["features"]
    assert feature["geometry"]["coordinates"] == [EXTENT / 4, EXTENT * 3 / 4]
    assert feature["properties"] == {"name": "Chợ Sắt"}


def test_a_line_is_cut_a_little_beyond_each_tile() -> None:
    line = LineString([within(0.5, 0.5), within(1.5, 0.5)])

    found = tiles(mark(line))

    assert set(found) == {TILE, Tile(ZOOM, TILE.x + 1, TILE.y)}
    (feature,) = found[TILE]["roads"]["features"]
    assert feature["geometry"]["coordinates"] == [
        [EXTENT / 2, EXTENT / 2],
        [EXTENT + MARGIN, EXTENT / 2],
    ]


def test_a_line_that_leaves_and_comes_back_is_one_feature() -> None:
    places = [(0.2, 0.1), (1.5, 0.1), (1.5, 0.3), (0.2, 0.3)]

    found = tiles(mark(LineString([within(*place) for place in places])))

    (feature,) = found[TILE]["roads"]["features"]
    assert feature["geometry"]["type"] == "MultiLineString"


def test_an_area_that_only_touches_a_tile_is_not_in_it() -> None:
    margin = MARGIN / EXTENT
    beyond = Polygon(
        [within(1 + margin, 0), within(1.5, 0), within(1.5, 1), within(1 + margin, 1)]
    )

    assert TILE not in tiles(mark(beyond, "park"))


def test_an_area_over_everything_fills_the_tile() -> None:
    wide = box(WEST - SIDE, SOUTH - SIDE, EAST + SIDE, NORTH + SIDE)

    (feature,) = tiles(mark(wide, "city"))[TILE]["city"]["features"]

    (ring,) = feature["geometry"]["coordinates"]
    assert {x for x, _ in ring} == {-MARGIN, EXTENT + MARGIN}


def test_parts_of_a_shape_that_are_elsewhere_are_left_out() -> None:
    here = [within(0.1, 0.1), within(0.2, 0.2)]
    far = [within(5.1, 0.1), within(5.2, 0.2)]

    (feature,) = tiles(mark(MultiLineString([here, far])))[TILE]["roads"]["features"]

    assert feature["geometry"]["type"] == "LineString"


def test_layers_stand_in_the_order_of_the_marks() -> None:
    spot = Spot(within(0.5, 0.5))

    (found,) = tiles(mark(spot, "b"), mark(spot, "a"), mark(spot, "b")).values()

    assert list(found) == ["b", "a"]
    assert len(found["b"]["features"]) == 2


@pytest.mark.parametrize("z", [ZOOM - 1, ZOOM + 1])
def test_a_zoom_that_shows_nothing_has_no_tile(z: int) -> None:
    assert list(cut([mark(Spot(within(0.5, 0.5)))], z)) == []


def test_details_too_small_to_see_are_left_out() -> None:
    tiny = 0.2 / EXTENT
    wavy = [within(0.2 + step / 100, 0.5 + tiny * (step % 2)) for step in range(50)]

    (feature,) = tiles(mark(LineString(wavy)))[TILE]["roads"]["features"]

    assert len(feature["geometry"]["coordinates"]) == 2


@given(st.floats(-180, 180), st.floats(-MAX_LATITUDE, MAX_LATITUDE))
def test_flattened_is_web_mercator(lon: float, lat: float) -> None:
    flat = flattened(Spot(lon, lat))

    assert (flat.x, flat.y) == pytest.approx(to_web_mercator(Point(lon, lat)), abs=1e-6)


def test_a_bow_tie_becomes_an_area_that_can_be_drawn() -> None:
    crossed = Polygon([(106, 20), (107, 21), (107, 20), (106, 21)])

    assert flattened(crossed).is_valid


def test_packing_twice_gives_the_same_bytes() -> None:
    ((_, content),) = cut([mark(Spot(within(0.5, 0.5)))], ZOOM)

    assert packed(content) == packed(content)
    assert gzip.decompress(packed(content)) == content
