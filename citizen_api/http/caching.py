"""Public answers with validators: strong ETag, 304, Cache-Control, Vary."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from flask import Response, request

from citizen_api.http.headers import Environ, StartResponse, Wsgi, name_of

VARY = "Accept, Accept-Language, Accept-Encoding"
PACKED = "-gzip"  # ends the tag of an answer that was packed
TAG_LENGTH = 24
NOT_MODIFIED = "304 Not Modified"
KEPT_HEADERS = {
    "etag",
    "cache-control",
    "vary",
    "content-language",
    "access-control-allow-origin",
    "access-control-expose-headers",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
LONGEST_KEY = 1024
# What a cookie decides, such as the language of a page, or who shows a token, even a
# wrong one, gets an answer of its own.
OWN = ("HTTP_COOKIE", "HTTP_AUTHORIZATION")


def fingerprint(*parts: bytes) -> str:
    """A short strong tag for bytes."""
    digest = sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:TAG_LENGTH]


def public(
    body: bytes,
    media_type: str,
    *,
    max_age: int,
    tag: str | None = None,
) -> Response:
    """A public answer, or 304 when the caller has it already.

    `tag` names the bytes; without it they are hashed. `max_age` is in seconds.
    """
    tag = tag or fingerprint(body)
    given = request.headers.get("If-None-Match")
    kept = given and next((t for t in (tag, tag + PACKED) if matches(t, given)), None)
    headers = [
        ("ETag", f'"{kept or tag}"'),
        ("Cache-Control", f"public, max-age={max_age}"),
        ("Vary", VARY),
    ]
    if kept:
        response = Response(status=304, headers=headers)
        del response.headers["Content-Type"]
        return response
    return Response(body, headers=[("Content-Type", media_type), *headers])


def matches(tag: str, header: str) -> bool:
    """Whether an If-None-Match header names the tag (weak comparison, RFC 9110)."""
    if header.strip() == "*":
        return True
    return any(
        part.strip().removeprefix("W/").strip('"') == tag for part in header.split(",")
    )


def key_of(environ: Environ) -> tuple[str, ...] | None:
    """What an answer depends on that `VARY` speaks of, beside its address.

    None where that is so long that it had better not be remembered.
    """
    key = (
        environ["PATH_INFO"],
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_ACCEPT", ""),
        environ.get("HTTP_ACCEPT_LANGUAGE", ""),
        environ.get("HTTP_ACCEPT_ENCODING", ""),
    )
    return key if sum(map(len, key)) <= LONGEST_KEY else None


def is_everybodys(names: Mapping[str, str]) -> bool:
    """Whether an answer with these headers may be told to others for a moment."""
    told = names.get("cache-control", "").split(", ")
    return "public" in told and "max-age=0" not in told


class Remembered(NamedTuple):
    """The validators of an answer made a moment ago."""

    expires: float
    tag: str
    headers: list[tuple[str, str]]


class Revalidation:
    """A WSGI layer that answers a repeat with 304 without making the answer again.

    What a public answer was is remembered for `patience` seconds, so a 304 may be
    that much behind; `max-age` allows more. A write forgets everything.
    """

    def __init__(
        self,
        wsgi: Wsgi,
        *,
        patience: float = 1.0,
        capacity: int = 4096,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wsgi, self._patience = wsgi, patience
        self._capacity, self._clock = capacity, clock
        self._kept: OrderedDict[tuple[str, ...], Remembered] = OrderedDict()

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer 304 from memory, or ask the service and remember what it said."""
        method = environ["REQUEST_METHOD"]
        if method not in SAFE:
            try:
                return self._wsgi(environ, start)
            finally:
                self._kept.clear()
        given = environ.get("HTTP_IF_NONE_MATCH")
        if given is None or method != "GET" or any(name in environ for name in OWN):
            return self._wsgi(environ, start)
        key = key_of(environ)
        if key is None:
            return self._wsgi(environ, start)
        kept = self._kept.get(key)
        if kept and kept.expires > self._clock() and matches(kept.tag, given):
            start(NOT_MODIFIED, [*kept.headers, ("X-Request-Id", name_of(environ))])
            return ()
        return self._wsgi(environ, self._remembering(key, start))

    def _remembering(self, key: tuple[str, ...], start: StartResponse) -> StartResponse:
        def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            names = {name.lower(): value for name, value in headers}
            known = status[:3] in {"200", "304"} and "etag" in names
            if known and is_everybodys(names):
                self._remember(key, names["etag"].strip('"'), headers)
            return start(status, headers, *rest)

        return started

    def _remember(
        self, key: tuple[str, ...], tag: str, headers: list[tuple[str, str]]
    ) -> None:
        kept = [pair for pair in headers if pair[0].lower() in KEPT_HEADERS]
        self._kept[key] = Remembered(self._clock() + self._patience, tag, kept)
        self._kept.move_to_end(key)
        while len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
