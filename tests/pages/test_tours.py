"""The pages of the food walks."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from citizen_api.tours.models import TourStop
from tests.factories import Stall, build, changing
from tests.pages.reading import PHONE, Page
from tests.tours.walks import GEOJSON, make

MORNING = "/tours/sang-quanh-ga"
UNPLACED = "banh-da-cua-16-phan-chu-trinh"
PLACES = re.compile(
    r'<script type="application/json" id="places">(.*?)</script>', re.DOTALL
)


def opened(client: FlaskClient, path: str, status: int = 200, **asked: str) -> Page:
    answer = client.get(path, query_string={"lang": "en", **asked}, headers=PHONE)
    assert answer.status_code == status
    return Page(answer)


def drawn(client: FlaskClient, path: str = MORNING) -> list[dict[str, Any]]:
    """What the map is given."""
    found = PLACES.search(client.get(path, headers=PHONE).text)
    assert found
    features: list[dict[str, Any]] = json.loads(found[1])["features"]
    return features


def test_every_walk_has_a_card(client: FlaskClient) -> None:
    page = opened(client, "/tours")

    walks = [link for link in page.links if link.startswith("/tours/")]
    assert walks == [
        "/tours/sang-quanh-ga",
        "/tours/chieu-cho-co-dao",
        "/tours/toi-oc-va-lau-cua",
        "/tours/ca-phe-va-do-ngot",
    ]


def test_a_card_says_when_how_long_how_far_and_what_is_open(
    client: FlaskClient,
) -> None:
    text = opened(client, "/tours").text

    assert "Morning, 7:15 AM" in text
    assert "4 stops about 1 hr 35 min 900 m Open now: 2 of 4 2 do not say" in text


def test_the_stops_lead_to_their_venues_in_order(client: FlaskClient) -> None:
    page = opened(client, MORNING)

    assert [link for link in page.links if link.startswith("/venues/")] == [
        "/venues/banh-da-cua-co-yen",
        "/venues/bun-ca-cay-66-le-loi",
        "/venues/banh-mi-cay-ba-gia",
        "/venues/cho-luong-van-can",
    ]


def test_a_stop_says_what_to_eat_at_what_price_of_when(client: FlaskClient) -> None:
    text = opened(client, MORNING).text

    assert "Bún cá cay Spicy fish noodle soup ₫25,000–30,000 / bowl old price" in text
    assert "Xôi đỗ đen Black-bean sticky rice Price not known" in text
    assert "2 sources say something else" in text


def test_a_rough_distance_is_told_as_such(client: FlaskClient) -> None:
    text = opened(client, MORNING).text

    assert "820 m, 15 minutes on foot ± 340 m" in text
    assert "Close by: at most 530 m." in text
    assert "Distances are along the air line" in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", "Bánh đa cua gần ga"),
        ("ko", "역 근처의 게 국수"),
        ("zh", "先在火车站附近吃蟹肉红米粉"),
        ("ja", "駅近くのカニ麺"),
    ],
)
def test_a_walk_speaks_the_language_of_the_reader(
    client: FlaskClient, language: str, words: str
) -> None:
    page = opened(client, MORNING, lang=language)

    assert page.language == language
    assert "Bữa sáng từ ga tới chợ Lương Văn Can" in page.text
    assert words in page.text


def test_a_language_that_was_not_written_is_told_in_english(fresh: Flask) -> None:
    here = build(fresh, Stall())[0]
    make(fresh, "plain", here)

    assert "Summary" in opened(fresh.test_client(), "/tours/plain", lang="ko").text


def test_the_map_gets_the_stops_and_the_line(client: FlaskClient) -> None:
    *stops, line = drawn(client)
    first = stops[1]["properties"]

    assert [stop["properties"]["number"] for stop in stops] == [1, 2, 3, 4]
    assert line["geometry"]["type"] == "LineString"
    assert (first["slug"], first["url"]) == (
        "bun-ca-cay-66-le-loi",
        "/venues/bun-ca-cay-66-le-loi",
    )
    assert (first["open"], first["accuracy_m"]) == (True, 250)


def test_the_map_leads_to_every_stop(client: FlaskClient) -> None:
    *stops, _ = drawn(client)

    for stop in stops:
        lon, lat = stop["geometry"]["coordinates"]
        assert stop["properties"]["directions"] == (
            f"https://www.openstreetmap.org/directions?to={lat}%2C{lon}"
        )


def test_the_map_draws_the_same_as_the_api(client: FlaskClient) -> None:
    api = client.get(f"/v1{MORNING}", headers=GEOJSON).json["features"]

    assert [each["geometry"] for each in drawn(client)] == [
        each["geometry"] for each in api
    ]


def test_a_stop_without_a_place_is_told_and_not_drawn(fresh: Flask) -> None:
    make(fresh, "lost", "banh-da-cua-co-yen", UNPLACED)
    client = fresh.test_client()

    text = opened(client, "/tours/lost").text

    assert "Its place on the map is not known." in text
    assert "The distance is not known." in text
    assert [each["properties"]["number"] for each in drawn(client, "/tours/lost")] == [
        1
    ]


def test_a_walk_that_lost_its_stops_says_so_and_is_not_offered(fresh: Flask) -> None:
    with changing(fresh) as session:
        session.execute(delete(TourStop))
    client = fresh.test_client()

    assert "No stop of this walk is left" in opened(client, MORNING).text
    assert "There is no food walk at the moment." in opened(client, "/tours").text


def test_markup_in_a_name_is_text(fresh: Flask) -> None:
    evil = "</script><script>alert(1)</script><b>"
    here = build(fresh, Stall(name=evil))[0]
    make(fresh, "evil", here, name=evil)
    client = fresh.test_client()

    for path in ("/tours", "/tours/evil"):
        answer = client.get(path, headers=PHONE)
        assert "<script>alert" not in answer.text
        assert "alert(1)" in Page(answer).text
    assert drawn(client, "/tours/evil")[0]["properties"]["name"] == evil


def test_the_pages_run_nothing_inline_and_ask_nobody_else(client: FlaskClient) -> None:
    for path in ("/tours", MORNING):
        page = opened(client, path)
        assert page.handlers == []
        assert all(
            address.startswith(("/", "http://127.0.0.1")) for address in page.asked_for
        )


@pytest.mark.parametrize("path", ["/tours", MORNING])
def test_a_repeat_costs_a_304(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers=PHONE)

    again = client.get(path, headers={**PHONE, "If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, max-age=30"
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/tours/nix", "/tours/NIX", "/tours/%00", "/tours/", "/tours/" + "a" * 81]
)
def test_a_walk_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=PHONE).status_code == 404
