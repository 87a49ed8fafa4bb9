"""Whoever rides: a citizen who signed in, or a visitor whose phone has a wallet."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, g, redirect
from werkzeug import Response as Redirect

from citizen_api.callers import Rider
from citizen_api.http.session import database
from citizen_api.pages import visitors
from citizen_api.pages.frames import own_page
from citizen_api.pages.phones import phone
from citizen_api.wallets.models import Owner
from citizen_api.wallets.queries import has_wallet

View = TypeVar("View", bound=Callable[..., Any])

CHOICE = "/me/rider"


def rider() -> Rider | None:
    """The citizen who signed in; else the visitor whose phone opened a wallet."""
    if "rider" not in g:
        reader = visitors.visitor()
        g.rider = Rider(reader.id, None) if reader else _guest()
    found: Rider | None = g.rider
    return found


def _guest() -> Rider | None:
    device = phone()
    if device is None or not has_wallet(database(), Owner(device=device.id)):
        return None
    return Rider(None, device.id)


def riding(view: View) -> View:
    """A page for who has a wallet; the view gets a Rider first.

    Others are asked who they are, and come back.
    """

    @wraps(view)
    def called(*args: Any, **kwargs: Any) -> Any:
        found = rider()
        return to_choice() if found is None else view(found, *args, **kwargs)

    called.caller = "rider"  # type: ignore[attr-defined]
    return called  # type: ignore[return-value]


def to_choice() -> Redirect:
    """To the question who is riding, and afterwards back to the page at hand."""
    back = urlencode({"return_to": visitors.way_here()})
    return visitors.unkept(f"{CHOICE}?{back}")


def riders_page(template: str, *, status: int = 200, **content: Any) -> Response:
    """A page that extends `me/bikes.html`; nobody keeps it."""
    found = rider()
    is_guest = found is not None and found.person is None
    return own_page(template, status=status, is_guest=is_guest, **content)


def sent_late(where: str) -> Redirect:
    """Back to a page whose form was open too long, which says so."""
    return redirect(f"{where}?done=too-old", 303)
