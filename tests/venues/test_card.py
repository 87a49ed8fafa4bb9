"""The card of a venue: everything by source, the best first, the used one marked."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON
from tests.factories import YESTERDAY, Stall, Told, build, rehearse
from tests.venues.walking import ids, walked

BA_GIA = "banh-mi-cay-ba-gia"


def card(client: FlaskClient, slug: str) -> dict[str, Any]:
    """The card of a venue."""
    answer = client.get(f"/v1/venues/{slug}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def test_prices_that_disagree_stand_side_by_side_the_best_first(
    client: FlaskClient,
) -> None:
    (dish, _) = card(client, BA_GIA)["menu"]

    assert dish["dish_id"] == "banh-mi-cay"
    assert [
        (p["price"]["min"], p["source"]["id"], p["checked_at"], p["stale"])
        for p in dish["prices"]
    ] == [
        (3000, "S29", "2026-10-05", False),
        (2500, "S32", "2022-06-08", True),
        (2000, "S5", None, True),
    ]


@pytest.mark.parametrize(
    "told",
    [
        [Told(9_000, on=None), Told(8_000)],
        [Told(20_000, 60_000), Told(30_000, 35_000)],
        [Told(30_000), Told(20_000), Told(25_000)],
        [Told(30_000, on=None), Told(20_000, on=None)],
        [Told(5_000, on=YESTERDAY.replace(year=2020)), Told(90_000)],
    ],
)
def test_the_first_price_of_the_card_is_the_one_of_the_list(
    fresh: Flask, told: list[Told]
) -> None:
    (slug,) = build(fresh, Stall(serves={"cha-ruoi": told}))
    client = fresh.test_client()

    (shown,) = walked(client, dish="cha-ruoi")
    first = card(client, slug)["menu"][0]["prices"][0]

    assert first["price"] == shown["match"]["price"]
    assert first["checked_at"] == shown["match"]["checked_at"]


def test_hours_are_told_by_source_with_the_used_one(client: FlaskClient) -> None:
    hours = card(client, BA_GIA)["hours"]

    assert hours["opening_hours"] == "08:00-22:00"
    assert [
        (each["opening_hours"], each["used"], each["source"]["id"], each["checked_at"])
        for each in hours["sources"]
    ] == [
        ("08:00-22:00", True, "S6", "2018-01-11"),
        ("06:00-20:00", False, "S7", None),
    ]
    assert all(each["stale"] for each in hours["sources"])


def test_the_week_has_seven_days_with_its_shifts(client: FlaskClient) -> None:
    week = card(client, "bun-ca-cay-cau-doanh")["hours"]["week"]

    assert [line["day"] for line in week] == ["mo", "tu", "we", "th", "fr", "sa", "su"]
    for line in week:
        assert line["periods"] == [
            {"opens": "06:00", "closes": "11:00", "known": True},
            {"opens": "16:00", "closes": "21:00", "known": True},
        ]


def test_hours_past_midnight_belong_to_the_evening(client: FlaskClient) -> None:
    week = card(client, "banh-mi-cho-cot-den")["hours"]["week"]

    assert week[6]["periods"] == [{"opens": "19:00", "closes": "03:00", "known": True}]


def test_special_days_are_told_for_a_month(fresh: Flask) -> None:
    (slug,) = build(fresh, Stall(hours="08:00-20:00; PH off; 2026 Dec 24 08:00-12:00"))
    fresh.config["CLOCK"] = lambda: NOON.replace(month=12, day=20)

    days = card(fresh.test_client(), slug)["hours"]["special_days"]

    assert [(day["day"], day["known"], len(day["periods"])) for day in days] == [
        ("2026-12-24", True, 1),
        ("2027-01-01", True, 0),
    ]
    assert days[0]["holiday"] is None
    assert days[1]["holiday"]["vi"] == "Tết Dương lịch"


def test_a_holiday_that_the_hours_are_silent_about_is_not_sure(
    client: FlaskClient,
) -> None:
    (day,) = card(client, BA_GIA)["hours"]["special_days"]

    assert (day["day"], day["known"]) == ("2026-11-24", False)
    assert day["holiday"] == {
        "vi": "Ngày Văn hóa Việt Nam",
        "en": "Vietnam Culture Day",
    }


def test_it_is_open_now_as_in_the_list(client: FlaskClient) -> None:
    for item in walked(client, 100):
        assert card(client, item["id"])["open"] == item["open"], item["id"]


def test_unknown_hours_are_unknown(client: FlaskClient) -> None:
    found = card(client, "banh-da-cua-da-lieu")

    assert found["hours"] == {
        "opening_hours": None,
        "until_sold_out": None,
        "week": None,
        "special_days": [],
        "sources": [],
    }
    assert found["open"] == {
        "now": None,
        "known": False,
        "until": None,
        "until_sold_out": False,
        "opens_at": None,
        "holiday": None,
    }


def test_hours_that_a_source_leaves_open_keep_its_words(client: FlaskClient) -> None:
    sources = card(client, "bun-ca-cay-66-le-loi")["hours"]["sources"]

    assert [(each["opening_hours"], each["used"]) for each in sources] == [
        ("07:00-18:00", True),
        (None, False),
    ]
    assert sources[1]["note"] == "morning only; closes about 10-11"


def test_a_fresh_hour_is_not_stale(fresh: Flask) -> None:
    (slug,) = build(fresh, Stall(hours="08:00-20:00"))
    rehearse(fresh, slug, "09:00-10:00", "08:00-20:00")

    sources = card(fresh.test_client(), slug)["hours"]["sources"]

    assert [each["opening_hours"] for each in sources] == ["08:00-20:00", "09:00-10:00"]


def test_a_price_from_without_an_end(fresh: Flask) -> None:
    (slug,) = build(fresh, Stall(serves={"oc": [Told(30_000, 90_000)]}))

    (dish,) = card(fresh.test_client(), slug)["menu"]

    assert dish["prices"][0]["price"] == {
        "min": 30_000,
        "max": 90_000,
        "currency": "VND",
        "unit": None,
    }


def test_a_score_is_told_with_the_plain_mean_and_every_count(fresh: Flask) -> None:
    (slug,) = build(fresh, Stall(stars=(1, 0, 2, 3, 4)))

    found = card(fresh.test_client(), slug)

    assert found["histogram"] == {"1": 1, "2": 0, "3": 2, "4": 3, "5": 4}
    assert found["ratings_count"] == 10
    assert found["stars_mean"] == 3.9
    assert 3 < found["score"] < 3.9


def test_nobody_has_rated_a_new_venue(client: FlaskClient) -> None:
    found = card(client, BA_GIA)

    assert found["score"] is found["stars_mean"] is None
    assert found["ratings_count"] == sum(found["histogram"].values()) == 0


def test_honours_name_their_source(client: FlaskClient) -> None:
    (honour,) = card(client, "banh-da-cua-be-ba-cu")["honours"]

    assert honour["name"].startswith("Trứ Danh Hải Phòng")
    assert honour["source"]["id"] == "S38"
    assert (honour["checked_at"], honour["stale"]) == ("2025-12-28", False)


def test_every_fact_has_a_source_and_every_source_a_title(client: FlaskClient) -> None:
    for slug in ids(walked(client, 100)):
        found = card(client, slug)
        for source in found["sources"]:
            assert source["title"]
        for dish in found["menu"]:
            assert all(price["source"] for price in dish["prices"]), slug
        assert all(hours["source"] for hours in found["hours"]["sources"])


def test_a_vague_place_says_so(client: FlaskClient) -> None:
    found = card(client, "banh-da-cua-be-ba-cu")

    assert (found["accuracy_m"], found["basis"]) == (310, "approximate-to-street")
    assert "house number not placed" in found["place_note"]
    assert found["address"]["house_number"] == "179"


def test_twelve_venues_have_no_place_and_a_card_all_the_same(
    client: FlaskClient,
) -> None:
    unplaced = [item for item in walked(client, 100) if item["location"] is None]

    for item in unplaced:
        assert card(client, item["id"])["location"] is None
