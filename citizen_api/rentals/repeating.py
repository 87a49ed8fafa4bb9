"""A request that comes again is answered as it was: Idempotency-Key, for a day."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Final, TypeVar

from flask import Response

from citizen_api.callers import Rider, Staff
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON
from citizen_api.http.idempotency import key_needed, sent_once
from citizen_api.http.personal import not_kept
from citizen_api.http.session import database
from citizen_api.problems import InProgress, KeyReused

View = TypeVar("View", bound=Callable[..., Response])

PATIENCE_S: Final = 15
BEGIN: Final = """
INSERT INTO rental_answers AS a (key, said, at) VALUES (%(key)s, %(said)s, %(now)s)
ON CONFLICT (key) DO UPDATE SET at = excluded.at
    WHERE a.body IS NULL AND a.said = excluded.said
      AND a.at < excluded.at - %(patience)s * interval '1 second'
RETURNING key
"""
FIND: Final = "SELECT said, status, body FROM rental_answers WHERE key = %(key)s"
KEEP: Final = """
UPDATE rental_answers SET status = %(status)s::smallint, body = %(body)s
WHERE key = %(key)s RETURNING key
"""
DROP: Final = "DELETE FROM rental_answers WHERE key = %(key)s RETURNING key"


def once(view: View) -> View:
    """A view that answers the same key and body the same; the caller comes first.

    Only what went well is kept. Whoever died half-way is followed by the same request
    after a moment: what a view does may be done twice. Raises KeyReused, InProgress.
    """

    @wraps(view)
    def called(caller: Rider | Staff, *args: Any, **kwargs: Any) -> Response:
        key = key_of(caller)
        if key is None:
            return view(caller, *args, **kwargs)
        before = _begun(*key)
        if before is not None:
            return before
        try:
            answer = view(caller, *args, **kwargs)
        except BaseException:
            database().write(DROP, {"key": key[0]})
            raise
        kept = {"key": key[0], "status": answer.status_code, "body": answer.get_data()}
        database().write(KEEP, kept)
        return answer

    return called  # type: ignore[return-value]


def needed_key(caller: Rider | Staff) -> bytes:
    """The key of a request that would move money twice. Raises BadRequest."""
    key = key_of(caller)
    if key is None:
        raise key_needed()
    return key[0]


def key_of(caller: Rider | Staff) -> tuple[bytes, bytes] | None:
    """The key of a caller's request, and what came with it; None without one."""
    sent = sent_once()
    if sent is None:
        return None
    who = caller.person, getattr(caller, "device", None)
    return sha256(repr(who).encode() + sent[0]).digest(), sent[1]


def _begun(key: bytes, said: bytes) -> Response | None:
    """The answer that there is; None when it is ours to make."""
    values = {"key": key, "said": said, "now": now(), "patience": PATIENCE_S}
    if database().write(BEGIN, values):
        return None
    found = database().find(FIND, {"key": key})
    if not found:
        raise InProgress(headers={"Retry-After": "1"})
    before, status, body = found[0]
    if bytes(before) != said:
        raise KeyReused
    if body is None:
        raise InProgress(headers={"Retry-After": "1"})
    return not_kept(bytes(body), JSON, status)
