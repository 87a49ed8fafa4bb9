"""GeoJSON: what RFC 7946 asks of it."""

import json

from shapely.geometry import shape

from geo import geojson
from geo.points import Point

THEATRE = Point(106.68814449, 20.85649951)


def test_a_point_is_longitude_then_latitude_to_six_decimals() -> None:
    assert geojson.point(THEATRE) == {
        "type": "Point",
        "coordinates": [106.688144, 20.8565],
    }


def test_a_point_is_read_by_others() -> None:
    read = shape(json.loads(json.dumps(geojson.point(THEATRE))))

    assert (read.x, read.y) == (106.688144, 20.8565)


def test_a_feature_has_its_identifier_beside_its_properties() -> None:
    made = geojson.feature(geojson.point(THEATRE), {"name": "Nhà hát"}, "theatre")

    assert made == {
        "type": "Feature",
        "id": "theatre",
        "geometry": geojson.point(THEATRE),
        "properties": {"name": "Nhà hát"},
    }


def test_a_thing_without_a_place_has_a_null_geometry_and_may_lack_an_id() -> None:
    made = geojson.feature(None, {})

    assert made == {"type": "Feature", "geometry": None, "properties": {}}


def test_an_identifier_of_zero_is_one() -> None:
    assert geojson.feature(None, {}, 0)["id"] == 0


def test_a_collection_keeps_the_order() -> None:
    features = [geojson.feature(None, {}, number) for number in (3, 1, 2)]

    made = geojson.feature_collection(iter(features))

    assert made == {"type": "FeatureCollection", "features": features}


def test_the_media_type_is_the_registered_one() -> None:
    assert geojson.MEDIA_TYPE == "application/geo+json"
