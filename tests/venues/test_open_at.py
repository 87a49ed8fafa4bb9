"""Who is open: now, at a time of today, at a moment; past midnight and on Tết."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import Stall, build
from tests.venues.walking import ids, walked

TRA_QUAT = {"tra-quat": []}
CITY = {
    "06:00": {"bun-ca-cay-thang-to", "bun-ca-mien-duyen-hai"},
    "07:00": {"bun-ca-cay-66-le-loi", "banh-da-cua-be-ba-cu"},
    "02:59": {"banh-mi-cho-cot-den"},
}


def open_ids(client: FlaskClient, moment: str, **asked: Any) -> set[str]:
    """The ids of the venues that are open at a moment."""
    return set(ids(walked(client, 100, open_at=moment, **asked)))


def test_now_is_the_moment_of_the_city(client: FlaskClient) -> None:
    found = walked(client, 100, open_at="now")

    assert set(ids(found)) == open_ids(client, "12:00")
    assert set(ids(found)) == open_ids(client, "2026-11-21T12:00:00+07:00")
    assert all(item["open"]["now"] and item["open"]["known"] for item in found)
    assert all(item["open"]["until"] > "2026-11-21T12:00" for item in found)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-21T12:00:00+07:00",
        "2026-11-21T12:00:00.999+07:00",
        "2026-11-21T12:00+07:00",
        "2026-11-21T05:00:00Z",
        "2026-11-20T23:00:00-06:00",
        "2026-11-21T12:00:00 07:00",
        "2026-11-21T12:00",
    ],
)
def test_a_moment_can_be_written_in_many_ways(client: FlaskClient, moment: str) -> None:
    answer = client.get("/v1/venues", query_string={"open_at": moment}).json

    assert answer["understood"]["open_at"].startswith("2026-11-21T12:00:00")
    assert set(ids(answer["items"])) <= open_ids(client, "now")


@pytest.mark.parametrize("clock", CITY)
def test_a_time_is_one_of_today(client: FlaskClient, clock: str) -> None:
    assert CITY[clock] <= open_ids(client, clock)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("2026-11-21T18:59", False),
        ("2026-11-21T19:00", True),
        ("2026-11-21T23:59", True),
        ("2026-11-22T00:00", True),
        ("2026-11-22T02:59", True),
        ("2026-11-22T03:00", False),
    ],
)
def test_past_midnight_is_still_the_evening(
    client: FlaskClient, clock: str, expected: bool
) -> None:
    """It is open 19:00-03:00."""
    found = open_ids(client, clock)

    assert ("banh-mi-cho-cot-den" in found) is expected


@pytest.mark.parametrize(
    ("clock", "expected"),
    [("05:59", False), ("06:00", True), ("10:59", True), ("11:00", False),
     ("15:59", False), ("16:00", True), ("20:59", True), ("21:00", False)],
)  # fmt: skip
def test_two_shifts_have_a_pause(
    client: FlaskClient, clock: str, expected: bool
) -> None:
    """It is open 06:00-11:00,16:00-21:00."""
    assert ("bun-ca-cay-cau-doanh" in open_ids(client, clock)) is expected


def test_unknown_hours_are_not_closed_but_left_out_and_counted(
    client: FlaskClient,
) -> None:
    dish = "banh-da-cua"
    every = walked(client, dish=dish, limit=100)
    unknown = [item for item in every if not item["open"]["known"]]
    assert unknown
    assert {item["open"]["now"] for item in unknown} == {None}

    answer = client.get(f"/v1/venues?dish={dish}&open_at=now&limit=100").json

    assert answer["left_out"] == {"hours_unknown": len(unknown)}
    assert all(item["open"]["known"] for item in answer["items"])


@pytest.mark.parametrize("sort", ["relevance", "distance", "score", "price"])
def test_the_count_of_unknown_hours_is_the_same_in_every_order(
    client: FlaskClient, sort: str
) -> None:
    """Among them are venues without a place and without a price."""
    asked = {"dish": "oc", "lat": 20.8561, "lon": 106.6822, "sort": sort}

    answer = client.get("/v1/venues", query_string={**asked, "open_at": "now"}).json

    assert answer["left_out"] == {"hours_unknown": 8}


def test_the_count_stands_on_the_last_page_only(town: FlaskClient) -> None:
    first = town.get("/v1/venues?dish=banh-da-cua&open_at=now&limit=2").json

    assert first["next"]
    assert first["left_out"] is None


def test_nothing_is_left_out_when_no_time_is_asked_for(client: FlaskClient) -> None:
    assert client.get("/v1/venues?limit=100").json["left_out"] is None


def test_on_tet_the_ordinary_hours_are_not_sure(client: FlaskClient) -> None:
    found = walked(client, 100, open_at="2027-02-06T12:00:00+07:00")

    assert found
    for item in found:
        assert item["open"]["known"] is False
        assert item["open"]["holiday"] == {
            "vi": "Tết Nguyên đán (mùng 1)",
            "en": "Lunar New Year (first day)",
        } or item["open"]["holiday"]["vi"].startswith("Tết Nguyên đán")


@pytest.mark.parametrize(
    ("moment", "doubted"),
    [
        ("2026-11-24T00:30", False),
        ("2026-11-24T23:30", True),
        ("2026-11-25T00:30", True),
    ],
)
def test_the_night_of_a_holiday_is_not_sure_until_its_end(
    client: FlaskClient, moment: str, doubted: bool
) -> None:
    """It is open 19:00-03:00; 24 November is a holiday."""
    found = walked(client, 100, open_at=moment)

    (state,) = [each["open"] for each in found if each["id"] == "banh-mi-cho-cot-den"]
    assert (state["known"], bool(state["holiday"])) == (not doubted, doubted)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ("08:00-20:00; PH off", "2027-02-06T12:00", False),
        ("08:00-20:00; PH off", "2027-02-11T12:00", True),
        ("08:00-20:00; PH off", "2027-02-10T12:00", False),
        ("PH 09:00-11:00", "2027-02-06T10:00", True),
        ("PH 09:00-11:00", "2027-02-11T10:00", False),
        ("18:00-02:00; PH off", "2027-02-04T01:00", True),
        ("18:00-02:00; PH off", "2027-02-06T01:00", False),
        ("24/7", "2027-02-06T03:00", True),
        ("Mo-Fr 08:00-17:00", "2026-11-21T12:00", False),
        ("Sa 22:00-02:00", "2026-11-22T01:00", True),
    ],
)
def test_hours_that_speak_of_holidays_are_kept(
    fresh: Flask, hours: str, moment: str, expected: bool
) -> None:
    (stall,) = build(fresh, Stall(hours=hours, serves=TRA_QUAT))

    found = open_ids(fresh.test_client(), moment, dish="tra-quat")

    assert (stall in found) is expected


def test_what_is_shown_is_the_state_at_the_moment_asked_for(fresh: Flask) -> None:
    build(fresh, Stall(hours="06:00-11:00,16:00-21:00", serves=TRA_QUAT))
    client = fresh.test_client()

    (item,) = walked(client, dish="tra-quat", open_at="2026-11-22T17:30")

    assert item["open"] == {
        "now": True,
        "known": True,
        "until": "2026-11-22T21:00:00+07:00",
        "opens_at": None,
        "holiday": None,
        "until_sold_out": False,
    }


def test_a_price_is_as_old_as_it_is_today_whatever_moment_is_asked_for(
    town: FlaskClient,
) -> None:
    found = walked(town, 100, dish="che", open_at="2027-11-20T10:00")

    prices = [item["match"] for item in found if item["match"]["price"]]
    assert {price["stale"] for price in prices} == {True, False}


def test_a_closed_venue_says_when_it_opens(fresh: Flask) -> None:
    (stall,) = build(fresh, Stall(hours="Mo 06:00-11:00", serves=TRA_QUAT))
    found = walked(fresh.test_client(), dish="tra-quat")

    (state,) = [item["open"] for item in found if item["id"] == stall]
    assert (state["now"], state["known"]) == (False, True)
    assert state["opens_at"] == "2026-11-23T06:00:00+07:00"


@pytest.mark.parametrize(
    ("clock", "listed"),
    [("14:59", False), ("15:00", True), ("16:30", True)],
)
def test_hours_without_an_end_begin_for_sure(
    client: FlaskClient, clock: str, listed: bool
) -> None:
    """They are open 15:00+."""
    found = open_ids(client, clock)

    assert ({"sui-din-che-nong-co-ut", "cho-cat-bi"} <= found) is listed
