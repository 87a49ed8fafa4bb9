"""Problems as pages for people, as problem+json for apps."""

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.http.headers import NAME
from citizen_api.problems import Problem
from tests.conftest import NOON
from tests.factories import database_of
from tests.pages.reading import PHONE, Page
from tests.reviews.phones import problem


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nothing", 404, "There is nothing here"),
        ("GET", "/venues/no-such-venue", 404, "There is nothing here"),
        ("DELETE", "/search", 405, "That does not work here"),
        ("GET", "/?lat=1", 422, "This address cannot be used"),
        ("GET", "/about?x=" + "y" * 5000, 414, "The address is too long"),
    ],
)
def test_people_get_a_page_with_a_search_box(
    client: FlaskClient, method: str, path: str, status: int, title: str
) -> None:
    answer = client.open(path, method=method, headers=PHONE)

    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    assert title in Page(answer).text
    assert 'role="search"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("accept", [None, "*/*", "application/json"])
def test_an_app_gets_json(client: FlaskClient, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}

    assert problem(client.get("/nothing", headers=headers)) == "not-found"


def test_the_api_answers_json_even_to_a_browser(client: FlaskClient) -> None:
    assert problem(client.get("/v1/nothing", headers=PHONE)) == "not-found"


def test_what_was_asked_for_is_not_repeated(client: FlaskClient) -> None:
    answer = client.get("/<script>alert(1)</script>", headers=PHONE)

    assert "alert(1)" not in Page(answer).text
    assert Page(answer).inline == []


def test_a_fault_of_ours_is_a_page_too(fresh: Flask) -> None:
    def broken() -> None:
        raise RuntimeError

    fresh.config["CLOCK"] = broken
    answer = fresh.test_client().get("/", headers=PHONE)

    assert answer.status_code == 500
    assert "Something went wrong on our side" in Page(answer).text
    assert answer.headers["X-Request-Id"] in Page(answer).text
    fresh.config["CLOCK"] = lambda: NOON


def test_without_the_database_people_are_asked_to_try_again(fresh: Flask) -> None:
    database = database_of(fresh)
    database.read = database.find = lost  # type: ignore[method-assign]

    answer = fresh.test_client().get("/search?q=oc", headers=PHONE)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert "Try again in a moment" in Page(answer).text


def lost(*_: object) -> None:
    """A database that is gone."""
    raise psycopg.OperationalError


@pytest.mark.parametrize("kind", list(Problem.registry.values()))
@pytest.mark.parametrize("language", ["vi", "en", "ko", "zh", "ja"])
def test_every_problem_can_be_told(
    app: Flask, kind: type[Problem], language: str
) -> None:
    headers = PHONE | {"Accept-Language": language}
    named = {NAME: "0123456789abcdef"}
    with app.test_request_context("/a", headers=headers, environ_overrides=named):
        answer = app.make_response(app.handle_user_exception(kind()))

    assert (answer.status_code, answer.mimetype) == (kind.status, "text/html")
    assert answer.headers["Content-Language"] == language
