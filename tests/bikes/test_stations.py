"""Stations: which are near, what they count, how old that is."""

from datetime import timedelta

import mapbox_vector_tile
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from citizen_api.bikes.models import Station
from geo.points import Point
from geo.tiles import tile_of
from tests.bikes.riding import OPERA, add_other, pass_time, ride_off, set_station
from tests.conftest import NOON
from tests.factories import changing
from tests.reviews.phones import problem

HERE = "lat=20.857&lon=106.682"
CENTRE = Point(106.682, 20.857)


def ids(client: FlaskClient, query: str) -> list[str]:
    answer = client.get(f"/v1/stations?{query}")
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["items"]]


def test_the_nearest_come_first(client: FlaskClient) -> None:
    items = client.get(f"/v1/stations?{HERE}&limit=100").json["items"]

    metres = [each["distance_m"] for each in items]
    assert (len(items), items[0]["id"], metres[0]) == (24, OPERA, 50)
    assert metres == sorted(metres)


def test_without_a_place_there_are_no_distances(client: FlaskClient) -> None:
    items = client.get("/v1/stations?limit=3").json["items"]

    assert [each["distance_m"] for each in items] == [None] * 3


def test_a_circle_and_a_box_bound_the_answer(client: FlaskClient) -> None:
    assert ids(client, f"{HERE}&radius=60") == [OPERA]
    assert ids(client, "bbox=106.6815,20.857,106.682,20.858") == [OPERA]
    assert ids(client, "lat=-89&lon=179.9&radius=100000") == []


@pytest.mark.parametrize("query", [HERE, "lang=vi", f"{HERE}&with_bikes=1"])
def test_pages_hold_every_station_once(client: FlaskClient, query: str) -> None:
    seen: list[str] = []
    address: str | None = f"/v1/stations?{query}&limit=7"
    while address:
        page = client.get(address).json
        seen += [each["id"] for each in page["items"]]
        address = page["next"]

    assert seen == ids(client, f"{query}&limit=100")
    assert len(seen) == 24


def test_a_cursor_is_good_for_its_own_question_only(client: FlaskClient) -> None:
    cursor = client.get("/v1/stations?limit=1").json["next"].partition("cursor=")[2]

    refused = client.get(f"/v1/stations?with_room=1&limit=1&cursor={cursor}")

    assert problem(refused) == "bad-cursor"


def test_so_many_bikes_and_so_much_room(fresh: Flask) -> None:
    client = fresh.test_client()
    assert OPERA in ids(client, "with_bikes=7&limit=100")
    assert OPERA in ids(client, "with_room=5&limit=100")

    ride_off(fresh)

    assert OPERA not in ids(client, "with_bikes=7&limit=100")
    assert OPERA in ids(client, "with_room=6&limit=100")
    assert OPERA not in ids(client, "with_room=7&limit=100")


def test_where_nothing_is_rented_there_are_no_bikes_to_have(fresh: Flask) -> None:
    set_station(fresh, OPERA, is_renting=False)
    client = fresh.test_client()

    assert OPERA not in ids(client, "with_bikes=1&limit=100")
    assert OPERA in ids(client, "with_room=1&limit=100")


def test_of_one_kind_only(fresh: Flask) -> None:
    client = fresh.test_client()
    assert OPERA in ids(client, "vehicle_type=electric&limit=100")
    assert OPERA not in ids(client, "vehicle_type=electric&with_bikes=2&limit=100")
    assert ids(client, "vehicle_type=other") == []


def test_counts_are_those_of_this_moment(fresh: Flask) -> None:
    client = fresh.test_client()
    ride_off(fresh)

    shown = client.get(f"/v1/stations/{OPERA}").json

    assert shown["bikes"] == {
        "available": 6,
        "by_type": {"bicycle": 5, "electric": 1},
        "disabled": 0,
    }
    assert shown["docks"] == {"available": 6, "disabled": 0}
    assert (shown["simulated"], shown["accuracy_m"]) == (True, 150)


def test_a_list_stays_as_it_is_for_a_quarter_of_a_minute(fresh: Flask) -> None:
    client = fresh.test_client()
    first = client.get("/v1/stations")
    asked = {"If-None-Match": first.headers["ETag"]}

    pass_time(fresh, seconds=14)
    assert client.get("/v1/stations", headers=asked).status_code == 304
    pass_time(fresh, seconds=15)
    newer = client.get("/v1/stations").json["items"][0]["counted"]
    assert newer == {"at": "2026-11-21T12:00:15+07:00", "age_s": 0, "stale": False}


def test_stations_as_geojson(client: FlaskClient) -> None:
    accept = {"Accept": "application/geo+json"}
    drawn = client.get(f"/v1/stations?{HERE}&limit=2", headers=accept)

    assert drawn.mimetype == "application/geo+json"
    first = drawn.json["features"][0]
    assert (first["id"], first["geometry"]["type"]) == (OPERA, "Point")
    assert first["properties"]["bikes"]["available"] == 7
    assert drawn.json["next"]


def test_a_station_of_another_operator_has_the_counts_it_told(fresh: Flask) -> None:
    add_other(fresh)
    client = fresh.test_client()

    shown = client.get("/v1/stations/other-1").json

    assert shown["system"]["id"] == "other"
    assert shown["bikes"]["available"] == 2
    assert shown["docks"]["available"] is None
    assert (shown["counted"]["age_s"], shown["counted"]["stale"]) == (90, False)
    assert ids(client, f"{HERE}&limit=1") == ["other-1"]
    assert ids(client, "system=other") == ["other-1"]
    assert "other-1" in ids(client, "with_room=5&limit=100")


def test_old_counts_say_that_they_are_old(fresh: Flask) -> None:
    add_other(fresh, reported_at=NOON - timedelta(minutes=6))

    shown = fresh.test_client().get("/v1/stations/other-1").json

    assert shown["counted"]["stale"]
    assert shown["counted"]["age_s"] == 360


def test_the_feeds_of_the_city_tell_of_its_own_stations_only(fresh: Flask) -> None:
    add_other(fresh)
    for name in ("station_information", "station_status"):
        held = fresh.test_client().get(f"/gbfs/3/{name}.json").text
        assert "other-1" not in held


def test_a_station_that_is_gone_is_not_found(fresh: Flask) -> None:
    set_station(fresh, OPERA, removed_at=NOON)
    client = fresh.test_client()

    assert client.get(f"/v1/stations/{OPERA}").status_code == 404
    assert OPERA not in ids(client, "limit=100")


@pytest.mark.parametrize("zoom", [0, 11, 12, 16])
def test_a_tile_has_every_bike_once(client: FlaskClient, zoom: int) -> None:
    at = tile_of(CENTRE, zoom)
    answer = client.get(f"/v1/maps/stations/{zoom}/{at.x}/{at.y}.mvt")

    drawn = mapbox_vector_tile.decode(answer.data)["stations"]["features"]
    shown = [each["properties"] for each in drawn]
    assert all("stations" in each for each in shown) == (zoom < 12)
    if zoom == 0:
        assert sum(each["bikes"] for each in shown) == 230
    if zoom == 16:
        assert OPERA in {each["id"] for each in shown}


def test_there_is_no_tile_outside_the_world(client: FlaskClient) -> None:
    assert client.get("/v1/maps/stations/1/2/0.mvt").status_code == 404
    assert client.get("/v1/maps/stations/0/0/0.mvt").status_code == 200


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("lat=20.8", "lon"),
        ("lon=106.6", "lat"),
        ("lat=91&lon=1", "lat"),
        ("lat=nan&lon=1", "lat"),
        ("lat=1&lon=-181", "lon"),
        ("radius=5", "radius"),
        ("lat=1&lon=1&radius=0", "radius"),
        ("lat=1&lon=1&radius=1e9", "radius"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=2,2,1,3", "bbox"),
        ("with_bikes=0", "with_bikes"),
        ("with_bikes=51", "with_bikes"),
        ("with_bikes=many", "with_bikes"),
        ("with_room=-1", "with_room"),
        ("with_room=1.5", "with_room"),
        ("vehicle_type=car", "vehicle_type"),
        ("vehicle_type=", "vehicle_type"),
        ("system=%E2%80%AEabc", "system"),
        ("system=%00", "system"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=abc", "cursor"),
        ("nonsense=1", "nonsense"),
        ("with_room=1&with_room=2", "with_room"),
    ],
)
def test_a_bad_parameter_is_named(
    client: FlaskClient, query: str, parameter: str
) -> None:
    refused = client.get(f"/v1/stations?{query}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("arrive_at=2026-11-21T11:58:00%2B07:00", "arrive_at"),
        ("arrive_at=2026-11-29T12:00:00%2B07:00", "arrive_at"),
        ("arrive_at=2026-11-21T13:00:00", "arrive_at"),
        ("arrive_at=tomorrow", "arrive_at"),
        ("arrive_at=9999-12-31T23:59:59-14:00", "arrive_at"),
        ("arrive_at=0001-01-01T00:00:00%2B07:00", "arrive_at"),
        ("in_minutes=-1", "in_minutes"),
        ("in_minutes=10081", "in_minutes"),
        ("in_minutes=5&arrive_at=2026-11-21T13:00:00Z", "in_minutes"),
    ],
)
def test_a_bad_time_of_arrival_is_named(
    client: FlaskClient, query: str, parameter: str
) -> None:
    refused = client.get(f"/v1/stations/{OPERA}?{query}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["parameter"] == parameter


def test_nothing_is_known_of_an_unknown_station(client: FlaskClient) -> None:
    for name in ("nope", "hp-999", "x" * 80):
        assert client.get(f"/v1/stations/{name}").status_code == 404


def test_the_seeds_mark_what_is_made_up(fresh: Flask) -> None:
    with changing(fresh) as session:
        stations = session.scalars(select(Station)).all()

    assert len(stations) == 24
    assert all(each.simulated and each.is_virtual for each in stations)
    assert all(10 <= (each.capacity or 0) <= 20 for each in stations)
