"""What opens when a code on the street is scanned."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.links.models import Kind
from citizen_api.links.rules import Place
from tests.factories import changing
from tests.links.codes import (
    HERE,
    hanging,
    made,
    printed,
)
from tests.pages.landing import STREET, code_of, opened, scanned, spoken, street
from tests.pages.reading import Page
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone


def test_a_phone_gets_a_page_about_the_venue(app: Flask, client: FlaskClient) -> None:
    answer = scanned(client, code_of(app), **spoken("en"))

    page = Page(answer)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert page.language == answer.headers["Content-Language"] == "en"
    assert "179 Cầu Đất, Phường Cầu Đất" in page.text
    assert "Open until 9:00 PM" in page.text
    assert "₫40,000–80,000 / bowl" in page.text
    assert page.alternates == [f"http://127.0.0.1:8000/venues/{VENUE}"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-GB,en;q=0.9", "en"),
        ("ko-KR,ko;q=0.9", "ko"),
        ("zh-TW", "zh"),
        ("ja, en;q=0.5, vi;q=0.9", "ja"),
        ("ja;q=0.1, vi;q=0.9", "vi"),
        ("fr", "en"),
        ("", "en"),
    ],
)
def test_it_speaks_the_language_of_the_phone(
    app: Flask, client: FlaskClient, header: str, language: str
) -> None:
    assert Page(scanned(client, code_of(app), **spoken(header))).language == language


def test_another_language_leads_back_to_the_page_without_the_mark_of_a_scan(
    app: Flask, client: FlaskClient
) -> None:
    code = code_of(app)

    page = Page(scanned(client, code))

    assert f"/language?back=/q/{code}" in page.links


def test_every_code_of_the_city_opens_a_page(app: Flask, client: FlaskClient) -> None:
    for each in printed(app):
        answer = opened(client, each.code)
        assert answer.status_code == 200
        assert each.name in Page(answer).text


def test_a_street_shows_its_dishes_and_open_places_first(
    app: Flask, client: FlaskClient
) -> None:
    listed = client.get(f"/v1/venues?ward={STREET}&limit=50").get_json()["items"]

    page = Page(opened(client, street(app))).text

    assert "5 places to eat, of which open now: 2" in page
    assert "Bánh đa cua Crab noodle soup ₫40,000–80,000 / bowl" in page
    shown = page[page.index("Places, open ones first") :]
    at = {item["name"]: shown.index(item["name"]) for item in listed}
    opens = [at[item["name"]] for item in listed if item["open"]["now"]]
    others = [at[item["name"]] for item in listed if not item["open"]["now"]]
    assert max(opens) < min(others)


def test_a_price_from_is_not_the_highest_of_a_street(fresh: Flask) -> None:
    with changing(fresh) as session:
        session.execute(text("UPDATE menu_items SET price_max = NULL"))

    shown = Page(opened(fresh.test_client(), street(fresh), **spoken("en"))).text

    assert "Bánh đa cua Crab noodle soup from ₫40,000 / bowl" in shown


def test_a_poster_shows_who_else_is_open_near_it(fresh: Flask) -> None:
    code = made(fresh, Kind.STREET, STREET, place=Place(HERE, 200))

    text = Page(opened(fresh.test_client(), code)).text

    near = text[text.index("Also near this poster and open now") :]
    asked = f"/v1/venues?lat={HERE.lat}&lon={HERE.lon}&radius=700&open_at=now&limit=50"
    listed = fresh.test_client().get(asked).get_json()["items"]
    others = [each for each in listed if each["address"]["street"] != "Cầu Đất"]
    assert others
    for item in others[:5]:
        assert item["name"] in near


def test_a_dish_shows_who_serves_it_and_for_how_much(fresh: Flask) -> None:
    code = made(fresh, Kind.DISH, "banh-da-cua", place=Place(HERE, 200))

    page = Page(opened(fresh.test_client(), code))

    assert "Bánh đa cua Crab noodle soup" in page.text
    assert "The places nearest to this code, open ones first" in page.text
    assert f"/venues/{VENUE}" in page.links
    assert "₫40,000–80,000 / bowl" in page.text


def test_a_walk_shows_its_stops(fresh: Flask) -> None:
    code = made(fresh, Kind.TOUR, "sang-quanh-ga")

    page = Page(opened(fresh.test_client(), code))

    tour = fresh.test_client().get("/v1/tours/sang-quanh-ga").get_json()
    for stop in tour["stops"]:
        assert stop["venue"]["name"] in page.text
    assert "This code belongs to" in page.text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.STATION, "Bike station HP-014"),
        (Kind.BIKE, "City bike HP-014"),
        (Kind.RECEIPT, "Dossier receipt HP-014"),
    ],
)
def test_what_comes_later_is_said_so(fresh: Flask, kind: Kind, words: str) -> None:
    page = Page(opened(fresh.test_client(), made(fresh, kind, "HP-014")))

    assert words in page.text
    assert "comes later" in page.text


def test_another_host_is_named_before_it_opens(fresh: Flask) -> None:
    code = made(fresh, Kind.PAGE, "https://haiphong.gov.vn/a?b=1&c=2")

    answer = opened(fresh.test_client(), code)

    page = Page(answer)
    assert answer.status_code == 200
    assert "This code leads to another site haiphong.gov.vn" in page.text
    assert "https://haiphong.gov.vn/a?b=1&c=2" in page.links
    assert b'http-equiv="refresh"' not in answer.data


def test_a_page_of_ours_is_one_tap_away(fresh: Flask) -> None:
    code = made(fresh, Kind.PAGE, "/tours", label="Lễ hội")

    page = Page(opened(fresh.test_client(), code))

    assert "/tours" in page.links
    assert "another site" not in page.text


def test_it_says_whose_code_it_is_and_on_which_host(fresh: Flask) -> None:
    page = Page(opened(fresh.test_client(), hanging(fresh)))

    assert "This code belongs to Cầu Đất 179 · 127.0.0.1:8000" in page.text
    assert "This sticker looks wrong" in page.text


def test_ratings_are_shown(fresh: Flask) -> None:
    Phone(fresh).rate(stars=5)

    assert "3.5 1 rating" in Page(opened(fresh.test_client(), code_of(fresh))).text
