"""Ward boundaries: which ward a place is in, and which are near."""

import math

import pytest
import shapely
from shapely.geometry import shape

from geo.points import BadPoint
from geo.wards import WardPolygons
from tests.geo.conftest import read

FEATURES = read("boundaries_wards_2025.geojson")["features"]


def test_every_ward_polygon_is_found_by_a_place_in_it(
    ward_polygons: WardPolygons,
) -> None:
    for feature in FEATURES:
        inside = shape(feature["geometry"]).representative_point()

        assert ward_polygons.find(inside.x, inside.y) == feature["id"]


def test_no_sliver_between_wards_is_without_one(ward_polygons: WardPolygons) -> None:
    city = shapely.union_all([shape(feature["geometry"]) for feature in FEATURES])
    holes = [
        shapely.Polygon(ring)
        for part in city.geoms
        for ring in part.interiors
        if shapely.Polygon(ring).area < 1e-6
    ]
    places = [hole.representative_point() for hole in holes]

    assert len(places) > 800
    assert all(ward_polygons.find(place.x, place.y) for place in places)


@pytest.mark.parametrize(("lon", "lat"), [(105.85, 21.03), (0, 0), (108.5, 20.5)])
def test_outside_the_city_there_is_no_ward(
    ward_polygons: WardPolygons, lon: float, lat: float
) -> None:
    assert ward_polygons.find(lon, lat) is None


def test_a_wide_circle_touches_the_wards_around_nearest_first(
    ward_polygons: WardPolygons,
) -> None:
    near = ward_polygons.within(106.6881, 20.8565, 400)
    wide = ward_polygons.within(106.6881, 20.8565, 3000)

    assert near[0] == ward_polygons.find(106.6881, 20.8565) == "11359"
    assert wide[: len(near)] == near
    assert len(wide) > len(near) > 1


@pytest.mark.parametrize(("axis", "degree"), [(0, 104_540), (1, 110_703)])
def test_a_circle_reaches_as_far_as_its_metres(
    ward_polygons: WardPolygons, axis: int, degree: float
) -> None:
    """From the sea a kilometre off Bạch Long Vĩ, where the plane is least true."""
    island = next(f for f in FEATURES if f["properties"]["name"].endswith("Vĩ"))
    shore = shapely.get_coordinates(shape(island["geometry"])).tolist()
    place = min(shore, key=lambda corner: corner[axis])
    place[axis] -= 1000 / degree

    assert ward_polygons.within(*place, 990) == []
    assert ward_polygons.within(*place, 1010) == [island["id"]]


def test_what_is_no_place_is_in_no_ward_but_an_error(
    ward_polygons: WardPolygons,
) -> None:
    with pytest.raises(BadPoint):
        ward_polygons.find(math.nan, 20.8)


def test_a_city_without_polygons_has_no_wards() -> None:
    assert WardPolygons([]).find(106.7, 20.86) is None
