"""Readers who signed in, known by a cookie; and the way to the sign-in for others."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import g, redirect, request
from werkzeug import Response

from citizen_api.callers import (
    Citizen,
    SignInAgain,
    Staff,
    ensure_level,
    known_staff,
    refusals_recorded,
)
from citizen_api.callers.staffing import LEVEL
from citizen_api.pages import cookies
from citizen_api.pages.ways_back import way_to
from citizen_api.roles.models import Role

View = TypeVar("View", bound=Callable[..., Any])

COOKIE = "session"
KEPT_S = 12 * 3600
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def visitor() -> Citizen | None:
    """Whoever signed in on this browser, while the session is good."""
    found = known_worker()
    return found and found[0]


def page_token() -> str | None:
    """What the cookie holds, None when it cannot be one of ours."""
    token = cookies.kept(COOKIE)
    return token if TOKEN.fullmatch(token) else None


def remember(response: Response, token: str) -> None:
    """Let the browser keep the session that began."""
    cookies.keep(response, COOKIE, token, KEPT_S)


def forget(response: Response) -> None:
    """Take the session from the browser."""
    cookies.forget(response, COOKIE)


def signed_in(acr: str = "LoA1", fresh_s: int | None = None) -> Callable[[View], View]:
    """A page for who signed in; the view gets a Citizen as its first argument.

    `acr`, `fresh_s` as for `callers.citizen`. Others are sent to sign in, and back.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            reader = visitor()
            if reader is None or not is_sure(reader, acr, fresh_s):
                return to_sign_in(acr, fresh_s)
            return view(reader, *args, **kwargs)

        called.caller = "citizen"  # type: ignore[attr-defined]
        return called  # type: ignore[return-value]

    return decorated


def at_work(*roles: Role) -> Callable[[View], View]:
    """A page for who holds one of these roles; the view gets a Staff first.

    Raises RoleMissing, which is in the audit log, as `callers.staff` does.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            found = known_worker()
            if found is None or not is_sure(found[0], LEVEL):
                return to_sign_in(LEVEL)
            with refusals_recorded(found[1]):
                found[1].ensure_one_of(roles)
                return view(found[1], *args, **kwargs)

        called.caller = "staff"  # type: ignore[attr-defined]
        return called  # type: ignore[return-value]

    return decorated


def known_worker() -> tuple[Citizen, Staff] | None:
    """Whoever signed in on this browser, with the roles that they hold now."""
    if "worker" not in g:
        token = page_token()
        g.worker = known_staff(token) if token else None
    found: tuple[Citizen, Staff] | None = g.worker
    return found


def is_sure(reader: Citizen, acr: str, fresh_s: int | None = None) -> bool:
    """Whether VNeID saw the reader surely and lately enough."""
    try:
        ensure_level(reader, acr, fresh_s)
    except SignInAgain:
        return False
    return True


def to_sign_in(acr: str, fresh_s: int | None = None) -> Response:
    """To the sign-in, and afterwards back to the page at hand."""
    return unkept(sign_in_address(way_here(), acr, fresh_s))


def way_here() -> str:
    """The way back to the page at hand."""
    asked = request.args if request.method in {"GET", "HEAD"} else {}
    return way_to(request.path, asked)


def unkept(address: str) -> Response:
    """To an address that is this reader's alone: no cache keeps where it leads."""
    response = redirect(address, 303)
    response.headers["Cache-Control"] = "no-store"
    return response


def sign_in_address(back: str, acr: str, fresh_s: int | None = None) -> str:
    """The address that signs somebody in so, and then leads back."""
    age = {} if fresh_s is None else {"max_age": str(fresh_s)}
    return f"/sign-in?{urlencode({'return_to': back, 'acr': acr, **age})}"
