"""Answers for one caller only, which nobody keeps."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from flask import Response

from citizen_api.http.headers import JSON

NO_STORE = {"Cache-Control": "no-store"}


def personal(
    content: Any, status: int = 200, *, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer as JSON."""
    return not_kept(orjson.dumps(content), JSON, status, headers=headers)


def not_kept(
    body: bytes | Iterable[bytes],
    media_type: str,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer of another kind, such as a drawing or a file that is streamed."""
    response = Response(body, status, headers=NO_STORE, content_type=media_type)
    response.headers.update(headers or {})
    return response


def nothing() -> Response:
    """Done, and nothing to say."""
    return Response(status=204, headers=NO_STORE)
