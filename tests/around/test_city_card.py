"""The city card: what is around a place right now."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON
from tests.reviews.phones import problem

CENTRE = "lat=20.8561&lon=106.6822"
FAR_AWAY = "lat=21.0285&lon=105.8542"
AT_SEA = "lat=20.5&lon=107.2"


def card(client: FlaskClient, query: str = CENTRE) -> dict[str, Any]:
    answer = client.get(f"/v1/around?{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


def at(app: Flask, moment: datetime, query: str = CENTRE) -> dict[str, Any]:
    """The card at another moment."""
    app.config["CLOCK"] = lambda: moment
    try:
        return card(app.test_client(), query)
    finally:
        app.config["CLOCK"] = lambda: NOON


def test_what_is_open_now_stands_nearest_first(client: FlaskClient) -> None:
    items = card(client)["open_now"]["items"]

    distances = [item["distance_m"] for item in items]
    assert 0 < len(items) <= 10
    assert distances == sorted(distances)
    assert all(distance <= 1500 for distance in distances)
    assert all(item["open"]["now"] is True for item in items)


def test_it_is_the_nearest_that_the_search_finds(client: FlaskClient) -> None:
    query = f"/v1/venues?{CENTRE}&radius=1500&open_at=now&sort=distance&limit=10"
    found = client.get(query).get_json()["items"]

    items = card(client)["open_now"]["items"]

    assert [item["id"] for item in items] == [item["id"] for item in found]


def test_it_says_how_many_do_not_tell_their_hours(client: FlaskClient) -> None:
    circle = f"{CENTRE}&radius=800"
    every = client.get(f"/v1/venues?{circle}&limit=100").get_json()["items"]
    unknown = [item for item in every if not item["open"]["known"]]

    assert card(client, circle)["open_now"]["hours_unknown"] == len(unknown) > 0


def test_at_night_something_else_is_open(app: Flask) -> None:
    noon = {item["id"] for item in at(app, NOON)["open_now"]["items"]}
    night = {
        item["id"] for item in at(app, NOON + timedelta(hours=15))["open_now"]["items"]
    }

    assert noon != night


def test_it_says_at_which_minute(app: Flask) -> None:
    moment = NOON + timedelta(seconds=33, milliseconds=7)

    assert at(app, moment)["at"] == "2026-11-21T12:00:00+07:00"


def test_the_ward_is_the_one_of_today(client: FlaskClient) -> None:
    ward = card(client)["ward"]

    assert ward["name"] == "Phường Hồng Bàng"
    assert ward["code"]


@pytest.mark.parametrize("query", [FAR_AWAY, AT_SEA, "lat=0&lon=0", "lat=-90&lon=180"])
def test_outside_the_city_there_is_no_ward_and_nothing_to_eat(
    client: FlaskClient, query: str
) -> None:
    found = card(client, query)

    assert found["ward"] is None
    assert found["open_now"] == {"items": [], "hours_unknown": 0}
    assert found["signature_dishes"] == []


def test_signature_dishes_stand_nearest_first(client: FlaskClient) -> None:
    dishes = card(client)["signature_dishes"]

    distances = [dish["venue"]["distance_m"] for dish in dishes]
    assert distances == sorted(distances)
    assert len({dish["dish_id"] for dish in dishes}) == len(dishes) > 3


def test_each_signature_dish_is_one_and_served_where_it_says(
    client: FlaskClient,
) -> None:
    for near in card(client)["signature_dishes"]:
        assert client.get(f"/v1/dishes/{near['dish_id']}").get_json()["signature"]
        query = f"/v1/venues?dish={near['dish_id']}&{CENTRE}&sort=distance&limit=1"
        nearest = client.get(query).get_json()["items"][0]
        assert nearest["distance_m"] == near["venue"]["distance_m"]


def test_a_wider_circle_holds_more(client: FlaskClient) -> None:
    small, wide = card(client, f"{CENTRE}&radius=300"), card(client, CENTRE)

    assert len(small["open_now"]["items"]) < len(wide["open_now"]["items"])
    assert len(small["signature_dishes"]) <= len(wide["signature_dishes"])
    assert all(dish["venue"]["distance_m"] <= 300 for dish in small["signature_dishes"])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"lat", "lon"}),
        ("lat=20.8561", {"lon"}),
        ("lon=106.6822", {"lat"}),
        ("lat=91&lon=106.6822", {"lat"}),
        ("lat=20.8561&lon=181", {"lon"}),
        ("lat=nan&lon=106.6822", {"lat"}),
        ("lat=1e308&lon=inf", {"lat", "lon"}),
        ("lat=20,8561&lon=106.6822", {"lat"}),
        (f"{CENTRE}&radius=0", {"radius"}),
        (f"{CENTRE}&radius=1000000000", {"radius"}),
        (f"{CENTRE}&radius=-5", {"radius"}),
        (f"{CENTRE}&lat=20.9", {"lat"}),
        (f"{CENTRE}&q=banh", {"q"}),
    ],
)
def test_what_cannot_be_a_place_is_named(
    client: FlaskClient, query: str, names: set[str]
) -> None:
    refused = client.get(f"/v1/around?{query}")

    assert (refused.status_code, problem(refused)) == (422, "invalid-request")
    errors = refused.get_json()["errors"]
    assert {error["parameter"] for error in errors} == names


def test_a_repeat_in_the_same_minute_costs_a_304(client: FlaskClient) -> None:
    first = client.get(f"/v1/around?{CENTRE}")

    again = client.get(
        f"/v1/around?{CENTRE}", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert "max-age=30" in first.headers["Cache-Control"]


def test_the_nearest_station_with_bikes_is_told(client: FlaskClient) -> None:
    bikes = card(client)["bikes"]
    query = f"{CENTRE}&with_bikes=1&limit=1"
    (nearest,) = client.get(f"/v1/stations?{query}").get_json()["items"]

    assert bikes == nearest
    assert bikes["bikes"]["available"] > 0


def test_no_station_is_told_that_is_not_around(client: FlaskClient) -> None:
    assert card(client, FAR_AWAY)["bikes"] is None
    assert card(client, f"{CENTRE}&radius=1")["bikes"] is None
