"""A tour as GeoJSON: its stops as points, and the line through them."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.tours.walks import GEOJSON, MORNING, get, make

UNPLACED = "banh-da-cua-16-phan-chu-trinh"
STATION = "banh-da-cua-co-yen"
OLD_QUARTER = "banh-da-cua-be-ba-cu"


def features(client: FlaskClient, path: str = MORNING) -> list[dict[str, Any]]:
    answer = client.get(path, headers=GEOJSON)
    assert (answer.status_code, answer.content_type) == (200, GEOJSON["Accept"])
    assert set(answer.json) == {"type", "features"}
    assert answer.json["type"] == "FeatureCollection"
    found: list[dict[str, Any]] = answer.json["features"]
    return found


def test_each_stop_is_a_point_and_the_way_a_line(client: FlaskClient) -> None:
    *stops, line = features(client)

    assert {stop["geometry"]["type"] for stop in stops} == {"Point"}
    assert [stop["properties"]["number"] for stop in stops] == [1, 2, 3, 4]
    assert line["properties"] == {"kind": "air-line"}
    assert line["geometry"] == {
        "type": "LineString",
        "coordinates": [stop["geometry"]["coordinates"] for stop in stops],
    }


def test_a_point_says_what_the_stop_says(client: FlaskClient) -> None:
    for feature, stop in zip(features(client), get(client)["stops"], strict=False):
        assert feature["id"] == stop["venue"]["id"]
        assert feature["geometry"] == stop["venue"].pop("location")
        assert feature["properties"] == {"kind": "stop", **stop}


def test_the_line_passes_by_a_stop_that_nobody_can_place(fresh: Flask) -> None:
    path = make(fresh, "lost", STATION, UNPLACED, OLD_QUARTER)

    first, lost, last, line = features(fresh.test_client(), path)

    assert lost["geometry"] is None
    ends = [first["geometry"]["coordinates"], last["geometry"]["coordinates"]]
    assert line["geometry"]["coordinates"] == ends


def test_one_stop_makes_no_line_and_none_makes_nothing(fresh: Flask) -> None:
    one, none = make(fresh, "one", STATION), make(fresh, "none")

    kinds = [each["properties"]["kind"] for each in features(fresh.test_client(), one)]
    assert kinds == ["stop"]
    assert features(fresh.test_client(), none) == []


def test_it_has_a_tag_of_its_own(client: FlaskClient) -> None:
    plain, drawn = client.get(MORNING), client.get(MORNING, headers=GEOJSON)

    assert plain.headers["ETag"] != drawn.headers["ETag"]
    assert "Accept" in drawn.headers["Vary"]
