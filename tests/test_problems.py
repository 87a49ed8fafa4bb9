"""Every problem has one shape, a page that explains it, and two languages."""

import copy
import pickle
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import RAISE

from citizen_api.app import create_app
from citizen_api.http.api import ProblemSchema
from citizen_api.problems import FieldError, Problem, Said
from citizen_api.settings import Settings
from tests.conftest import SECRETS

NAMES = sorted(Problem.registry)
FOUND = {
    "/nix": 404,
    "/v1/venues?lat=91&lon=x&nix=1": 422,
    "/v1/venues?cursor=x": 422,
    "/v1/venues/nix": 404,
    "/v1/links/nix": 404,
    "/v1/maps/places/1/9/9.mvt": 404,
    "/v1/venues/banh-da-cua-be-ba-cu/reviews/mine": 401,
    "/v1/dishes?q=" + "x" * 5000: 414,
}


@pytest.fixture(scope="module")
def raising() -> Flask:
    """A service that answers `/raise/<name>` with that problem, without a database."""
    app = create_app(Settings(database_url="postgresql:///nowhere", **SECRETS))

    def fail(name: str) -> None:
        said = Said("một", "one")
        errors = [FieldError(said, parameter="a"), FieldError(said, pointer="#/b")]
        raise Problem.registry[name](errors=errors)

    def crash() -> None:
        raise ZeroDivisionError("a secret of ours")

    app.add_url_rule("/raise/<name>", view_func=fail)
    app.add_url_rule("/crash", view_func=crash)
    return app


def ensure_shape(problem: dict[str, Any]) -> None:
    """Raise unless it is what the OpenAPI file promises."""
    assert ProblemSchema(unknown=RAISE).validate(problem) == {}
    assert list(problem) == list(ProblemSchema().fields)


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_has_the_one_shape(raising: Flask, name: str) -> None:
    answer = raising.test_client().get(f"/raise/{name}")

    kind = Problem.registry[name]
    assert answer.content_type == "application/problem+json"
    assert answer.status_code == answer.json["status"] == kind.status
    assert answer.json["title"] == kind.title
    assert answer.json["retryable"] is kind.retryable
    assert answer.json["errors"] == [
        {"detail": "one", "parameter": "a"},
        {"detail": "one", "pointer": "#/b"},
    ]
    ensure_shape(answer.json)


@pytest.mark.parametrize("name", NAMES)
def test_every_problem_is_told_in_both_languages(raising: Flask, name: str) -> None:
    client = raising.test_client()

    vi, en = (
        client.get(f"/raise/{name}?lang={spoken}").json for spoken in ("vi", "en")
    )

    assert vi["detail"] != en["detail"]
    assert vi["title"] == en["title"]
    assert vi["errors"][0]["detail"] == "một"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_type_of_every_problem_is_a_page(
    raising: Flask, name: str, language: str
) -> None:
    client = raising.test_client()
    kind = Problem.registry[name]
    address = client.get(f"/raise/{name}").json["type"]
    assert address == f"http://127.0.0.1:8000/problems/{name}"

    page = client.get(f"/problems/{name}?lang={language}")

    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert kind.title in page.text
    assert kind.said.to(language) in page.text


def test_all_problems_are_listed_on_a_page(raising: Flask) -> None:
    page = raising.test_client().get("/problems").text

    for name in NAMES:
        assert f"/problems/{name}" in page


@pytest.mark.parametrize("path", FOUND)
def test_problems_of_the_service_have_the_shape(client: FlaskClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == FOUND[path]
    assert answer.content_type == "application/problem+json"
    ensure_shape(answer.json)


def test_a_fault_of_ours_says_nothing_of_its_cause(
    raising: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    answer = raising.test_client().get("/crash")

    assert answer.status_code == 500
    assert answer.json["type"].endswith("/problems/internal")
    assert "secret" not in answer.text
    assert answer.json["instance"].removeprefix("urn:request:") in caplog.text
    assert "ZeroDivisionError" in caplog.text
    ensure_shape(answer.json)


def test_names_and_titles_are_unique() -> None:
    titles = [kind.title for kind in Problem.registry.values()]

    assert len(set(titles)) == len(titles)
    assert all(name == kind.name for name, kind in Problem.registry.items())


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
def test_a_copy_of_a_sentence_speaks_both_languages(copied: Any) -> None:
    said = copied(Said("một {n}", "one {n}")).format(n=1)

    assert (said.to("vi"), said.to("en")) == ("một 1", "one 1")
