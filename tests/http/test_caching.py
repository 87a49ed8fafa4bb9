"""Validators on every public GET."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.http.caching import matches
from tests.conftest import NOON
from tests.http.addresses import ADDRESSES, FILES, address, doors

READ = sorted(ADDRESSES)
MADE = sorted(set(ADDRESSES) - FILES)


def test_every_public_get_is_looked_at(app: Flask) -> None:
    assert doors(app) == set(ADDRESSES)


@pytest.mark.parametrize("name", READ)
def test_every_public_get_has_validators(
    app: Flask, client: FlaskClient, name: str
) -> None:
    answer = client.get(address(app, name), buffered=True)

    assert answer.status_code == 200
    assert answer.headers["ETag"].startswith('"')
    assert answer.headers["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize("name", MADE)
def test_what_depends_on_the_caller_says_so(
    app: Flask, client: FlaskClient, name: str
) -> None:
    vary = client.get(address(app, name), buffered=True).headers["Vary"]

    assert {"Accept", "Accept-Language"} <= set(vary.split(", "))


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_repeat_costs_no_body(
    app: Flask, client: FlaskClient, name: str, form: str
) -> None:
    first = client.get(address(app, name), buffered=True)

    again = client.get(
        address(app, name),
        buffered=True,
        headers={"If-None-Match": form.format(first.headers["ETag"])},
    )

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


@pytest.mark.parametrize("name", MADE)
def test_another_tag_gets_the_whole_answer(
    app: Flask, client: FlaskClient, name: str
) -> None:
    first = client.get(address(app, name), buffered=True)
    again = client.get(
        address(app, name), buffered=True, headers={"If-None-Match": '"other"'}
    )

    assert (again.status_code, again.data) == (200, first.data)


def test_each_language_and_format_has_its_own_tag(client: FlaskClient) -> None:
    asked = "/v1/venues?dish=tra-cuc&max_price=1"
    tags = {
        client.get(asked, headers=headers).headers["ETag"]
        for headers in (
            {"Accept-Language": "vi"},
            {"Accept-Language": "en"},
            {"Accept-Language": "vi", "Accept": "application/geo+json"},
        )
    }

    assert len(tags) == 3


def test_a_tag_of_another_language_is_no_match(client: FlaskClient) -> None:
    asked = "/v1/venues?dish=tra-cuc&max_price=1"
    tag = client.get(asked, headers={"Accept-Language": "vi"}).headers["ETag"]
    tell = {"Accept-Language": "en", "If-None-Match": tag}

    assert client.get(asked, headers=tell).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "/v1/venues?limit=3&lat=20.8561&lon=106.6822",
        "/v1/venues?open_at=now&limit=3",
        "/v1/dishes?limit=3",
        "/v1/around?lat=20.8561&lon=106.6822",
    ],
)
def test_a_tag_outlives_the_second(fresh: Flask, asked: str) -> None:
    first = fresh.test_client().get(asked).headers["ETag"]
    fresh.config["CLOCK"] = lambda: NOON + timedelta(seconds=40, milliseconds=7)

    assert fresh.test_client().get(asked).headers["ETag"] == first


def test_a_problem_is_never_kept(client: FlaskClient) -> None:
    for path in ("/v1/nix", "/v1/venues?lat=91", "/v1/venues/nix"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ("*", True),
        (' "b" , "a" ', True),
        ('"b"', False),
        ("", False),
        ('"ab"', False),
        ('"A"', False),
        (",,,", False),
    ],
)
def test_if_none_match_is_compared_weakly(header: str, expected: bool) -> None:
    assert matches("a", header) is expected


def test_a_browser_may_read_an_answer_from_memory(app: Flask) -> None:
    client = app.test_client()
    tag = client.get("/v1/dishes").headers["ETag"]
    answers = [
        client.get("/v1/dishes", headers={"If-None-Match": tag}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [304, 304]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
