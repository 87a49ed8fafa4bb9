"""Headers of every answer: the request id, security, other origins."""

import re

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from citizen_api.app import create_app
from citizen_api.settings import Settings
from tests.conftest import SECRETS
from tests.http.addresses import ADDRESSES, address

ANSWERS = {
    "found": ("GET", "/v1/dishes"),
    "not found": ("GET", "/nix"),
    "bad value": ("GET", "/v1/venues?lat=x"),
    "bad method": ("POST", "/v1/venues"),
    "no token": ("GET", "/v1/venues/banh-da-cua-be-ba-cu/reviews/mine"),
    "page": ("GET", "/"),
    "page not found": ("GET", "/q/nix"),
    "file": ("GET", "/docs/swagger-ui.css"),
    "too long": ("GET", "/" + "x" * 5000),
    "created": ("POST", "/v1/devices"),
    "options": ("OPTIONS", "/v1/venues"),
}
SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Access-Control-Allow-Origin": "*",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_dressed(fresh: Flask, name: str) -> None:
    method, path = ANSWERS[name]

    headers = fresh.test_client().open(path, method=method, buffered=True).headers

    assert {key: headers.getlist(key) for key in SAFE} == {
        key: [value] for key, value in SAFE.items()
    }
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Content-Language"] in {"vi", "en"}


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_no_answer_says_what_made_it(
    app: Flask, client: FlaskClient, name: str
) -> None:
    headers = client.get(address(app, name), buffered=True).headers

    assert not {"Server", "X-Powered-By", "Set-Cookie"} & set(headers.keys())


@pytest.mark.parametrize("given", ["abcd1234", "a.b_c-D-9", "x" * 64, "-" * 8])
def test_a_harmless_request_id_is_taken_over(client: FlaskClient, given: str) -> None:
    answer = client.get("/nix", headers={"X-Request-Id": given})

    assert answer.headers["X-Request-Id"] == given
    assert answer.json["instance"] == f"urn:request:{given}"


@pytest.mark.parametrize(
    "given",
    ["", "short", "x" * 65, "a b c d e f", "<script>alert", "bác-đá-cua", "a;b;c;d;e"],
)
def test_a_request_id_that_is_odd_is_replaced(client: FlaskClient, given: str) -> None:
    answer = client.get(
        "/nix", headers={"X-Request-Id": given.encode().decode("latin-1")}
    )

    made = answer.headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{16}", made)
    assert answer.json["instance"] == f"urn:request:{made}"


def test_each_request_has_an_id_of_its_own(client: FlaskClient) -> None:
    made = {client.get("/v1/dishes").headers["X-Request-Id"] for _ in range(5)}

    assert len(made) == 5


def test_a_page_of_another_origin_may_ask(client: FlaskClient) -> None:
    answer = client.options(
        "/v1/venues/banh-da-cua-be-ba-cu/reviews/mine",
        headers={
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "PUT",
        },
    )

    assert answer.status_code == 200
    allowed = answer.headers["Access-Control-Allow-Methods"].split(", ")
    assert {"GET", "PUT", "DELETE"} <= set(allowed)
    assert "If-Match" in answer.headers["Access-Control-Allow-Headers"]


def test_a_head_is_a_get_without_the_body(client: FlaskClient) -> None:
    got, looked = client.get("/v1/venues"), client.head("/v1/venues")

    assert (looked.status_code, looked.data) == (200, b"")
    for name in ("ETag", "Content-Type", "Content-Length", "Cache-Control", "Link"):
        assert looked.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("text/html, */*;q=0.1", "application/json"),
        ("application/geo+json;q=0.4, application/json;q=0.5", "application/json"),
        ("application/json;q=0, application/geo+json", "application/geo+json"),
        ("application/json;charset=utf-8", "application/json"),
        ("APPLICATION/GEO+JSON", "application/geo+json"),
    ],
)
def test_the_format_asked_for_is_given(
    client: FlaskClient, accept: str, media_type: str
) -> None:
    answer = client.get("/v1/venues?limit=1", headers={"Accept": accept})

    assert (answer.status_code, answer.content_type) == (200, media_type)


@pytest.mark.parametrize(
    "accept", ["text/csv", "image/*", "application/json;q=0", "*/*;q=0", "nonsense"]
)
@pytest.mark.parametrize(
    "name",
    [
        "dishes.list_dishes",
        "dishes.get_dish",
        "venues.list_venues",
        "venues.get_venue",
        "reviews.list_reviews",
        "around.get_around",
    ],
)
def test_a_format_that_cannot_be_made_is_refused(
    app: Flask, client: FlaskClient, name: str, accept: str
) -> None:
    answer = client.get(address(app, name), buffered=True, headers={"Accept": accept})

    assert answer.status_code == 406
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"].endswith("/problems/not-acceptable")


@pytest.mark.parametrize(
    ("proxies", "expected"), [(0, "http://localhost"), (1, "https://haiphong.example")]
)
def test_only_proxies_that_are_trusted_say_who_was_asked(
    proxies: int, expected: str
) -> None:
    settings = Settings(
        database_url="postgresql:///nowhere",
        **SECRETS,
        trusted_proxies=proxies,
    )
    app = create_app(settings)
    app.add_url_rule("/asked", view_func=lambda: request.host_url.rstrip("/"))

    answer = app.test_client().get(
        "/asked",
        headers={
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "haiphong.example",
            "X-Forwarded-For": "203.0.113.9",
        },
    )

    assert answer.text == expected
