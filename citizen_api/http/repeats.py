"""What was answered a moment ago is answered again without being made again.

A crowd that scans one poster asks the same within the same second. Only the server
wears this layer, below its turns: one thread at a time is in it.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import Flask

from citizen_api.http.caching import OWN, SAFE, is_everybodys, key_of
from citizen_api.http.headers import Environ, Headers, StartResponse, Wsgi, name_of

# Under it, reading changes nothing; the pages of codes count who opens them.
REPEATABLE = "/v1/"
LARGEST_BODY = 64 * 1024
# What headers, and their places in memory, take beside the body and the key.
OVERHEAD = 2048
NAMED = "x-request-id"
CONDITIONS = (*OWN, "HTTP_IF_NONE_MATCH", "HTTP_RANGE")
Key = tuple[str, ...]


class Answer(NamedTuple):
    """A public answer, and until when it may be repeated; its headers but its name.

    `size`: about how many bytes it takes, with its key.
    """

    expires: float
    headers: Headers
    body: bytes
    size: int


class Repeats:
    """A WSGI layer that repeats public answers from memory for a moment.

    An answer may be `patience` seconds behind; its `max-age` allows more. A write
    forgets everything. `capacity`: the bytes that may be remembered.
    """

    def __init__(
        self,
        wsgi: Wsgi,
        capacity: int,
        *,
        patience: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wsgi, self._capacity = wsgi, capacity
        self._patience, self._clock = patience, clock
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._size = 0

    def __call__(self, environ: Environ, start: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or ask the service and remember what it said."""
        method = environ["REQUEST_METHOD"]
        if method not in SAFE:
            try:
                return self._wsgi(environ, start)
            finally:
                self._forget()
        if method != "GET" or not environ["PATH_INFO"].startswith(REPEATABLE):
            return self._wsgi(environ, start)
        if any(name in environ for name in CONDITIONS):
            return self._wsgi(environ, start)
        key = key_of(environ)
        if key is None:
            return self._wsgi(environ, start)
        kept = self._kept.get(key)
        if kept is None or kept.expires <= self._clock():
            return self._asked(key, environ, start)
        start("200 OK", [*kept.headers, ("X-Request-Id", name_of(environ))])
        return (kept.body,)

    def _asked(
        self, key: Key, environ: Environ, start: StartResponse
    ) -> Iterable[bytes]:
        """What the service says; remembered when it says so to everybody."""
        told: list[Headers] = []

        def started(status: str, headers: Headers, *rest: Any) -> Any:
            if status == "200 OK" and is_repeatable(headers):
                told.append([pair for pair in headers if pair[0].lower() != NAMED])
            return start(status, headers, *rest)

        answered = self._wsgi(environ, started)
        if not told:
            return answered
        body = whole(answered)
        size = OVERHEAD + sum(map(len, key)) + len(body)
        until = self._clock() + self._patience
        self._remember(key, Answer(until, told[0], body, size))
        return (body,)

    def _remember(self, key: Key, answer: Answer) -> None:
        before = self._kept.pop(key, None)
        self._kept[key] = answer
        self._size += answer.size - (before.size if before else 0)
        while self._size > self._capacity:
            self._size -= self._kept.popitem(last=False)[1].size

    def _forget(self) -> None:
        self._kept.clear()
        self._size = 0


def is_repeatable(headers: Headers) -> bool:
    """Whether an answer is everybody's, and of a length that is known and small."""
    names = {name.lower(): value for name, value in headers}
    return (
        is_everybodys(names)
        and "set-cookie" not in names
        and int(names.get("content-length", LARGEST_BODY)) < LARGEST_BODY
    )


def whole(answered: Iterable[bytes]) -> bytes:
    """The body of an answer, which is closed."""
    try:
        return b"".join(answered)
    finally:
        close = getattr(answered, "close", None)
        if close is not None:
            close()


def register(app: Flask, capacity: int) -> None:
    """Let an application repeat itself; with a capacity of 0 it does not."""
    if capacity:
        app.wsgi_app = Repeats(app.wsgi_app, capacity)  # type: ignore[assignment]
