"""Swagger UI without the internet, and a page for each problem."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.problems import Problem
from tests.pages.reading import PHONE, Page
from tests.reviews.phones import problem

PAGES = ("/docs", "/problems", "/problems/not-found")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_asks_only_for_what_is_served_here(
    client: FlaskClient, path: str, language: str
) -> None:
    answer = client.get(path, headers=PHONE | {"Accept-Language": language})

    page = Page(answer)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert (page.inline, page.handlers) == ([], [])
    for address in page.asked_for:
        assert address.startswith("/")
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(client: FlaskClient, path: str) -> None:
    for link in Page(client.get(path, headers=PHONE)).links:
        if not link.startswith(("https://", "#")):
            assert client.get(link, headers=PHONE).status_code == 200, link


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_guarded_by_a_policy(client: FlaskClient, path: str) -> None:
    policy = client.get(path, headers=PHONE).headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'")
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy


def test_swagger_ui_reads_our_document(client: FlaskClient) -> None:
    page = Page(client.get("/docs"))
    own = next(path for path in page.asked_for if path.endswith("/docs.js"))
    script = client.get(own).get_data(as_text=True)

    assert "/docs/swagger-ui-bundle.js" in page.asked_for
    assert 'url: "/openapi.json"' in script
    assert "validatorUrl: null" in script
    assert client.get("/openapi.json").get_json()["openapi"].startswith("3.1")


def test_scalar_shows_the_same_document_and_asks_nobody_else(
    client: FlaskClient,
) -> None:
    answer = client.get("/reference")
    page = Page(answer)
    own = next(path for path in page.asked_for if path.endswith("/reference.js"))

    assert any(path.endswith("/scalar/standalone.js") for path in page.asked_for)
    assert 'url: "/openapi.json"' in client.get(own).get_data(as_text=True)
    scripts = answer.headers["Content-Security-Policy"].partition("script-src ")[2]
    assert scripts.startswith("'self';")


@pytest.mark.parametrize("kind", list(Problem.registry.values()))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_problem_has_its_page(
    client: FlaskClient, kind: type[Problem], language: str
) -> None:
    page = Page(client.get(f"/problems/{kind.name}?lang={language}"))

    assert kind.title in page.text
    assert kind.said.to(language) in page.text
    assert str(kind.status) in page.text


def test_the_type_of_an_error_leads_to_its_page(client: FlaskClient) -> None:
    error = client.get("/v1/venues/no-such-venue").get_json()

    page = client.get(error["type"], headers=PHONE)

    assert page.status_code == 200
    assert error["title"] in Page(page).text


def test_all_problems_are_listed(client: FlaskClient) -> None:
    links = Page(client.get("/problems")).links

    assert {f"/problems/{name}" for name in Problem.registry} <= set(links)


@pytest.mark.parametrize(
    "path",
    [
        "/docs/index.html",
        "/docs/swagger-ui-bundle.js.map",
        "/docs/..%2f__init__.py",
        "/docs/%2e%2e/%2e%2e/etc/passwd",
        "/problems/nothing",
        "/problems/<script>",
        "/nothing",
    ],
)
def test_other_files_are_not_served(client: FlaskClient, path: str) -> None:
    assert problem(client.get(path)) == "not-found"


def test_files_are_kept_by_the_browser(app: Flask) -> None:
    client = app.test_client()
    first = client.get("/docs/swagger-ui.css")

    again = client.get(
        "/docs/swagger-ui.css", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert "max-age=86400" in first.headers["Cache-Control"]
    assert again.status_code == 304


def test_large_files_are_packed_on_the_way(client: FlaskClient) -> None:
    path, gzip = "/docs/swagger-ui-bundle.js", {"Accept-Encoding": "gzip"}
    whole, packed = client.get(path), client.get(path, headers=gzip)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(whole.data) / 2
    assert whole.mimetype == packed.mimetype == "text/javascript"
