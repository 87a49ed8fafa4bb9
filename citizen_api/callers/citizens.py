"""Somebody who signed in with VNeID, how surely, and how long ago."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from citizen_api.callers.doors import View, bearer, opened_to
from citizen_api.callers.problems import NotSignedIn, ScopeMissing, SignInAgain
from citizen_api.callers.sessions import OF_PAGE, Citizen, Known, known
from citizen_api.http.clock import now
from identity import assurance

LEVELS = tuple(assurance.LEVELS)
CHALLENGE = 'Bearer realm="citizen"'


def citizen(
    acr: str = LEVELS[0], fresh_s: int | None = None, scope: str | None = None
) -> Callable[[View], View]:
    """A citizen may call this; the view gets a Citizen as its first argument.

    `acr`: the least level of VNeID; `fresh_s`: how many seconds ago VNeID may have
    seen them at most; `scope`: what they must have allowed the app. Raises
    NotSignedIn, SignInAgain, ScopeMissing.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            caller = signed_in().citizen
            ensure_level(caller, acr, fresh_s)
            ensure_allowed(caller, scope)
            return view(caller, *args, **kwargs)

        scopes = [scope] if scope else []
        return opened_to("citizen", view, called, "citizen", scopes)  # type: ignore[return-value]

    return decorated


def known_session(token: str) -> Citizen | None:
    """Who the cookie of our own pages belongs to, None when it is good no longer."""
    found = known(token, OF_PAGE)
    return found and found.citizen


def signed_in() -> Known:
    """Whoever sent the access token; raises NotSignedIn."""
    token = bearer()
    found = token and known(token)
    if not found:
        error = ', error="invalid_token"' if token else ""
        raise NotSignedIn(headers={"WWW-Authenticate": CHALLENGE + error})
    return found


def ensure_level(caller: Citizen, acr: str, fresh_s: int | None = None) -> None:
    """Raise SignInAgain, with what is needed as RFC 9470 writes it."""
    sure = LEVELS.index(caller.acr) >= LEVELS.index(acr)
    age = now() - caller.auth_time
    if sure and (fresh_s is None or age <= timedelta(seconds=fresh_s)):
        return
    said = [
        CHALLENGE,
        'error="insufficient_user_authentication"',
        'error_description="A surer or newer sign-in is needed"',
        f'acr_values="{acr}"',
        *([] if fresh_s is None else [f'max_age="{fresh_s}"']),
    ]
    raise SignInAgain(headers={"WWW-Authenticate": ", ".join(said)})


def ensure_allowed(caller: Citizen, scope: str | None) -> None:
    """Raise ScopeMissing, as RFC 6750 section 3.1 writes it."""
    if scope is None or scope in caller.scopes:
        return
    said = f'{CHALLENGE}, error="insufficient_scope", scope="{scope}"'
    raise ScopeMissing(headers={"WWW-Authenticate": said})
