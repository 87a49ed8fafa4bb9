"""Server-sent events: what happens in a rider's rentals, as it happens.

A stream is made outside the turn of its request, holds a thread while it lasts, and
so is short, and there are few of them in a process; an app that is cut off goes on
with Last-Event-ID.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

import orjson
from flask import Flask, Response, current_app

from citizen_api.db import Database
from citizen_api.http.session import database
from citizen_api.problems import BadRequest, Busy, FieldError, Said
from citizen_api.rentals.cards import first_open_event
from citizen_api.rentals.models import RentalEvent
from citizen_api.rentals.queries import events_after
from citizen_api.wallets.models import Owner

EXTENSION: Final = "citizen-streams"
EVENT_STREAM: Final = "text/event-stream"
LASTS_S: Final = 25.0
LOOK_EVERY_S: Final = 0.5
QUIET_S: Final = 10.0
COME_BACK_MS: Final = 1000
EVENT_ID: Final = re.compile(r"[0-9]{1,18}")
NOT_AN_EVENT: Final = Said(
    "Last-Event-ID phải là id của một sự kiện.", "Last-Event-ID is the id of an event."
)


class Streams:
    """How many streams a process may have at once: less than its threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.free = threading.BoundedSemaphore(most)


def register(app: Flask, threads: int) -> None:
    """Let an application stream with a third of its threads at most."""
    app.extensions[EXTENSION] = Streams(max(1, threads // 3))


def resumed(owner: Owner, heard: str | None) -> Response:
    """The stream from the event that was heard last; without it, all of what is open.

    Raises BadRequest, Busy.
    """
    if heard is not None and not EVENT_ID.fullmatch(heard):
        raise BadRequest(errors=[FieldError(NOT_AN_EVENT, parameter="Last-Event-ID")])
    if heard is not None:
        return stream(owner, int(heard))
    with database().sessions() as session:
        last = first_open_event(session, owner)
    return stream(owner, last)


def stream(owner: Owner, last: int) -> Response:
    """What happened in an owner's rentals after an event, and for a while from now.

    Raises Busy when too many listen.
    """
    streams: Streams = current_app.extensions[EXTENSION]
    if not streams.free.acquire(blocking=False):
        raise Busy(headers={"Retry-After": "5"})
    lasts = current_app.config.get("STREAM_LASTS_S", LASTS_S)
    said = told(database(), owner, last, lasts, time.sleep)
    response = Response(said, content_type=EVENT_STREAM)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(streams.free.release)
    return response


def told(
    database: Database,
    owner: Owner,
    last: int,
    lasts: float,
    wait: Callable[[float], None],
) -> Iterator[bytes]:
    """The bytes of a stream; a comment when nothing happens, so that lines stay up."""
    end = time.monotonic() + lasts
    spoke = time.monotonic()
    yield f"retry: {COME_BACK_MS}\n\n".encode()
    while True:
        with database.sessions() as session:
            events = events_after(session, owner, last)
        for event in events:
            last, spoke = event.id, time.monotonic()
            yield written(event)
        if time.monotonic() >= end:
            return
        if time.monotonic() - spoke >= QUIET_S:
            spoke = time.monotonic()
            yield b": quiet\n\n"
        wait(LOOK_EVERY_S)


def written(event: RentalEvent) -> bytes:
    """An event as the standard writes it."""
    data = orjson.dumps(shown(event)).decode()
    return f"id: {event.id}\nevent: rental\ndata: {data}\n\n".encode()


def shown(event: RentalEvent) -> dict[str, Any]:
    """An event on the wire: nothing about a person or a place."""
    return {
        "rental": event.rental_id,
        "version": event.version,
        "at": event.at,
        "state": event.state,
        "cause": event.cause,
        "detail": event.detail,
    }
