"""A landing tells nobody of its reader, runs nothing, and is kept only as it may be."""

from flask import Flask
from flask.testing import FlaskClient

from citizen_api.links.models import Kind
from tests.factories import database_of
from tests.links.codes import (
    made,
    printed,
)
from tests.pages.landing import STREET, code_of, opened, scanned, street
from tests.pages.reading import PHONE, Page
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem

EVIL = "<script>alert('x')</script><img src=//evil.example onerror=alert(1)>\" & Co"
RENAME = "UPDATE venues SET name = %(name)s WHERE slug = %(slug)s RETURNING 1"
RENAME_STREET = "UPDATE areas SET name = %(name)s WHERE code = %(code)s RETURNING 1"


def test_a_name_is_text_and_never_markup(fresh: Flask) -> None:
    database = database_of(fresh)
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


def test_the_page_of_a_street_is_small(app: Flask, client: FlaskClient) -> None:
    gzip = {"Accept-Encoding": "gzip"}

    for each in printed(app):
        if each.street:
            assert len(scanned(client, each.code, **gzip).data) < 8_000
