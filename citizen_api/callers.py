"""Who is calling. Each view says it, also when it is everybody."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, TypeVar

from flask import current_app, request

from citizen_api.http.session import database
from citizen_api.problems import NotAuthenticated
from citizen_api.tokens import token_hash

View = TypeVar("View", bound=Callable[..., Any])

TOKEN = re.compile(r"Bearer ([A-Za-z0-9_-]{43})", re.IGNORECASE)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="device"'}
DEVICE = "SELECT id FROM devices WHERE token_hash = %(token_hash)s"
EXTENSION = "citizen-devices"
REMEMBERED = 10_000
REMEMBERED_S = 30.0


class Device(NamedTuple):
    """A phone that rates, known by its token."""

    id: int


def public(view: View) -> View:
    """Anyone may call this."""
    view.caller = "anyone"  # type: ignore[attr-defined]
    return view


def device(view: View) -> View:
    """A device may call this; the view gets it as its first argument.

    Raises NotAuthenticated without a token that we gave out.
    """

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        return view(_device(), *args, **kwargs)

    called._apidoc = _documented(view)  # type: ignore[attr-defined]
    called.caller = "device"  # type: ignore[attr-defined]
    return called  # type: ignore[return-value]


def _documented(view: View) -> dict[str, Any]:
    docs: dict[str, Any] = dict(getattr(view, "_apidoc", {}))
    docs["manual_doc"] = {
        **docs.get("manual_doc", {}),
        "security": [{"device": []}],
    }
    return docs


def _device() -> Device:
    given = TOKEN.fullmatch(request.headers.get("Authorization", "").strip())
    known = given and known_device(given.group(1))
    if not known:
        raise NotAuthenticated(headers=CHALLENGE)
    return known


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


def _remembered() -> OrderedDict[bytes, tuple[float, Device]]:
    """The devices that called this application lately, and until when to trust it."""
    found: OrderedDict[bytes, tuple[float, Device]]
    found = current_app.extensions.setdefault(EXTENSION, OrderedDict())
    return found
