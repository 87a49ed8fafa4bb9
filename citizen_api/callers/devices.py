"""A phone that rates, known by the token that it was given."""

import time
from collections import OrderedDict
from functools import wraps
from typing import Any, NamedTuple

from flask import current_app

from citizen_api.callers.doors import View, bearer, opened_to
from citizen_api.callers.sandbox import sandbox_phone
from citizen_api.http.session import database
from citizen_api.problems import NotAuthenticated
from citizen_api.tokens import token_hash

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="device"'}
DEVICE = "SELECT id FROM devices WHERE token_hash = %(token_hash)s"
PHONE = """
WITH there AS (SELECT id FROM devices WHERE token_hash = %(token_hash)s),
made AS (
    INSERT INTO devices (token_hash)
    SELECT %(token_hash)s WHERE NOT EXISTS (SELECT FROM there)
    ON CONFLICT (token_hash) DO UPDATE SET token_hash = excluded.token_hash
    RETURNING id
)
SELECT id FROM there UNION ALL SELECT id FROM made
"""
EXTENSION = "citizen-devices"
REMEMBERED = 10_000
REMEMBERED_S = 30.0


class Device(NamedTuple):
    """A phone that rates."""

    id: int

    @property
    def actor(self) -> str:
        """What logs and limits call it."""
        return f"device:{self.id}"


def device(view: View) -> View:
    """A device may call this; the view gets it as its first argument.

    Raises NotAuthenticated without a token that we gave out.
    """

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        return view(_device(), *args, **kwargs)

    return opened_to("device", view, called, "device")  # type: ignore[return-value]


def _device() -> Device:
    known = calling_device()
    if not known:
        raise NotAuthenticated(headers=CHALLENGE)
    return known


def calling_device() -> Device | None:
    """The phone whose token was sent; in the sandbox the one that a test key is."""
    phone, token = sandbox_phone(), bearer()
    if phone is not None:
        return _of_sandbox(phone)
    return known_device(token) if token else None


def known_device(token: str) -> Device | None:
    """The device that a token was given to, None when we gave it to nobody."""
    digest = token_hash(token)
    remembered = _remembered()
    known = remembered.get(digest)
    if known is not None and known[0] > time.monotonic():
        return known[1]
    found = database().read(DEVICE, {"token_hash": digest})
    if not found:
        return None
    caller = Device(found[0][0])
    remembered[digest] = time.monotonic() + REMEMBERED_S, caller
    while len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
    return caller


def _of_sandbox(key: str) -> Device:
    """The phone that a test key is; not remembered, for the sandbox is made anew."""
    return Device(database().write(PHONE, {"token_hash": token_hash(key)})[0][0])


def _remembered() -> OrderedDict[bytes, tuple[float, Device]]:
    """The devices that called this application lately, and until when to trust it."""
    found: OrderedDict[bytes, tuple[float, Device]]
    found = current_app.extensions.setdefault(EXTENSION, OrderedDict())
    return found
