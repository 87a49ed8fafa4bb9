"""Lists on the wire: a page, its cursor, and the link to the next one."""

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request
from marshmallow import fields

from citizen_api.fields import Whole, Words, between
from citizen_api.http.api import Query, Schema
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON
from citizen_api.http.personal import personal

MOST = 100
USUAL = 20
READABLE = ",:"


class PageQuery(Query):
    """The parameters of every list."""

    limit = Whole(
        load_default=USUAL,
        validate=between(1, MOST),
        metadata={"description": "How many at most"},
    )
    cursor = Words(
        longest=400,
        metadata={
            "description": "Where the page begins: the `cursor` that stands in `next`"
            " of the page before. Following `next` is simpler"
        },
    )


class PageSchema(Schema):
    """A page of a list; which items, its room says."""

    next = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The address of the next page on this host: follow it as it"
            " is. Null on the last page."
        },
    )


def next_address(cursor: str) -> str:
    """The address of the next page, relative to the host."""
    query = {**request.args.to_dict(), "cursor": cursor}
    return f"{request.path}?{urlencode(query, safe=READABLE)}"


def page(
    content: dict[str, Any], cursor: str | None, *, max_age: int, media_type: str = JSON
) -> Response:
    """A page: its content, `next` in the body and in `Link`, null on the last one."""
    content["next"] = next_address(cursor) if cursor else None
    response = public(orjson.dumps(content), media_type, max_age=max_age)
    return _linked(response, content["next"])


def personal_page(content: dict[str, Any], cursor: str | None) -> Response:
    """A page for one caller only: as `page`, and nobody keeps it."""
    content["next"] = next_address(cursor) if cursor else None
    return _linked(personal(content), content["next"])


def _linked(response: Response, address: str | None) -> Response:
    if address:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response
