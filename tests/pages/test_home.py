"""The home page: what to eat now, what the city is known for, what is open nearby."""

from datetime import datetime, timedelta, timezone

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import NOON
from tests.pages.reading import PHONE, Page

CENTRE = {"lat": "20.8561", "lon": "106.6822"}


def opened(client: FlaskClient, **asked: str) -> Page:
    answer = client.get("/", query_string=asked, headers=PHONE)
    assert answer.status_code == 200
    return Page(answer)


def test_the_city_is_known_for_its_signature_dishes(client: FlaskClient) -> None:
    page = opened(client)

    assert "The city is known for Bánh đa cua Crab noodle soup 24 places" in page.text
    assert "/search?q=B%C3%A1nh%20%C4%91a%20cua" in page.links


def test_a_dish_that_nobody_serves_is_not_shown(client: FlaskClient) -> None:
    assert "Chí chương" not in opened(client).text


def test_it_says_what_is_eaten_at_this_time(client: FlaskClient) -> None:
    assert "What people eat at noon" in opened(client).text


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (4, "at night"),
        (5, "in the morning"),
        (9, "in the morning"),
        (10, "at noon"),
        (14, "in the afternoon"),
        (18, "in the evening"),
        (22, "at night"),
    ],
)
def test_the_time_of_day_follows_the_clock(fresh: Flask, hour: int, words: str) -> None:
    fresh.config["CLOCK"] = lambda: NOON.replace(hour=hour)

    assert f"What people eat {words}" in opened(fresh.test_client()).text


def test_another_time_of_day_has_its_own_dishes(client: FlaskClient) -> None:
    evening = opened(client, time="evening")

    assert "What people eat in the evening" in evening.text
    assert evening.text != opened(client, time="morning").text


def test_what_is_open_is_told_from_the_centre_until_a_position_is_given(
    client: FlaskClient,
) -> None:
    page = opened(client)

    assert "Open now in the city centre" in page.text
    assert "Distances are from the Opera House." in page.text
    assert "Open until" in page.text
    assert "Closed" not in page.text


def test_near_me_is_told_from_the_position(client: FlaskClient) -> None:
    page = opened(client, **CENTRE)

    assert "Open now near you" in page.text
    assert "/search?open=now&lat=20.8561&lon=106.6822" in page.links


def test_who_is_far_away_gets_the_centre_and_is_told(client: FlaskClient) -> None:
    for lat, lon in (("0", "0"), ("-90", "180"), ("21.03", "105.85")):
        page = opened(client, lat=lat, lon=lon)
        assert "You are far from Hải Phòng" in page.text
        assert "Open now in the city centre" in page.text


def test_nobody_keeps_a_page_that_tells_where_its_reader_stands(
    client: FlaskClient,
) -> None:
    told = client.get("/", query_string=CENTRE, headers=PHONE)
    plain = client.get("/", headers=PHONE)

    assert told.headers["Cache-Control"] == "no-store"
    assert plain.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize(
    "asked",
    [
        {"lat": "20.8"},
        {"lon": "106"},
        {"lat": "91", "lon": "106"},
        {"lat": "nan", "lon": "106"},
        {"lat": "a" * 900, "lon": "106"},
        {"time": "teatime"},
        {"time": "\u202enoon"},
    ],
)
def test_what_cannot_be_used_is_refused(
    client: FlaskClient, asked: dict[str, str]
) -> None:
    answer = client.get("/", query_string=asked, headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_what_others_hang_onto_a_link_does_no_harm(client: FlaskClient) -> None:
    assert opened(client, fbclid="abc", utm_source="x", time="").language == "en"


def test_before_dawn_nothing_may_be_open_and_the_page_says_so(fresh: Flask) -> None:
    early = datetime(2026, 11, 21, 4, 30, tzinfo=timezone(timedelta(hours=7)))
    fresh.config["CLOCK"] = lambda: early

    assert "No venue is known to be open" in opened(fresh.test_client()).text


def test_an_app_is_told_where_things_are(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept": "application/json"})

    assert answer.get_json() == {
        "docs": "/docs",
        "openapi": "/openapi.json",
        "api": "/v1",
    }
