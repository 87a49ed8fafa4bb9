"""Reading the JSON that testers send."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import request

from identity import IdentityError

__all__ = ["BadRequest", "body_of", "moment", "number", "text"]

LONGEST: Final = 200
LARGEST: Final = 10 * 366 * 86_400


class BadRequest(IdentityError):
    """The body is not what this endpoint takes."""


def body_of(fields: set[str] | None) -> Mapping[str, Any]:
    """The JSON object at hand, with no other fields than these (None: any).

    Only `application/json`: a browser asks before it sends that to another site.
    """
    if request.mimetype != "application/json":
        raise BadRequest("the body is application/json")
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest("the body is a JSON object")
    if fields is not None and not set(body) <= fields:
        raise BadRequest(f"the fields are {', '.join(sorted(fields))}")
    return body


def text(body: Mapping[str, Any], name: str) -> str:
    """A short printable text, empty when it is left out."""
    value = body.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable():
        raise BadRequest(f"{name} is a short text")
    return value


def number(body: Mapping[str, Any], name: str) -> int | None:
    """A whole number of either sign, None when it is left out."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise BadRequest(f"{name} is a whole number")
    return value


def moment(value: Any) -> datetime:
    """An RFC 3339 time with its zone, of this century."""
    try:
        read = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise BadRequest("stands_at is a time with its zone") from error
    if read.tzinfo is None or not 2000 < read.year < 2100:
        raise BadRequest("stands_at is a time with its zone")
    return read
