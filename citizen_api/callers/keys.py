"""A machine of a partner, known by the key that it shows."""

import re
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, NamedTuple
from uuid import UUID

from flask import current_app, request

from citizen_api.callers.doors import View, opened_to
from citizen_api.callers.problems import KeyNeeded, KeyScopeMissing
from citizen_api.db import Database
from citizen_api.http.clock import now
from citizen_api.http.session import EXTENSION
from citizen_api.tokens import token_hash

TEST: Final = "hp_test_"
LIVE: Final = "hp_live_"
SHOWN: Final = re.compile(r"Bearer (hp_(?:test|live)_[A-Za-z0-9_-]{43})", re.IGNORECASE)
CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="key"'}
SCOPES: Final = {"webhooks": "Be told of changes of public data"}
"""What a live key may be allowed; a test key may do all of it, in the sandbox."""
WHOSE: Final = """
SELECT id, kind = 'test', scopes FROM api_keys
WHERE (hash = %(hash)s OR (old_hash = %(hash)s AND old_until > %(now)s))
  AND revoked_at IS NULL AND coalesce(expires_at > %(now)s, TRUE)
"""
HELD: Final = "citizen.partner"


class Partner(NamedTuple):
    """Whoever holds a key; `token`: the key itself, for the sandbox's phone."""

    id: UUID
    test: bool
    scopes: frozenset[str]
    token: str

    @property
    def actor(self) -> str:
        """What logs and limits call it."""
        return f"key:{self.id}"

    def __repr__(self) -> str:
        """Its id: keys come into no log."""
        return f"Partner({self.id})"


def partner(scope: str | None = None) -> Callable[[View], View]:
    """Who shows a key may call this, with the scope if one is named.

    The view gets a Partner first. Raises KeyNeeded, KeyScopeMissing.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def called(*args: Any, **kwargs: Any) -> Any:
            caller = shown_key()
            if caller is None:
                raise KeyNeeded(headers=CHALLENGE)
            if scope is not None and not (caller.test or scope in caller.scopes):
                raise KeyScopeMissing
            return view(caller, *args, **kwargs)

        return opened_to("key", view, called, "key")  # type: ignore[return-value]

    return decorated


def shown_key() -> Partner | None:
    """Whoever's key was sent, looked up once a request; None without one.

    Raises KeyNeeded for a key that is not good, or no longer.
    """
    held: Partner | None = request.environ.get(HELD)
    if held is None:
        sent = SHOWN.fullmatch(request.headers.get("Authorization", "").strip())
        if sent is None:
            return None
        # Keys are of the service, not of the sandbox.
        database: Database = current_app.extensions[EXTENSION]
        held = known_key(database, sent[1], now())
        if held is None:
            raise KeyNeeded(headers=CHALLENGE)
        request.environ[HELD] = held
    return held


def known_key(database: Database, token: str, at: datetime) -> Partner | None:
    """Who was given a key, None when it is not good at this moment."""
    found = database.find(WHOSE, {"hash": token_hash(token), "now": at})
    if not found:
        return None
    number, test, scopes = found[0]
    return Partner(number, test, frozenset(scopes), token)
