"""What opens when a code on the street is scanned."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.links.codes import mistyped, never_given, printed
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE
from tests.reviews.phones import Phone, problem

JSON = {"Accept": "application/json"}
EVIL = "<script>alert('x')</script><img src=//evil.example onerror=alert(1)>\" & Co"
RENAME = "UPDATE venues SET name = %(name)s WHERE slug = %(slug)s RETURNING 1"
RENAME_STREET = "UPDATE areas SET name = %(name)s WHERE code = %(code)s RETURNING 1"


def code_of(app: Flask, venue: str = VENUE) -> str:
    return next(each.code for each in printed(app) if each.venue == venue)


def street(app: Flask) -> tuple[str, str]:
    """The code and the name of a food street."""
    each = next(each for each in printed(app) if each.street)
    return each.code, each.street or ""


def opened(client: FlaskClient, code: str, **headers: str) -> TestResponse:
    return client.get(f"/q/{code}?s=1", headers=PHONE | headers)


def spoken(language: str) -> dict[str, str]:
    return {"Accept-Language": language}


def test_a_phone_gets_a_page_about_the_venue(app: Flask, client: FlaskClient) -> None:
    answer = opened(client, code_of(app), **spoken("vi"))

    page = Page(answer)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert page.language == answer.headers["Content-Language"] == "vi"
    assert "Bánh đa cua bể Bà Cụ 179 Cầu Đất" in page.text
    assert "Đang mở, đến 21:00" in page.text
    assert "40.000–80.000 ₫ / bát" in page.text
    assert "Chưa có đánh giá" in page.text
    assert "Vị trí gần đúng, trong khoảng 310 m" in page.text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-GB,en;q=0.9", "en"),
        ("ko-KR,ko;q=0.9", "en"),
        ("ko, en;q=0.5, vi;q=0.9", "vi"),
        ("", "en"),
    ],
)
def test_it_speaks_the_language_of_the_phone(
    app: Flask, client: FlaskClient, header: str, language: str
) -> None:
    assert Page(opened(client, code_of(app), **spoken(header))).language == language


def test_the_reader_may_choose_another_language(
    app: Flask, client: FlaskClient
) -> None:
    path = f"/q/{code_of(app)}"
    vietnamese = client.get(path, headers=PHONE | spoken("vi"))

    assert Page(vietnamese).links[-1] == "?lang=en"
    english = client.get(f"{path}?lang=en", headers=PHONE | spoken("vi"))
    assert "Open now, until 21:00" in Page(english).text


def test_every_code_of_the_city_opens_a_page(app: Flask, client: FlaskClient) -> None:
    for each in printed(app):
        answer = opened(client, each.code)
        assert answer.status_code == 200
        assert each.name in Page(answer).text


def test_a_street_shows_who_is_there(app: Flask, client: FlaskClient) -> None:
    code, area = street(app)
    listed = client.get(f"/v1/venues?ward={area}&limit=50").get_json()["items"]

    page = Page(opened(client, code))

    assert f"{len(listed)} places to eat here" in page.text
    for item in listed:
        assert item["name"] in page.text


def test_ratings_are_shown(fresh: Flask) -> None:
    Phone(fresh).rate(stars=5)

    assert "★ 3.8 (1)" in Page(opened(fresh.test_client(), code_of(fresh))).text


def test_an_app_gets_json(app: Flask, client: FlaskClient) -> None:
    code = code_of(app)

    answer = client.get(f"/q/{code}", headers=JSON)

    assert answer.mimetype == "application/json"
    assert answer.get_json() == client.get(f"/v1/links/{code}").get_json()


def test_an_app_is_told_of_a_wrong_code(app: Flask, client: FlaskClient) -> None:
    wrong, unknown = mistyped(code_of(app)), never_given(app)

    assert problem(client.get(f"/q/{wrong}", headers=JSON)) == "mistyped-code"
    assert problem(client.get(f"/q/{unknown}", headers=JSON)) == "not-found"


def test_a_reader_is_told_of_a_wrong_code(app: Flask, client: FlaskClient) -> None:
    wrong = opened(client, mistyped(code_of(app)))
    unknown = opened(client, never_given(app))

    assert (wrong.status_code, wrong.mimetype) == (404, "text/html")
    assert "Check the letters" in Page(wrong).text
    assert (unknown.status_code, unknown.mimetype) == (404, "text/html")
    assert "do not use it" in Page(unknown).text
    assert wrong.headers["Cache-Control"] == "no-store"


def test_a_code_is_read_as_people_type_it(app: Flask, client: FlaskClient) -> None:
    code = code_of(app)

    assert opened(client, f"{code[:4].lower()}-{code[4:]}").status_code == 200


@pytest.mark.parametrize("text", ["<script>alert(1)", "%E2%80%AE", "%00", "a" * 3000])
def test_what_is_no_code_is_never_repeated(client: FlaskClient, text: str) -> None:
    answer = opened(client, text)

    assert answer.status_code == 404
    assert "alert(1)" not in answer.get_data(as_text=True)


def test_a_name_is_text_and_never_markup(fresh: Flask) -> None:
    database = fresh.extensions["citizen-database"]
    database.write(RENAME, {"name": EVIL, "slug": VENUE})
    code, area = street(fresh)
    database.write(RENAME_STREET, {"name": EVIL, "code": area})

    for scanned in (code_of(fresh), code):
        page = Page(opened(fresh.test_client(), scanned))
        assert EVIL in page.text
        assert (page.inline, page.handlers) == ([], [])
        assert page.asked_for == ["/static/page.css", "data:,"]


def test_nothing_is_asked_of_another_host(app: Flask, client: FlaskClient) -> None:
    for each in printed(app):
        answer = opened(client, each.code)
        page = Page(answer)
        assert page.asked_for == ["/static/page.css", "data:,"]
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy


def test_no_cookie_and_nothing_to_follow_a_reader(
    app: Flask, client: FlaskClient
) -> None:
    answer = opened(client, code_of(app))

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_head_says_the_same_without_the_page(app: Flask, client: FlaskClient) -> None:
    path = f"/q/{code_of(app)}"
    page, head = client.get(path, headers=PHONE), client.head(path, headers=PHONE)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "Vary", "Content-Length"):
        assert head.headers.get(name) == page.headers.get(name)


def test_a_repeat_costs_a_304(app: Flask, client: FlaskClient) -> None:
    first = opened(client, code_of(app))

    again = opened(client, code_of(app), **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")


def test_page_and_json_are_told_apart_by_caches(
    app: Flask, client: FlaskClient
) -> None:
    answer = opened(client, code_of(app))

    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))


def test_other_formats_are_refused(app: Flask, client: FlaskClient) -> None:
    refused = client.get(f"/q/{code_of(app)}", headers={"Accept": "image/png"})

    assert problem(refused) == "not-acceptable"
