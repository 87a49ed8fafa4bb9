"""Lists on the wire: a page, its cursor, and the link to the next one."""

from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request

from citizen_api.fields import Whole, Words, between
from citizen_api.http.api import Query
from citizen_api.http.caching import public
from citizen_api.http.headers import JSON

MOST = 100
USUAL = 20


class PageQuery(Query):
    """The parameters of every list."""

    limit = Whole(
        load_default=USUAL,
        validate=between(1, MOST),
        metadata={"description": "How many at most"},
    )
    cursor = Words(
        longest=400, metadata={"description": "From `next` of the page before"}
    )


def next_address(cursor: str) -> str:
    """The address of the next page, relative to the host."""
    asked = {**request.args.to_dict(), "cursor": cursor}
    return f"{request.path}?{urlencode(asked)}"


def page(
    content: dict[str, Any], cursor: str | None, *, max_age: int, media_type: str = JSON
) -> Response:
    """A page: its content, `next` in the body and in `Link`, null on the last one."""
    content["next"] = next_address(cursor) if cursor else None
    response = public(orjson.dumps(content), media_type, max_age=max_age)
    if cursor:
        response.headers["Link"] = f'<{content["next"]}>; rel="next"'
    return response
