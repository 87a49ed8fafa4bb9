"""The page of results says what GET /v1/venues says, for people."""

import json
import re
import unicodedata
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import database_of
from tests.pages.reading import PHONE, Page

CENTRE = {"lat": "20.8561", "lon": "106.6822"}
EVIL = "<script>alert('x')</script>\" onfocus=alert(1) x=\""
CARD = re.compile(r'class="card venue-card">.*?href="/venues/([^"]+)"', re.DOTALL)
PLACES = re.compile(r'id="places">(.*?)</script>', re.DOTALL)


def searched(client: FlaskClient, **asked: str) -> TestResponse:
    return client.get("/search", query_string=asked, headers=PHONE)


def listed(answer: TestResponse) -> list[str]:
    return CARD.findall(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("asked", "same"),
    [
        ({"q": "banh da cua"}, {"q": "banh da cua"}),
        ({"q": "banh da cua", **CENTRE}, {"q": "banh da cua", **CENTRE}),
        ({"q": "banh da cua", "open": "now"}, {"q": "banh da cua", "open_at": "now"}),
        ({"q": "oc", "sort": "price"}, {"q": "oc", "sort": "price"}),
        (
            {"q": "bánh đa cua", "max_price": "30000"},
            {"q": "bánh đa cua", "max_price": "30000"},
        ),
        ({"q": "Cầu Đất"}, {"q": "Cầu Đất"}),
        ({"q": "crab noodle soup"}, {"q": "crab noodle soup"}),
        ({"ward": "quận Ngô Quyền"}, {"ward": "quận Ngô Quyền"}),
        ({}, {}),
    ],
)
def test_the_page_lists_what_the_api_lists(
    client: FlaskClient, asked: dict[str, str], same: dict[str, str]
) -> None:
    api = client.get("/v1/venues", query_string=same).get_json()["items"]

    assert listed(searched(client, **asked)) == [item["id"] for item in api]
    assert api


def test_every_page_of_a_long_list_can_be_reached_by_links(client: FlaskClient) -> None:
    found, path = [], "/search"
    while path:
        answer = client.get(path, headers=PHONE)
        found += listed(answer)
        links = Page(answer).links
        path = next((link for link in links if "cursor=" in link), "")

    api = client.get("/v1/venues?limit=100").get_json()["items"]
    assert found == [item["id"] for item in api]
    assert len(found) == 100


def test_a_card_says_what_people_ask(client: FlaskClient) -> None:
    text = Page(searched(client, q="banh da cua", open="now", **CENTRE)).text

    assert "1 Bánh đa cua bể Bà Cụ Open until 9:00" in text
    assert "within 600 m" in text
    assert "₫40,000–80,000 / bowl" in text
    assert "checked 2 months ago" in text
    assert "No ratings yet" in text


def test_several_sources_are_shown_and_old_prices_are_marked(
    client: FlaskClient,
) -> None:
    text = Page(searched(client, q="Bánh đa cua bể Bà Cụ", sort="score")).text
    dish = Page(searched(client, q="banh da cua", **CENTRE)).text

    assert "₫50,000 / bowl old price checked Nov 2025" in dish
    assert "Bánh đa cua bể Bà Cụ" in text


def test_the_map_gets_the_places_that_are_known(client: FlaskClient) -> None:
    answer = searched(client, q="banh da cua", **CENTRE)
    found = PLACES.search(answer.get_data(as_text=True))
    assert found is not None
    features: list[dict[str, Any]] = json.loads(found[1])["features"]

    assert {f["properties"]["slug"] for f in features} <= set(listed(answer))
    first = features[0]["properties"]
    assert first["url"] == f"/venues/{first['slug']}"
    assert first["accuracy_m"] > 0


def test_a_former_ward_is_told_with_what_it_became(client: FlaskClient) -> None:
    text = Page(searched(client, ward="Quận Ngô Quyền")).text

    assert "Quận Ngô Quyền is now part of" in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"q": "xyzzyx"}, "No dish, venue or street has a name like this."),
        ({"q": "chi chuong"}, "No venue that we know of lists this dish."),
        ({"q": "tra cuc", "max_price": "10000"}, "3 venues match, but cost more"),
        ({"q": "tra cuc", "ward": "Đồ Sơn"}, "None is in this area, but there are 3"),
    ],
)
def test_an_empty_list_says_why(
    client: FlaskClient, asked: dict[str, str], said: str
) -> None:
    answer = searched(client, **asked)

    assert answer.status_code == 200
    assert said in Page(answer).text
    api = client.get("/v1/venues", query_string=asked).get_json()
    assert api["why_empty"] is not None


def test_what_is_left_out_is_counted(client: FlaskClient) -> None:
    api = client.get("/v1/venues?q=banh+da+cua&open_at=now").get_json()

    text = Page(searched(client, q="banh da cua", open="now")).text

    assert f"{api['left_out']['hours_unknown']} more may be open" in text


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"q": "a" * 101}, "The words to search for"),
        ({"q": "b\u202ec"}, "The words to search for"),
        ({"q": "b\x00c"}, "The words to search for"),
        ({"q": "oc", "max_price": "cheap"}, "The highest price"),
        ({"q": "oc", "max_price": "-1"}, "The highest price"),
        ({"q": "oc", "max_price": "9" * 30}, "The highest price"),
        ({"q": "Cầu Đất", "max_price": "30000"}, "The highest price"),
        ({"q": "oc", "lat": "20.8"}, "The position"),
        ({"q": "oc", "lat": "91", "lon": "0"}, "The position"),
        ({"q": "oc", "sort": "distance"}, "The order"),
        ({"q": "oc", "sort": "beauty"}, "The order"),
        ({"q": "oc", "open": "later"}, "Open now"),
        ({"q": "oc", "ward": "Atlantis"}, "The ward"),
        ({"q": "oc", "cursor": "abc"}, "This page of the list has expired"),
    ],
)
def test_what_cannot_be_used_is_named_and_the_form_stays_filled(
    client: FlaskClient, asked: dict[str, str], field: str
) -> None:
    answer = searched(client, **asked)

    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert field in Page(answer).text
    if asked["q"].isprintable():
        assert f'value="{asked["q"][:100]}"' in answer.get_data(as_text=True)


def test_bytes_that_are_no_text_and_repeated_fields_are_refused(
    client: FlaskClient,
) -> None:
    for query in ("q=%ff%fe", "q=a&q=b", "q=%ed%a0%80"):
        answer = client.get(f"/search?{query}", headers=PHONE)
        assert (answer.status_code, answer.mimetype) == (422, "text/html"), query


def test_a_very_long_search_is_refused_as_a_page(client: FlaskClient) -> None:
    answer = searched(client, q="x" * 10_000)

    assert (answer.status_code, answer.mimetype) == (414, "text/html")
    assert "The address is too long" in Page(answer).text


def test_decomposed_letters_are_the_same_letters(client: FlaskClient) -> None:
    apart = unicodedata.normalize("NFD", "bánh đa cua")

    assert listed(searched(client, q=apart)) == listed(
        searched(client, q="bánh đa cua")
    )


def test_what_was_typed_is_text_and_never_markup(client: FlaskClient) -> None:
    answer = searched(client, q=EVIL)

    page = Page(answer)
    assert (page.inline, page.handlers) == ([], [])
    assert EVIL in page.text
    assert EVIL not in answer.get_data(as_text=True)


def test_empty_fields_of_the_form_ask_nothing(client: FlaskClient) -> None:
    assert listed(searched(client, q=" ", max_price="", ward="", lat="", lon="")) == (
        listed(searched(client))
    )


def test_the_box_sends_a_place_only_when_there_is_one(client: FlaskClient) -> None:
    assert 'name="lat"' not in searched(client, q="oc").text
    assert 'name="lat"' not in searched(client, q="oc", sort="x", lat="20").text
    assert 'name="lat" value="20.8561"' in searched(client, q="oc", **CENTRE).text


def test_the_filters_are_links_that_keep_the_rest(client: FlaskClient) -> None:
    links = Page(searched(client, q="oc", open="now", **CENTRE)).links

    assert "/search?q=oc&lat=20.8561&lon=106.6822" in links
    assert "/search?q=oc&lat=20.8561&lon=106.6822&open=now&sort=price" in links


def test_nobody_keeps_a_list_that_tells_where_its_reader_stands(
    client: FlaskClient,
) -> None:
    told, plain = searched(client, q="oc", **CENTRE), searched(client, q="oc")

    assert told.headers["Cache-Control"] == "no-store"
    assert plain.headers["Cache-Control"] == "public, max-age=30"


def test_a_name_in_the_data_is_text(fresh: Flask) -> None:
    database = database_of(fresh)
    database.write(
        "UPDATE venues SET name = %(name)s WHERE slug = %(slug)s RETURNING 1",
        {"name": f"{EVIL}</script>", "slug": "banh-da-cua-be-ba-cu"},
    )

    page = Page(searched(fresh.test_client(), q="banh da cua", **CENTRE))

    assert (page.inline, page.handlers) == ([], [])
    assert EVIL in page.text
