"""What opens for codes as people type them, and for those that open nothing."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.links.models import Kind
from tests.links.codes import (
    expired,
    made,
    mistyped,
    never_given,
    revoked,
)
from tests.pages.landing import code_of, opened, scanned
from tests.pages.reading import PHONE, Page
from tests.reviews.phones import problem

JSON = {"Accept": "application/json"}


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

    assert answer.status_code == 404
    assert answer.location is None
    assert "Check the letters" in Page(answer).text


@pytest.mark.parametrize("text", ["<script>alert(1)", "%E2%80%AE", "%00", "a" * 3000])
def test_what_is_no_code_is_never_repeated(client: FlaskClient, text: str) -> None:
    answer = opened(client, text)

    assert answer.status_code == 404
    assert "alert(1)" not in answer.get_data(as_text=True)
    assert "aaaaaaaaaa" not in answer.get_data(as_text=True)


def test_an_endless_code_is_refused_at_once(client: FlaskClient) -> None:
    assert opened(client, "2" * 10_000_000).status_code == 414
