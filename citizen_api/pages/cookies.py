"""Cookies of the pages: for this host only, and for no script.

Over https their names begin with `__Host-`, so that browsers let neither a sister
host nor anybody on the way set them.
"""

from flask import current_app, request
from werkzeug import Response


def kept(name: str) -> str:
    """What the phone keeps under a name; empty when there is nothing."""
    return request.cookies.get(_named(name), "")


def keep(response: Response, name: str, value: str, seconds: int) -> None:
    """Let the phone keep a value."""
    response.set_cookie(
        _named(name),
        value,
        seconds,
        secure=_is_secure(),
        httponly=True,
        samesite="Lax",
    )


def forget(response: Response, name: str) -> None:
    """Take a value from the phone."""
    response.delete_cookie(
        _named(name), secure=_is_secure(), httponly=True, samesite="Lax"
    )


def _named(name: str) -> str:
    return f"__Host-{name}" if _is_secure() else name


def _is_secure() -> bool:
    address: str = current_app.config["PUBLIC_URL"]
    return address.startswith("https:")
