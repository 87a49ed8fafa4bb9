"""Doors that count: who comes too often is told when to come again."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, Protocol, TypeVar

from flask import Flask, Response, after_this_request, current_app, request

from citizen_api.http.clock import now
from citizen_api.http.session import database
from citizen_api.settings import BadSetting
from citizen_api.throttles.actions import ensure_allowed
from citizen_api.throttles.rules import Counting, Limit, key_of, network_of

View = TypeVar("View", bound=Callable[..., Any])


class Actor(Protocol):
    """Who is calling: a device, a citizen, somebody at work."""

    @property
    def actor(self) -> str:
        """A name that is nobody else's."""
        ...


EXTENSION: Final = "citizen-limits"
WRITTEN: Final = re.compile(r"([a-z]+)=([1-9][0-9]{0,8})/(minute|hour|day)")
SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86400}
USUAL: Final = (
    "devices=2000/hour,reviews=6000/hour,reports=300/hour,sightings=2000/hour"
    ",signins=3000/hour,tokens=20000/hour,glasses=10/hour,requests=30/day"
    ",topups=60/hour,keys=60/hour,resets=60/hour,webhooks=120/hour"
    ",photos=120/hour,visits=60/hour,claims=20/day"
)
"""Much for one phone, or for all phones behind one address of a mobile network."""


def register(app: Flask, changed: str) -> None:
    """Give an application the usual limits, but for the `changed` ones.

    Written as `devices=100/minute,reviews=5/day`. Raises BadSetting.
    """
    usual = dict(map(read_limit, USUAL.split(",")))
    others = dict(map(read_limit, changed.split(","))) if changed else {}
    if unknown := others.keys() - usual.keys():
        raise BadSetting(f"LIMITS knows no {min(unknown)!r}")
    app.extensions[EXTENSION] = usual | others


def read_limit(text: str) -> tuple[str, Limit]:
    """A limit by its scope; raises BadSetting."""
    written = WRITTEN.fullmatch(text.strip())
    if written is None:
        raise BadSetting(f"LIMITS has {text!r}, not devices=1000/hour or the like")
    scope, most, unit = written.groups()
    return scope, Limit(scope, int(most), SECONDS[unit])


def limited(scope: str, by: Callable[..., str]) -> Callable[[View], View]:
    """A view that counts its callers; `by` names one, given what the view is given.

    Each answer carries the RateLimit headers; the view raises TooManyRequests.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            count(scope, by(*args[:1]))
            return view(*args, **kwargs)

        return called  # type: ignore[return-value]

    return decorated


def count(scope: str, caller: str) -> None:
    """Count a use by a caller; raises TooManyRequests."""
    counted = counting(scope, caller)
    found = ensure_allowed(database(), counted.limit, counted.key, counted.now)
    counted.tell(found)


def counting(scope: str, caller: str) -> Counting:
    """The use by a caller, for a statement that counts it with its own work."""
    limit: Limit = current_app.extensions[EXTENSION][scope]
    key = key_of(current_app.config["SIGNING_KEY"], scope, caller)
    return Counting(limit, key, now(), _wear)


def actor(caller: Actor) -> str:
    """What the caller that the view is given is called."""
    return caller.actor


def address() -> str:
    """Where the request comes from; a network for an address of version 6."""
    return f"address {network_of(request.remote_addr or '')}"


def _wear(headers: Mapping[str, str]) -> None:
    @after_this_request
    def worn(response: Response) -> Response:
        response.headers.extend(headers)
        return response
