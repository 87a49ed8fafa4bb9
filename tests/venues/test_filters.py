"""Each condition alone and with others, against the tables of a town."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.db import Database
from tests.factories import Stall, Told, build
from tests.venues.conftest import Fact, Town
from tests.venues.walking import ids, walked

DISH = "banh-da-cua"
CENTRE = {"lat": 20.8561, "lon": 106.6822}
BOX = (106.67, 20.84, 106.70, 20.87)
WITHIN = """
SELECT slug FROM venues
WHERE ST_DWithin(ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326)::geography,
                 ST_Point(%(lon)s, %(lat)s, 4326)::geography, %(radius)s)
"""


def inside(fact: Fact) -> bool:
    """Whether a venue lies in the box."""
    if fact.lon_e6 is None or fact.lat_e6 is None:
        return False
    west, south, east, north = (round(side * 1e6) for side in BOX)
    return west <= fact.lon_e6 <= east and south <= fact.lat_e6 <= north


def within(database: Database, radius: int) -> set[str]:
    """The ids of the venues within a radius of the centre."""
    return {row[0] for row in database.find(WITHIN, {**CENTRE, "radius": radius})}


@pytest.mark.parametrize("dish", ["banh-da-cua", "cha-ruoi", "tra-quat"])
def test_a_dish_gives_every_venue_that_serves_it(
    town: FlaskClient, facts: Town, dish: str
) -> None:
    assert set(ids(walked(town, dish=dish))) == set(facts.prices[dish])


def test_no_condition_gives_every_venue(town: FlaskClient, facts: Town) -> None:
    assert set(ids(walked(town, 100))) == set(facts.venues)


@pytest.mark.parametrize("radius", [300, 1000, 5000, 100_000])
@pytest.mark.parametrize("sort", ["distance", "score"])
def test_a_radius_gives_what_lies_within(
    town: FlaskClient, database: Database, radius: int, sort: str
) -> None:
    found = ids(walked(town, 100, radius=radius, sort=sort, **CENTRE))

    assert set(found) == within(database, radius)


@pytest.mark.parametrize("sort", ["relevance", "score", "distance", "price"])
def test_a_box_gives_what_lies_inside_in_every_order(
    town: FlaskClient, facts: Town, sort: str
) -> None:
    box = ",".join(map(str, BOX))

    found = ids(walked(town, dish=DISH, bbox=box, sort=sort, **CENTRE))

    serving = facts.prices[DISH]
    assert sorted(found) == sorted(s for s in serving if inside(facts.venues[s]))


def test_a_box_and_a_radius_must_both_hold(
    town: FlaskClient, facts: Town, database: Database
) -> None:
    box = ",".join(map(str, BOX))

    found = ids(walked(town, 100, bbox=box, radius=1500, **CENTRE))

    near = within(database, 1500)
    assert set(found) == {s for s in near if inside(facts.venues[s])}


@pytest.mark.parametrize("most", [0, 20_000, 35_000, 100_000_000])
@pytest.mark.parametrize("asked", [{"dish": DISH}, {"q": "bánh đa cua"}])
@pytest.mark.parametrize("sort", ["relevance", "price"])
def test_a_price_that_is_known_and_low_enough_counts(
    town: FlaskClient, facts: Town, most: int, asked: dict[str, str], sort: str
) -> None:
    found = ids(walked(town, max_price=most, sort=sort, **asked))

    cheap = {s for s, price in facts.prices[DISH].items() if price and price <= most}
    assert set(found) == cheap
    assert len(found) == len(cheap)


@pytest.mark.parametrize("least", [1, 3.5, 4.12, 5])
def test_a_score_that_is_high_enough_counts(
    town: FlaskClient, facts: Town, least: float
) -> None:
    found = walked(town, 100, min_score=least)

    good = {s for s, fact in facts.venues.items() if fact.score >= round(100 * least)}
    assert set(ids(found)) == good
    assert all(item["score"] >= least for item in found)


CONDITIONS: dict[str, tuple[dict[str, Any], Callable[[Town, str], bool]]] = {
    "dish": ({"dish": DISH}, lambda town, s: s in town.prices[DISH]),
    "box": (
        {"bbox": ",".join(map(str, BOX))},
        lambda town, s: inside(town.venues[s]),
    ),
    "price": (
        {"dish": DISH, "max_price": 40_000},
        lambda town, s: (town.prices[DISH].get(s) or 10**9) <= 40_000,
    ),
    "score": ({"min_score": 3.6}, lambda town, s: town.venues[s].score >= 360),
}


@pytest.mark.parametrize("first", CONDITIONS)
@pytest.mark.parametrize("second", CONDITIONS)
def test_two_conditions_must_both_hold(
    town: FlaskClient, facts: Town, first: str, second: str
) -> None:
    asked = CONDITIONS[first][0] | CONDITIONS[second][0]

    found = ids(walked(town, 100, **asked))

    holds = (CONDITIONS[first][1], CONDITIONS[second][1])
    assert sorted(found) == sorted(
        s for s in facts.venues if all(each(facts, s) for each in holds)
    )


def test_all_conditions_together(town: FlaskClient, facts: Town) -> None:
    asked = {
        name: value for each, _ in CONDITIONS.values() for name, value in each.items()
    }

    found = ids(walked(town, 3, **asked, sort="price"))

    assert sorted(found) == sorted(
        s
        for s in facts.venues
        if all(holds(facts, s) for _, holds in CONDITIONS.values())
    )


def test_the_cheapest_of_the_dishes_meant_is_matched(fresh: Flask) -> None:
    two = {"banh-mi-cay": [Told(9_000)], "banh-mi-pate": [Told(4_000)]}
    (stall,) = build(fresh, Stall(serves=two))
    client = fresh.test_client()

    found = walked(client, 5, q="bánh mì", sort="price")

    ours = [item for item in found if item["id"] == stall]
    assert [item["match"]["price"]["min"] for item in ours] == [4_000]
    assert [item["match"]["dish_id"] for item in ours] == ["banh-mi-pate"]


def test_a_dearer_dish_does_not_count_for_a_cheap_price(fresh: Flask) -> None:
    two = {"banh-mi-cay": [Told(9_000)], "banh-mi-pate": [Told(14_000)]}
    (stall,) = build(fresh, Stall(serves=two))
    client = fresh.test_client()

    assert stall not in ids(walked(client, q="bánh mì", max_price=8_999))
    assert stall in ids(walked(client, q="bánh mì", max_price=9_000))


def test_what_is_shown_of_a_match(client: FlaskClient) -> None:
    found = {item["id"]: item for item in walked(client, dish=DISH)}

    assert found["banh-da-cua-be-ba-cu"]["match"] == {
        "dish_id": DISH,
        "price": {"min": 40_000, "max": 80_000, "currency": "VND", "unit": "bát"},
        "source": {
            "id": "S29",
            "title": found["banh-da-cua-be-ba-cu"]["match"]["source"]["title"],
            "kind": "imported",
        },
        "sold_out_until": None,
        "checked_at": "2026-10-05",
        "stale": False,
    }


def test_a_price_of_another_year_is_stale(client: FlaskClient) -> None:
    matches = [item["match"] for item in walked(client, dish=DISH, limit=100)]

    dated = {m["checked_at"]: m["stale"] for m in matches if m["price"]}
    assert dated["2026-10-05"] is False
    assert all(stale for day, stale in dated.items() if day != "2026-10-05")


def test_nothing_matches_when_no_dish_is_asked_for(client: FlaskClient) -> None:
    assert {item["match"] for item in walked(client)} == {None}


def test_a_place_that_is_not_known_is_never_pinned(client: FlaskClient) -> None:
    unplaced = [item for item in walked(client, 100) if item["location"] is None]

    assert len(unplaced) == 12
    for item in unplaced:
        assert (item["accuracy_m"], item["basis"], item["distance_m"]) == (None,) * 3


def test_a_place_says_how_sure_it_is(client: FlaskClient) -> None:
    placed = [item for item in walked(client, 100) if item["location"]]

    assert len(placed) == 88
    for item in placed:
        assert item["accuracy_m"] > 0
        assert item["basis"] in {
            "source",
            "osm-address",
            "street-interpolated",
            "approximate-to-street",
            "landmark-osm",
            "approximate-to-ward",
        }
