"""`Accept: application/geo+json`: what QGIS opens, after RFC 7946."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.venues.walking import ids, walked

GEOJSON = {"Accept": "application/geo+json"}


def collection(client: FlaskClient, **asked: Any) -> dict[str, Any]:
    """The answer as GeoJSON."""
    answer = client.get("/v1/venues", query_string=asked, headers=GEOJSON)
    assert (answer.status_code, answer.content_type) == (200, "application/geo+json")
    found: dict[str, Any] = answer.json
    return found


def ensure_feature(feature: dict[str, Any]) -> None:
    """Raise unless it is a Feature after RFC 7946, 3.2."""
    assert feature["type"] == "Feature"
    assert isinstance(feature["id"], str)
    assert isinstance(feature["properties"], dict)
    assert set(feature) == {"type", "id", "geometry", "properties"}
    if feature["geometry"] is not None:
        assert feature["geometry"]["type"] == "Point"
        lon, lat = feature["geometry"]["coordinates"]
        assert 106 < lon < 108
        assert 20 < lat < 22
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)


def test_it_is_a_feature_collection(client: FlaskClient) -> None:
    found = collection(client, limit=100)

    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == 100
    for feature in found["features"]:
        ensure_feature(feature)
    # RFC 7946, 7.1: members of other objects would confuse a reader
    assert not {"geometry", "properties", "coordinates", "geometries"} & set(found)


def test_a_venue_without_a_place_has_no_geometry(client: FlaskClient) -> None:
    geometries = [
        each["geometry"] for each in collection(client, limit=100)["features"]
    ]

    assert geometries.count(None) == 12


def test_it_says_the_same_as_json(client: FlaskClient) -> None:
    asked = {"dish": "banh-da-cua", "lat": 20.8561, "lon": 106.6822, "limit": 100}
    items = client.get("/v1/venues", query_string=asked).json["items"]

    features = collection(client, **asked)["features"]

    assert [
        {**each["properties"], "id": each["id"], "location": each["geometry"]}
        for each in features
    ] == items


def test_it_is_walked_page_by_page(client: FlaskClient) -> None:
    asked = {"dish": "banh-da-cua", "lat": 20.8561, "lon": 106.6822}
    found, page = [], collection(client, **asked, limit=9)
    while page["next"]:
        found += page["features"]
        page = client.get(page["next"], headers=GEOJSON).json
    found += page["features"]

    assert [each["id"] for each in found] == ids(walked(client, 9, **asked))


def test_an_empty_one_says_why(client: FlaskClient) -> None:
    found = collection(client, q="qwrtzp")

    assert found["features"] == []
    assert found["why_empty"]["reason"] == "not-understood"


@pytest.mark.parametrize("asked", [{"lat": "x"}, {"nix": 1}])
def test_a_problem_is_a_problem_all_the_same(
    client: FlaskClient, asked: dict[str, Any]
) -> None:
    answer = client.get("/v1/venues", query_string=asked, headers=GEOJSON)

    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
