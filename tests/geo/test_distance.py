"""Distances: those of the geodesic, and the laws every distance keeps."""

import math

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.distance import metres_between, metres_per_degree
from geo.points import Point
from tests.geo.strategies import near_the_city, places

GEODESIC = pyproj.Geod(ellps="WGS84")
CITY_THEATRE = Point(106.6881, 20.8565)


def exactly(start: Point, end: Point) -> float:
    *_, metres = GEODESIC.inv(start.lon, start.lat, end.lon, end.lat)
    return float(metres)


def opposite(point: Point) -> Point:
    return Point(point.lon - math.copysign(180, point.lon), -point.lat)


@pytest.mark.parametrize(
    ("start", "end", "metres"),
    [
        (CITY_THEATRE, Point(106.7, 20.86), 1297.6222),
        (Point(105.85, 21.03), CITY_THEATRE, 89261.7754),
        (CITY_THEATRE, Point(-73.98, 40.75), 13183583.7724),
        (Point(0, 0), Point(90, 0), math.pi / 2 * 6_378_137),
        (Point(0, -90), Point(0, 90), 20_003_931.4586),
    ],
)
def test_known_distances(start: Point, end: Point, metres: float) -> None:
    assert metres_between(start, end) == pytest.approx(metres, abs=0.001)


@given(near_the_city, near_the_city)
def test_distances_in_the_city_are_those_of_the_geodesic(
    start: Point, end: Point
) -> None:
    assert abs(metres_between(start, end) - exactly(start, end)) < 0.001


@given(places, places)
def test_distances_in_the_world_are_those_of_the_geodesic(
    start: Point, end: Point
) -> None:
    error = abs(metres_between(start, end) - exactly(start, end))

    if exactly(end, opposite(start)) > 120_000:
        assert error < 0.001
    else:
        assert error < 0.002 * exactly(start, end)


@given(places, st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_the_far_side_of_the_world_is_within_two_thousandths(
    start: Point, east: float, north: float
) -> None:
    there = opposite(start)
    end = Point(
        max(-180, min(180, there.lon + east)), max(-90, min(90, there.lat + north))
    )

    assert metres_between(start, end) == pytest.approx(exactly(start, end), rel=0.002)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Point(0, 7.8635144), Point(179.466175, -8.327033)),
        (Point(0, 0), Point(180, 0)),
        (Point(0, 0), Point(179.9, 0.1)),
    ],
)
def test_where_the_formula_does_not_settle_the_great_circle_stands_in(
    start: Point, end: Point
) -> None:
    assert metres_between(start, end) == pytest.approx(exactly(start, end), rel=0.002)


@given(places)
def test_a_place_is_no_way_from_itself(point: Point) -> None:
    assert metres_between(point, point) == 0


@given(places, places)
def test_the_way_back_is_as_long(start: Point, end: Point) -> None:
    there, back = metres_between(start, end), metres_between(end, start)

    assert there == pytest.approx(back, abs=0.001)


@given(near_the_city, near_the_city, near_the_city)
def test_a_detour_is_never_shorter(start: Point, by: Point, end: Point) -> None:
    detour = metres_between(start, by) + metres_between(by, end)

    assert metres_between(start, end) <= detour + 1e-5


@pytest.mark.parametrize(
    ("start", "end"), [(Point(0, 90), Point(50, 90)), (Point(180, 3), Point(-180, 3))]
)
def test_two_names_of_one_place_are_no_way_apart(start: Point, end: Point) -> None:
    assert metres_between(start, end) == pytest.approx(0, abs=1e-6)


def test_the_date_line_is_no_wall() -> None:
    across = metres_between(Point(179.9, 10), Point(-179.9, 10))

    assert across == pytest.approx(metres_between(Point(0, 10), Point(0.2, 10)))


@given(st.floats(-89, 89))
def test_a_degree_is_as_long_as_the_way_over_it(latitude: float) -> None:
    across, along = metres_per_degree(latitude)
    here = Point(0, latitude)

    assert across * 0.001 == pytest.approx(
        metres_between(here, Point(0.001, latitude)), rel=1e-6
    )
    assert along * 0.001 == pytest.approx(
        metres_between(Point(0, latitude - 0.0005), Point(0, latitude + 0.0005)),
        rel=1e-6,
    )
