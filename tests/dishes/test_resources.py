"""Suggesting dishes while people type, and all that is known of one."""

from typing import Any
from unicodedata import normalize

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.dishes.rules import times_of_day
from citizen_api.schedules.evaluating import Schedule
from tests.factories import Stall, build, database_of

DISH = "banh-da-cua"
DAY = 24 * 60


def suggested(client: FlaskClient, q: str, **asked: Any) -> list[dict[str, Any]]:
    """What is suggested for what was typed."""
    answer = client.get("/v1/dishes", query_string={"q": q, **asked})
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json["items"]
    return found


def test_an_item_is_what_the_catalogue_says(client: FlaskClient) -> None:
    assert suggested(client, "bánh đa cua")[0] == {
        "id": DISH,
        "name": {"vi": "Bánh đa cua", "en": "Crab noodle soup"},
        "category": "noodle",
        "signature": True,
        "venue_count": 24,
        "matched": {"form": "Bánh đa cua", "kind": "exact"},
    }


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("bánh đa cua", "exact"),
        ("BÁNH ĐA CUA", "exact"),
        (normalize("NFD", "bánh đa cua"), "exact"),
        ("banh da cua", "folded"),
        ("bành đá cùa", "folded"),
        ("crab noodle soup", "exact"),
    ],
)
def test_the_first_is_what_was_typed_and_says_how_it_matched(
    client: FlaskClient, typed: str, kind: str
) -> None:
    first = suggested(client, typed)[0]

    assert (first["id"], first["matched"]["kind"]) == (DISH, kind)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("banhdacua", DISH),
        ("bahn mi cay", "banh-mi-cay"),
        ("spicy bread", "banh-mi-cay"),
        ("crab noodle", DISH),
        ("nem cua be", "nem-cua-be"),
        ("che dua dam", "dua-dam"),
        ("sui din", "sui-din"),
    ],
)
def test_people_type_as_they_like(
    client: FlaskClient, typed: str, expected: str
) -> None:
    assert expected in [item["id"] for item in suggested(client, typed)[:3]]


@pytest.mark.parametrize("letters", range(3, len("bánh đa cua") + 1))
def test_the_dish_is_suggested_while_it_is_typed(
    client: FlaskClient, letters: int
) -> None:
    found = suggested(client, "bánh đa cua"[:letters], limit=100)

    assert DISH in [item["id"] for item in found]


def test_exact_marks_rank_before_folded_before_beginnings_before_slips(
    client: FlaskClient,
) -> None:
    ranks = {"exact": 0, "folded": 1, "prefix": 2, "fuzzy": 3}

    for typed in ("bánh", "banh", "che", "chè", "nem", "ốc", "bun ca"):
        kinds = [
            item["matched"]["kind"] for item in suggested(client, typed, limit=100)
        ]
        assert [ranks[kind] for kind in kinds] == sorted(ranks[kind] for kind in kinds)


@pytest.mark.parametrize(
    "typed", ["qwrtzp", "zzzz", "?!", "12345", "🍕", "%", "_", "'"]
)
def test_nonsense_is_not_guessed_at(client: FlaskClient, typed: str) -> None:
    answer = client.get("/v1/dishes", query_string={"q": typed})

    assert answer.json == {"items": [], "next": None}


def test_a_new_venue_is_counted(fresh: Flask) -> None:
    client = fresh.test_client()
    build(fresh, Stall(serves={"cha-ruoi": []}))

    assert client.get("/v1/dishes/cha-ruoi").json["venue_count"] == 1


def test_the_page_of_a_dish_says_what_it_is(client: FlaskClient) -> None:
    dish = client.get(f"/v1/dishes/{DISH}").json

    assert dish["name"] == {"vi": "Bánh đa cua", "en": "Crab noodle soup"}
    assert "rice noodles" in dish["description"]["en"]
    assert "bánh đa" in dish["description"]["vi"]
    assert dish["description"]["basis"] == "source"
    assert {"bánh đa đỏ", "Crab noodle soup"} <= set(dish["aliases"])
    assert dish["name"]["vi"] not in dish["aliases"]
    assert (dish["category"], dish["signature"]) == ("noodle", True)


def test_every_dish_is_described_in_both_languages(client: FlaskClient) -> None:
    asked = "SELECT slug FROM dishes WHERE description_vi || description_en IS NULL"

    assert database_of(client.application).find(asked, {}) == []


def test_every_price_in_the_city_has_its_source_and_date(client: FlaskClient) -> None:
    for item in client.get("/v1/dishes?limit=100").json["items"]:
        dish = client.get(f"/v1/dishes/{item['id']}").json
        named = {source["id"] for source in dish["sources"]}
        for price in dish["city_prices"]:
            assert price["source_id"] in named
            assert price["price"]["currency"] == "VND"
            assert price["price"]["min"] > 0
            fresh = (price["checked_at"] or "") > "2026-05-25"
            assert price["stale"] is not fresh


def test_prices_that_disagree_are_all_told_the_newest_first(
    client: FlaskClient,
) -> None:
    prices = client.get("/v1/dishes/banh-mi-cay").json["city_prices"]

    assert [(p["price"]["min"], p["checked_at"], p["stale"]) for p in prices] == [
        (3000, "2026-10-05", False),
        (2500, "2022-06-08", True),
    ]


def test_times_of_day_stand_on_the_hours_of_its_venues(fresh: Flask) -> None:
    build(
        fresh,
        Stall(hours="05:30-09:00", serves={"cha-ruoi": []}),
        Stall(hours="19:00-03:00", serves={"cha-ruoi": []}),
        Stall(hours="19:00-03:00", serves={"cha-ruoi": []}),
        Stall(serves={"cha-ruoi": []}),
    )

    dish = fresh.test_client().get("/v1/dishes/cha-ruoi").json

    assert dish["hours_known_for"] == 3
    assert {part["part"]: part["venues_open"] for part in dish["times_of_day"]} == {
        "morning": 1,
        "noon": 0,
        "afternoon": 0,
        "evening": 2,
        "night": 2,
    }


def test_sunday_night_and_monday_morning_are_not_one_evening() -> None:
    monday_night = Schedule(1, "", (22 * 60, DAY + 2 * 60), (), {})
    sunday_night = Schedule(2, "", (0, 2 * 60, 6 * DAY + 22 * 60, 7 * DAY), (), {})

    counted = {
        each["part"]: each["venues_open"]
        for each in times_of_day([(monday_night, 1), (sunday_night, 10)])
    }

    assert counted["night"] == 1


@pytest.mark.parametrize("unknown", ["nix", "banh", "0", "x" * 80])
def test_a_dish_that_is_not_known_is_not_found(
    client: FlaskClient, unknown: str
) -> None:
    assert client.get(f"/v1/dishes/{unknown}").status_code == 404
