"""What all callers share: the bearer token, and what a door says of itself."""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import request

View = TypeVar("View", bound=Callable[..., Any])

BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{43})", re.IGNORECASE)


def public(view: View) -> View:
    """Anyone may call this."""
    view.caller = "anyone"  # type: ignore[attr-defined]
    return view


def bearer() -> str | None:
    """The token that was sent, None when none was or it cannot be one of ours."""
    given = BEARER.fullmatch(request.headers.get("Authorization", "").strip())
    return given and given.group(1)


def opened_to(
    caller: str, view: View, called: View, scheme: str, scopes: Sequence[str] = ()
) -> View:
    """`called` in the place of `view`; the OpenAPI file says who may call it."""
    called.security = [{scheme: list(scopes)}]  # type: ignore[attr-defined]
    called.caller = caller  # type: ignore[attr-defined]
    return called
