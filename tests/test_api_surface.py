"""Every door of the service: who may call, and how it refuses."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.contract.document import (
    Operation,
    document_of,
    mistakes,
    operations,
    wrong_with,
)
from tests.reviews.addresses import VENUE
from tests.reviews.phones import problem

# Who may call, and by which schemes of the document they show who they are.
CALLERS = {
    "anyone": set(),
    "bank": {"webhook"},
    "citizen": {"citizen"},
    "device": {"device"},
    "key": {"key"},
    "lock": {"webhook"},
    "rider": {"citizen", "device"},
    "staff": {"citizen"},
    "writer": {"citizen", "device"},
}
UUID = "0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77"
STRANGERS = {"forged-event", "key-needed", "not-authenticated", "not-signed-in"}
# flask-smorest's own door: the document is for everybody.
DOCUMENT = "/openapi.json"
SOMETHING = {
    "venue_id": VENUE,
    "dish_id": "banh-da-cua",
    "tour_id": "sang-quanh-ga",
    "dataset_id": "venues",
    "file_format": "geojson",
    "name": "scans",
    "facility_code": "99001",
    "station_id": "hp-005",
    "code": "F4K4FVP4",
    "kind": "pasted_over",
    "month": "2026-11",
    "role_id": "1",
    "change_id": "1",
    "number": "1",
    "day": "2026-12-24",
    "review_id": "1",
    "surge_id": "1",
    "slug": "cat-bi",
    "photo_id": "1",
    "claim": "insurance",
    "z": "14",
    "x": "13047",
    "y": "7220",
}
# Of these trees every page is for somebody known, but for those that let people in.
OWN_PAGES = ("/me", "/staff")
FOR_ANYBODY = {"/me", "/me/reviews", "/me/rider"}


@pytest.fixture(scope="module")
def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    return document_of(app.test_client())


def rules(app: Flask) -> Iterator[Rule]:
    return (rule for rule in app.url_map.iter_rules() if rule.rule != DOCUMENT)


def address(operation: Operation) -> str:
    """The address of something real, or of what nobody has."""
    return re.sub(r"{(\w+)}", lambda gap: value(gap[1]), operation.path)


def value(parameter: str) -> str:
    """What stands in a path; an id that is not named here is drawn."""
    return SOMETHING.get(parameter) or {"id": UUID}[parameter.rpartition("_")[2]]


def ask(
    client: FlaskClient, operation: Operation, query: str = "", **headers: str
) -> TestResponse:
    body = operation.said.get("requestBody", {}).get("content", {})
    return client.open(
        address(operation) + query,
        method=operation.method,
        headers=headers,
        json=body.get("application/json", {}).get("example"),
    )


def test_every_door_says_who_may_call(app: Flask) -> None:
    for rule in rules(app):
        assert getattr(app.view_functions[rule.endpoint], "caller", None) in CALLERS, (
            rule
        )


def test_the_document_has_every_door_of_the_api_and_no_other(
    app: Flask, document: dict[str, Any]
) -> None:
    doors = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
        for rule in rules(app)
        if rule.rule.startswith(("/v1/", "/healthz", "/readyz"))
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert doors == {(each.method, each.path) for each in operations(document)}


def test_what_is_not_in_the_document_is_a_page(app: Flask) -> None:
    pages = {
        rule.rule
        for rule in rules(app)
        if not rule.rule.startswith(("/v1/", "/healthz", "/readyz"))
    }

    assert {page for page in pages if not is_own(page)} == {
        "/",
        "/.well-known/apple-app-site-association",
        "/.well-known/assetlinks.json",
        "/.well-known/oauth-authorization-server",
        "/about",
        "/b",
        "/b/<token>",
        "/bikes",
        "/bikes/stations/<slug:slug>",
        "/bikes/terms",
        "/datasets",
        "/docs",
        "/docs/<name>",
        "/facilities",
        "/gbfs/2/<language>/<name>.json",
        "/gbfs/2/<name>.json",
        "/gbfs/3/<name>.json",
        "/language",
        "/manifest.webmanifest",
        "/media/<name>",
        "/moderation",
        "/oauth/authorize",
        "/oauth/consent",
        "/oauth/revoke",
        "/oauth/token",
        "/offline",
        "/privacy",
        "/problems",
        "/problems/<name>",
        "/q",
        "/q/<code>",
        "/q/<code>/report",
        "/reference",
        "/reviews/<digits:number>",
        "/search",
        "/sign-in",
        "/sign-in/callback",
        "/sign-out",
        "/static/<named>/<path:path>",
        "/sw.js",
        "/tours",
        "/tours/<slug:tour_id>",
        "/venues/<slug:slug>",
        "/venues/<slug:slug>/claim",
        "/venues/<slug:slug>/photos",
        "/venues/<slug:slug>/photos/<digits:number>/report",
        "/venues/<slug:slug>/rate",
        "/venues/<slug:slug>/report",
        "/venues/<slug:slug>/visit",
    }


def test_the_pages_of_people_are_for_whoever_is_known(app: Flask) -> None:
    open_ones = {
        rule.rule
        for rule in rules(app)
        if is_own(rule.rule) and app.view_functions[rule.endpoint].caller == "anyone"  # type: ignore[attr-defined]
    }

    assert open_ones == FOR_ANYBODY


def is_own(page: str) -> bool:
    """Whether a page is of the trees of people."""
    return page.startswith(tuple(f"{tree}/" for tree in OWN_PAGES)) or page in OWN_PAGES


def test_the_document_says_who_may_call(app: Flask, document: dict[str, Any]) -> None:
    scheme = document["components"]["securitySchemes"]["device"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")

    for operation in operations(document):
        room = operation.said["tags"][0]
        view = app.view_functions[f"{room}.{operation.name}"]
        schemes = {name for way in operation.said.get("security", ()) for name in way}
        assert schemes == CALLERS[view.caller], operation.name  # type: ignore[attr-defined]
        answers = set(operation.said["responses"])
        assert bool(schemes) == ("401" in answers), operation.name
        if view.caller == "staff":  # type: ignore[attr-defined]
            assert answers >= {"403", "429"}, operation.name


def test_every_door_refuses_what_it_does_not_know(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    for operation in operations(document):
        refused = ask(client, operation, "?nonsense=1")
        assert problem(refused) in {"invalid-request"} | STRANGERS
        assert not wrong_with(document, operation, refused), operation.name


def test_every_door_refuses_a_format_that_it_does_not_have(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    needed = {"around": "?lat=20.8561&lon=106.6822"}
    for operation in operations(document):
        query = needed.get(operation.said["tags"][0], "")
        refused = ask(client, operation, query, Accept="text/csv")
        assert problem(refused) in {"not-acceptable"} | STRANGERS
        assert not wrong_with(document, operation, refused), operation.name


def test_every_door_names_the_methods_that_it_takes(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for operation in operations(document):
        refused = client.open(address(operation), method="PURGE")
        assert problem(refused) == "method-not-allowed"
        assert operation.method in refused.headers["Allow"].split(", ")
        assert not mistakes(document, schema, refused.get_json())


def test_every_public_answer_says_whether_a_repeat_costs_a_304(
    client: FlaskClient, document: dict[str, Any]
) -> None:
    needed = {"around": "?lat=20.8561&lon=106.6822"}
    for operation in operations(document):
        if operation.method == "GET" and "security" not in operation.said:
            query = needed.get(operation.said["tags"][0], "")
            answer = ask(client, operation, query)
            assert answer.status_code == 200, operation.name
            assert ("ETag" in answer.headers) == ("304" in operation.said["responses"])
            assert ("ETag" in answer.headers) == ("Vary" in answer.headers)


def test_no_door_ends_with_a_slash_or_lacks_its_version(app: Flask) -> None:
    for rule in rules(app):
        assert rule.rule == "/" or not rule.rule.endswith("/")
