"""What opens when a code on the street is scanned."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from citizen_api.links.models import Kind
from citizen_api.links.rules import Place
from tests.links.codes import (
    HERE,
    expired,
    hanging,
    made,
    mistyped,
    never_given,
    printed,
    revoked,
)
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone, problem

JSON = {"Accept": "application/json"}
EVIL = "<script>alert('x')</script><img src=//evil.example onerror=alert(1)>\" & Co"
RENAME = "UPDATE venues SET name = %(name)s WHERE slug = %(slug)s RETURNING 1"
RENAME_STREET = "UPDATE areas SET name = %(name)s WHERE code = %(code)s RETURNING 1"
STREET = "cau-dat-11359"


def code_of(app: Flask, venue: str = VENUE) -> str:
    return next(each.code for each in printed(app) if each.venue == venue)


def street(app: Flask) -> str:
    """The code of a food street."""
    return next(each.code for each in printed(app) if each.street == STREET)


def opened(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    """The page of a code whose link was shared; `scanned` has the mark."""
    return client.get(f"/q/{code}", headers=PHONE | headers)


def scanned(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    return client.get(f"/q/{code}?s=1", headers=PHONE | headers)


def spoken(language: str) -> dict[str, str]:
    return {"Accept-Language": language}


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

    text = Page(opened(client, street(app))).text

    assert "5 places to eat, of which open now: 2" in text
    assert "Bánh đa cua Crab noodle soup ₫40,000–80,000 / bowl" in text
    shown = text[text.index("Places, open ones first") :]
    at = {item["name"]: shown.index(item["name"]) for item in listed}
    opens = [at[item["name"]] for item in listed if item["open"]["now"]]
    others = [at[item["name"]] for item in listed if not item["open"]["now"]]
    assert max(opens) < min(others)


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


def test_outside_its_time_the_fallback_opens(fresh: Flask) -> None:
    other = made(fresh, Kind.DISH, "nem-cua-be")
    code = expired(fresh, fallback=other, label="Cầu Đất 179")

    answer = opened(fresh.test_client(), code)

    assert answer.status_code == 200
    assert "Nem cua bể" in Page(answer).text
    assert "This code belongs to Cầu Đất 179" in Page(answer).text


def test_a_code_that_opens_nothing_helps_all_the_same(fresh: Flask) -> None:
    client = fresh.test_client()
    said = {
        mistyped(code_of(fresh)): (404, "Check the letters"),
        never_given(fresh): (404, "do not use it"),
        revoked(fresh): (410, "no longer in use"),
        expired(fresh): (410, "not the time of this code"),
    }

    for code, (status, words) in said.items():
        answer = scanned(client, code)
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
        assert words in Page(answer).text
        assert b'action="/search"' in answer.data
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_app_gets_json(app: Flask, client: FlaskClient) -> None:
    code = code_of(app)

    answer = client.get(f"/q/{code}", headers=JSON)

    assert answer.mimetype == "application/json"
    assert answer.get_json() == client.get(f"/v1/links/{code}").get_json()


def test_an_app_is_told_of_a_wrong_code(fresh: Flask) -> None:
    said = {
        mistyped(code_of(fresh)): "mistyped-code",
        never_given(fresh): "not-found",
        revoked(fresh): "revoked-code",
        expired(fresh): "expired-code",
    }

    for code, name in said.items():
        assert problem(fresh.test_client().get(f"/q/{code}?s=1", headers=JSON)) == name


def test_a_code_is_read_as_people_type_it(app: Flask, client: FlaskClient) -> None:
    code = code_of(app)
    typed = f"{code[:4].lower()}-{code[4:]}"

    assert opened(client, typed).status_code == 200
    sent = client.get("/q", query_string={"code": f" {typed} "})
    assert (sent.status_code, sent.location) == (303, f"/q/{code}")
    assert client.get("/q").status_code == 200


@pytest.mark.parametrize(
    "typed", ["//evil.example/\\", "..", "\r\nX: y", "\x00", "a/b"]
)
def test_what_is_typed_and_is_no_code_leads_nowhere(
    client: FlaskClient, typed: str
) -> None:
    answer = client.get("/q", query_string={"code": typed}, headers=PHONE)

    assert (answer.status_code, answer.location) == (404, None)
    assert "Check the letters" in Page(answer).text


@pytest.mark.parametrize("text", ["<script>alert(1)", "%E2%80%AE", "%00", "a" * 3000])
def test_what_is_no_code_is_never_repeated(client: FlaskClient, text: str) -> None:
    answer = opened(client, text)

    assert answer.status_code == 404
    assert "alert(1)" not in answer.get_data(as_text=True)
    assert "aaaaaaaaaa" not in answer.get_data(as_text=True)


def test_an_endless_code_is_refused_at_once(client: FlaskClient) -> None:
    assert opened(client, "2" * 10_000_000).status_code == 414


def test_a_name_is_text_and_never_markup(fresh: Flask) -> None:
    database = fresh.extensions["citizen-database"]
    database.write(RENAME, {"name": EVIL, "slug": VENUE})
    database.write(RENAME_STREET, {"name": EVIL, "code": STREET})
    labelled = made(fresh, Kind.PAGE, "/about", label=EVIL)

    for code in (code_of(fresh), street(fresh), labelled):
        page = Page(scanned(fresh.test_client(), code))
        assert EVIL in page.text
        assert (page.inline, page.handlers) == ([], [])


def test_nothing_is_asked_of_another_host(fresh: Flask) -> None:
    codes = [each.code for each in printed(fresh)][:5]
    codes += [street(fresh), made(fresh, Kind.DISH, "banh-da-cua")]

    for code in codes:
        answer = scanned(fresh.test_client(), code)
        page = Page(answer)
        assert all(address.startswith("/") for address in page.asked_for)
        assert (page.inline, page.handlers) == ([], [])
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy


def test_no_cookie_and_nothing_to_follow_a_reader(
    app: Flask, client: FlaskClient
) -> None:
    for code in (code_of(app), street(app)):
        assert "Set-Cookie" not in scanned(client, code).headers


def test_head_says_the_same_without_the_page(app: Flask, client: FlaskClient) -> None:
    path = f"/q/{code_of(app)}"
    page, head = client.get(path, headers=PHONE), client.head(path, headers=PHONE)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary", "Content-Length"):
        assert head.headers.get(name) == page.headers.get(name)


def test_a_repeat_of_a_shared_link_costs_a_304(app: Flask, client: FlaskClient) -> None:
    first = opened(client, code_of(app))

    again = opened(client, code_of(app), **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_page_and_json_are_told_apart_by_caches(
    app: Flask, client: FlaskClient
) -> None:
    for answer in (opened(client, code_of(app)), scanned(client, code_of(app))):
        told_apart = set(answer.headers["Vary"].split(", "))
        assert {"Accept", "Accept-Language"} <= told_apart


def test_other_formats_are_refused(app: Flask, client: FlaskClient) -> None:
    refused = client.get(f"/q/{code_of(app)}", headers={"Accept": "image/png"})

    assert problem(refused) == "not-acceptable"


def test_ratings_are_shown(fresh: Flask) -> None:
    Phone(fresh).rate(stars=5)

    assert "3.8 1 rating" in Page(opened(fresh.test_client(), code_of(fresh))).text


def test_the_page_of_a_street_is_small(app: Flask, client: FlaskClient) -> None:
    gzip = {"Accept-Encoding": "gzip"}

    for each in printed(app):
        if each.street:
            assert len(scanned(client, each.code, **gzip).data) < 8_000
