"""Tiles: the same squares everybody else's maps have."""

import math

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.points import BadPoint, Point
from geo.tiles import (
    MAX_LATITUDE,
    MAX_ZOOM,
    BadTile,
    Tile,
    from_web_mercator,
    tile_of,
    to_web_mercator,
)

PROJ = pyproj.Transformer.from_crs(4326, 3857, always_xy=True)
on_the_square = st.builds(Point, st.floats(-180, 180), st.floats(-85, 85))


@st.composite
def tiles(draw: st.DrawFn) -> Tile:
    z = draw(st.integers(0, MAX_ZOOM))
    return Tile(z, *(draw(st.integers(0, 2**z - 1)) for _ in "xy"))


@pytest.mark.parametrize(
    ("z", "x", "y", "reason"),
    [
        (-1, 0, 0, "zoom_out_of_range"),
        (23, 0, 0, "zoom_out_of_range"),
        (10**9, 0, 0, "zoom_out_of_range"),
        (0, 1, 0, "outside_the_world"),
        (0, 0, 1, "outside_the_world"),
        (14, -1, 0, "outside_the_world"),
        (14, 0, 2**14, "outside_the_world"),
    ],
)
def test_what_is_no_tile_is_refused_by_name(
    z: int, x: int, y: int, reason: str
) -> None:
    with pytest.raises(BadTile) as refused:
        Tile(z, x, y)

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("point", "z", "tile"),
    [  # as mercantile 1.2.1 has them
        (Point(106.6881, 20.8565), 14, Tile(14, 13047, 7221)),
        (Point(106.6881, 20.8565), 0, Tile(0, 0, 0)),
        (Point(-105.0, 40.0), 10, Tile(10, 213, 387)),
        (Point(20.6852, 40.1222), 9, Tile(9, 285, 193)),
        (Point(0, 0), 22, Tile(22, 2097152, 2097152)),
    ],
)
def test_a_place_is_in_the_tile_mercantile_says(
    point: Point, z: int, tile: Tile
) -> None:
    assert tile_of(point, z) == tile


def test_bounds_are_those_of_mercantile() -> None:
    tile = Tile(10, 486, 332)

    assert tile.bounds_3857 == pytest.approx(
        (-1017529.7205322646, 7005300.768279833, -978393.9620502543, 7044436.526761841)
    )
    box = tile.bounds_4326
    assert (box.west, box.south, box.east, box.north) == pytest.approx(
        (-9.140625, 53.120405283106564, -8.7890625, 53.33087298301705)
    )


@pytest.mark.parametrize(
    ("point", "tile"),
    [
        (Point(180, -90), Tile(3, 7, 7)),
        (Point(-180, 90), Tile(3, 0, 0)),
        (Point(180, MAX_LATITUDE), Tile(3, 7, 0)),
    ],
)
def test_the_edges_of_the_world_are_in_the_outermost_tiles(
    point: Point, tile: Tile
) -> None:
    assert tile_of(point, 3) == tile


@pytest.mark.parametrize("z", [-1, 23])
def test_no_tile_of_a_zoom_that_is_not(z: int) -> None:
    with pytest.raises(BadTile) as refused:
        tile_of(Point(0, 0), z)

    assert refused.value.reason == "zoom_out_of_range"


@given(tiles())
def test_the_middle_of_a_tile_is_in_it(tile: Tile) -> None:
    west, south, east, north = tile.bounds_3857

    middle = from_web_mercator((west + east) / 2, (south + north) / 2)

    assert tile_of(middle, tile.z) == tile
    assert tile.bounds_4326.contains(middle)


@given(on_the_square)
def test_web_mercator_is_that_of_proj(point: Point) -> None:
    theirs = PROJ.transform(point.lon, point.lat)

    assert math.dist(to_web_mercator(point), theirs) < 0.001


@given(on_the_square)
def test_web_mercator_leads_back(point: Point) -> None:
    back = from_web_mercator(*to_web_mercator(point))

    assert back.lon == pytest.approx(point.lon, abs=1e-9)
    assert back.lat == pytest.approx(point.lat, abs=1e-9)


def test_the_poles_are_put_on_the_edge_of_the_square() -> None:
    assert to_web_mercator(Point(0, 90)) == to_web_mercator(Point(0, MAX_LATITUDE))
    assert to_web_mercator(Point(0, 90))[1] == pytest.approx(20_037_508.342789)


def test_metres_beyond_the_east_edge_are_no_place() -> None:
    with pytest.raises(BadPoint):
        from_web_mercator(2.1e7, 0)


def test_metres_far_north_are_at_the_pole() -> None:
    assert from_web_mercator(0, 1e300).lat == 90
