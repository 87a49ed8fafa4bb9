"""Whoever may say what they think of a venue: a visitor's phone, or a citizen."""

from functools import wraps
from typing import Any

from citizen_api.callers.citizens import CHALLENGE, ensure_allowed
from citizen_api.callers.devices import calling_device
from citizen_api.callers.doors import View, bearer, opened_to
from citizen_api.callers.sessions import known
from citizen_api.problems import NotAuthenticated
from citizen_api.writers import Writer

SCOPE = "reviews"


def writer(view: View) -> View:
    """A device or a citizen may call this; the view gets a Writer first.

    Raises NotAuthenticated, and ScopeMissing for an app that was not allowed
    `reviews`.
    """

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        return view(_writer(), *args, **kwargs)

    opened = opened_to("writer", view, called, "device")
    opened.security.append({"citizen": [SCOPE]})  # type: ignore[attr-defined]
    return opened  # type: ignore[return-value]


def _writer() -> Writer:
    token, device = bearer(), calling_device()
    if device:
        return Writer(device.id, None)
    if token and (found := known(token)):
        ensure_allowed(found.citizen, SCOPE)
        return Writer(None, found.citizen.id)
    raise NotAuthenticated(headers={"WWW-Authenticate": CHALLENGE})
