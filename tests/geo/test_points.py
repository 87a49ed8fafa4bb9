"""Points: what is one, how it is rounded, and where it lies in UTM zone 48N."""

import math

import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import GeoError
from geo.points import BadPoint, OutsideProjection, Point, to_utm48n
from tests.geo.strategies import places

PROJ = pyproj.Transformer.from_crs(4326, 32648, always_xy=True)


def off_by(point: Point) -> float:
    """Metres between our projection and PROJ's."""
    return math.dist(to_utm48n(point), PROJ.transform(point.lon, point.lat))


@pytest.mark.parametrize(
    ("lon", "lat", "reason"),
    [
        (math.nan, 20.8, "not_finite"),
        (106.7, math.inf, "not_finite"),
        (180.000001, 20.8, "longitude_out_of_range"),
        (-1e308, 20.8, "longitude_out_of_range"),
        (20.8, 106.7, "latitude_out_of_range"),
        (0, -90.000001, "latitude_out_of_range"),
    ],
)
def test_what_is_no_place_is_refused_by_name(
    lon: float, lat: float, reason: str
) -> None:
    with pytest.raises(BadPoint) as refused:
        Point(lon, lat)

    assert refused.value.reason == reason
    assert isinstance(refused.value, GeoError)


@pytest.mark.parametrize(("lon", "lat"), [(180, 90), (-180, -90), (0, 0)])
def test_the_ends_of_the_world_are_places(lon: float, lat: float) -> None:
    assert Point(lon, lat) == Point(float(lon), float(lat))


def test_six_decimals_are_kept() -> None:
    assert Point(106.68814449, 20.85649951).rounded() == Point(106.688144, 20.8565)


def test_rounding_leaves_no_negative_zero() -> None:
    rounded = Point(-1e-9, -1e-9).rounded()

    assert str(rounded.lon) == "0.0"
    assert str(rounded.lat) == "0.0"


@given(places)
def test_micro_degrees_give_the_rounded_place_back(point: Point) -> None:
    assert Point.from_micro(*point.to_micro()) == point.rounded()


def test_micro_degrees_out_of_range_are_refused() -> None:
    with pytest.raises(BadPoint):
        Point.from_micro(180_000_001, 0)


@pytest.mark.parametrize(
    ("point", "metres"),
    [  # as PROJ has them
        (Point(106.6881, 20.8565), (675628.4653, 2307187.5585)),
        (Point(107.7, 20.13), (782281.8048, 2228157.3889)),
        (Point(105, 0), (500000, 0)),
        (Point(105, 90), (500000, 9997964.9430)),
        (Point(15, 7.8), (-16144516.3861, 9997964.9430)),
    ],
)
def test_known_places_lie_where_they_should(
    point: Point, metres: tuple[float, float]
) -> None:
    assert to_utm48n(point) == pytest.approx(metres, abs=1e-4)


@given(st.builds(Point, st.floats(90, 120), st.floats(-80, 84)))
def test_projection_agrees_with_proj_in_the_region(point: Point) -> None:
    assert off_by(point) < 0.001


@given(places)
def test_projection_is_that_of_proj_anywhere_or_refuses_as_it_does(
    point: Point,
) -> None:
    easting, _ = PROJ.transform(point.lon, point.lat)

    if math.isfinite(easting):
        assert off_by(point) < 0.001
    else:
        with pytest.raises(OutsideProjection):
            to_utm48n(point)


@pytest.mark.parametrize(
    "point", [Point(15, 0), Point(-165, 0), Point(15, 1e-12), Point(15, 5)]
)
def test_where_the_projection_runs_to_infinity_it_is_refused(point: Point) -> None:
    with pytest.raises(OutsideProjection):
        to_utm48n(point)
