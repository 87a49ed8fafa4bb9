"""One tour: its stops, what to eat there, and how far it is from one to the next."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, text

from citizen_api.tours.models import TourStop
from tests.conftest import NOON
from tests.factories import Stall, Told, build, changing
from tests.reviews.phones import problem
from tests.tours.walks import MORNING, get, make

UNPLACED = "banh-da-cua-16-phan-chu-trinh"
STATION = "banh-da-cua-co-yen"
OLD_QUARTER = "banh-da-cua-be-ba-cu"


def at(app: Flask, hours: float, path: str = MORNING) -> dict[str, Any]:
    """A tour so many hours after noon of Saturday 21 November 2026."""
    app.config["CLOCK"] = lambda: NOON + timedelta(hours=hours)
    return get(app.test_client(), path)


def test_the_stops_stand_in_order(client: FlaskClient) -> None:
    stops = get(client)["stops"]

    assert [(stop["number"], stop["venue"]["id"]) for stop in stops] == [
        (1, "banh-da-cua-co-yen"),
        (2, "bun-ca-cay-66-le-loi"),
        (3, "banh-mi-cay-ba-gia"),
        (4, "cho-luong-van-can"),
    ]


def test_a_stop_is_where_and_as_open_as_its_venue(client: FlaskClient) -> None:
    for stop in get(client)["stops"]:
        venue = get(client, f"/v1/venues/{stop['venue']['id']}")
        assert {name: venue[name] for name in ("location", "accuracy_m", "open")} == {
            name: stop["venue"][name] for name in ("location", "accuracy_m", "open")
        }


def test_what_to_eat_costs_what_the_menu_says(client: FlaskClient) -> None:
    for stop in get(client)["stops"]:
        menu = get(client, f"/v1/venues/{stop['venue']['id']}")["menu"]
        assert stop["eat"]
        assert all(dish in menu for dish in stop["eat"])


def test_what_to_eat_stands_in_the_order_of_the_curator(client: FlaskClient) -> None:
    eat = get(client)["stops"][3]["eat"]

    assert [dish["dish_id"] for dish in eat] == ["xoi-do-den", "chao-quay"]


def test_an_old_price_is_marked(client: FlaskClient) -> None:
    prices = get(client)["stops"][2]["eat"][0]["prices"]

    assert [(price["checked_at"], price["stale"]) for price in prices] == [
        ("2026-10-05", False),
        ("2022-06-08", True),
        (None, True),
    ]


def test_the_whole_way_is_the_sum_of_its_parts(client: FlaskClient) -> None:
    tour = get(client)
    legs = [stop["from_previous"] for stop in tour["stops"]]

    assert legs[0] is None
    assert tour["walk"]["complete"]
    for total in ("distance_m", "walking_min"):
        assert tour["walk"][total] == sum(leg[total] for leg in legs[1:]) > 0
    stays = sum(stop["stay_min"] for stop in tour["stops"])
    assert tour["duration_min"] == stays + tour["walk"]["walking_min"]


def test_it_says_what_distances_stand_on(client: FlaskClient) -> None:
    assert get(client)["walk"]["basis"] == {
        "distance": "air-line",
        "detour_factor": 1.3,
        "metres_per_minute": 75,
    }


def test_open_stops_are_counted_at_this_minute(fresh: Flask) -> None:
    assert at(fresh, 0)["open_now"] == {"open": 2, "closed": 0, "hours_unknown": 2}
    assert at(fresh, 12)["open_now"] == {"open": 0, "closed": 2, "hours_unknown": 2}


def test_on_a_holiday_that_nobody_speaks_of_it_is_not_known(fresh: Flask) -> None:
    new_year = 24 * 41  # 1 January 2027

    assert at(fresh, new_year)["open_now"] == {
        "open": 0,
        "closed": 0,
        "hours_unknown": 4,
    }


def test_a_venue_that_is_gone_is_no_stop_any_more(fresh: Flask) -> None:
    here, there = build(fresh, Stall(), Stall(place=(106.69, 20.85)))
    path = make(fresh, "two", here, there)
    with changing(fresh) as session:
        for table in ("menu_prices", "menu_items", "venue_scores"):
            gone = f"DELETE FROM {table} v USING venues w WHERE w.id = v.venue_id"
            session.execute(text(f"{gone} AND w.slug = :slug"), {"slug": here})
        session.execute(text("DELETE FROM venues WHERE slug = :slug"), {"slug": here})

    tour = get(fresh.test_client(), path)

    assert [stop["venue"]["id"] for stop in tour["stops"]] == [there]
    assert tour["stops"][0]["number"] == 1
    assert tour["walk"]["distance_m"] == 0


def test_a_tour_without_stops_is_told_as_such(fresh: Flask) -> None:
    with changing(fresh) as session:
        session.execute(delete(TourStop))

    tour = get(fresh.test_client())

    assert (tour["stops"], tour["dishes"], tour["sources"]) == ([], [], [])
    assert (tour["stops_count"], tour["duration_min"]) == (0, 0)
    assert tour["open_now"] == {"open": 0, "closed": 0, "hours_unknown": 0}


def test_a_stop_without_a_place_makes_the_way_incomplete(fresh: Flask) -> None:
    path = make(fresh, "lost", STATION, UNPLACED, OLD_QUARTER)

    tour = get(fresh.test_client(), path)

    assert [stop["from_previous"] for stop in tour["stops"]] == [None, None, None]
    assert tour["stops"][1]["venue"]["location"] is None
    assert (tour["walk"]["complete"], tour["walk"]["distance_m"]) == (False, 0)


def test_a_dish_that_is_off_the_menu_is_not_promised(fresh: Flask) -> None:
    here = build(fresh, Stall(serves={"oc": [Told(50000)]}))[0]

    tour = get(fresh.test_client(), make(fresh, "off", here))

    assert tour["stops"][0]["eat"] == []
    assert tour["dishes"] == []


def test_the_same_venue_may_be_visited_twice(fresh: Flask) -> None:
    path = make(fresh, "again", STATION, OLD_QUARTER, STATION)

    stops = get(fresh.test_client(), path)["stops"]

    there, back = stops[1]["from_previous"], stops[2]["from_previous"]
    assert there == back


def test_every_source_of_the_stops_is_listed_once(client: FlaskClient) -> None:
    tour = get(client)
    listed = [source["id"] for source in tour["sources"]]
    cited = {
        price["source"]["id"]
        for stop in tour["stops"]
        for dish in stop["eat"]
        for price in dish["prices"]
    }

    assert len(set(listed)) == len(listed)
    assert cited <= set(listed)


def test_text_stays_text(fresh: Flask) -> None:
    name = "<script>alert(1)</script> & \"'"

    tour = get(fresh.test_client(), make(fresh, "html", STATION, name=name))

    assert tour["name"] == {"vi": name, "en": name, "ko": None, "zh": None, "ja": None}


def test_a_repeat_in_the_same_minute_costs_a_304(client: FlaskClient) -> None:
    first = client.get(MORNING)

    again = client.get(MORNING, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "public, max-age=30"


@pytest.mark.parametrize("unknown", ["nix", "0", "a" * 80, "sang-quanh-ga-2"])
def test_a_tour_that_is_not_known_is_not_found(
    client: FlaskClient, unknown: str
) -> None:
    refused = client.get(f"/v1/tours/{unknown}")

    assert (refused.status_code, problem(refused)) == (404, "not-found")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/tours/SANG-QUANH-GA",
        "/v1/tours/s%C3%A1ng",
        "/v1/tours/sa%CC%81ng",
        "/v1/tours/%E2%80%AEabc",
        "/v1/tours/a%00",
        "/v1/tours/" + "a" * 81,
        "/v1/tours/1'--",
        "/v1/tours/",
        f"{MORNING}/",
    ],
)
def test_an_address_that_cannot_be_a_tour_is_not_found(
    client: FlaskClient, path: str
) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nobody_changes_a_tour_from_outside(client: FlaskClient, method: str) -> None:
    assert client.open(MORNING, method=method).status_code == 405


@pytest.mark.parametrize("query", ["lang=fr", "lang=", "limit=2", "nix=1"])
def test_what_a_tour_does_not_know_is_refused(client: FlaskClient, query: str) -> None:
    refused = client.get(f"{MORNING}?{query}")

    assert refused.status_code == 422
    names = [each["parameter"] for each in refused.json["errors"]]
    assert names == [query.partition("=")[0]]
