"""The OpenAPI document as it is served, and what it says of an answer."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.test import TestResponse

PROBLEM = "application/problem+json"
FORMATS = FormatChecker(formats=())


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    """RFC 3339, in the city's time."""
    if not isinstance(value, str):
        return True
    return datetime.fromisoformat(value).tzinfo is not None and value[-6:] == "+07:00"


@FORMATS.checks("date", raises=ValueError)
def is_day(value: object) -> bool:
    """A date."""
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@FORMATS.checks("uri")
def is_address(value: object) -> bool:
    """An address with a host."""
    return not isinstance(value, str) or bool(urlsplit(value).netloc)


class Operation(NamedTuple):
    """One operation of the document."""

    name: str
    method: str
    path: str
    said: dict[str, Any]


def document_of(client: FlaskClient) -> dict[str, Any]:
    """The document."""
    document: dict[str, Any] = client.get("/openapi.json").get_json()
    return document


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation."""
    for path, item in document["paths"].items():
        for method, said in item.items():
            if method != "parameters":
                yield Operation(said["operationId"], method.upper(), path, said)


def mistakes(document: dict[str, Any], schema: dict[str, Any], value: Any) -> list[str]:
    """Where a value is not what a schema of the document says."""
    whole = schema | {"components": document["components"]}
    checker = Draft202012Validator(whole, format_checker=FORMATS)
    return [f"{at.json_path}: {at.message}" for at in checker.iter_errors(value)]


def tagged(headers: Any) -> bool:
    """Whether there is an ETag."""
    return "ETag" in headers


def wrong_with(
    document: dict[str, Any], operation: Operation, answer: TestResponse
) -> list[str]:
    """Where an answer is not what the document says of its operation."""
    declared = operation.said["responses"].get(str(answer.status_code))
    if declared is None:
        return [f"{answer.status_code} is not declared"]
    if answer.status_code < 300 and tagged(answer.headers) != tagged(
        declared.get("headers", {})
    ):
        return ["an ETag comes that is not declared, or the other way round"]
    content = declared.get("content", {})
    if not content:
        return [] if answer.data == b"" else ["an answer without a body has one"]
    if answer.mimetype not in content:
        return [f"{answer.mimetype} is not declared"]
    if not answer.mimetype.endswith("json"):
        return [] if answer.data else ["the body is empty"]
    return mistakes(document, content[answer.mimetype]["schema"], answer.get_json())
