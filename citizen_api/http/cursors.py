"""Opaque cursors: where the next page begins, signed, bound to its question.

A cursor of a list is good until the end of the next day.
"""

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeVar
from uuid import UUID

import orjson
from flask import current_app

from citizen_api.http.clock import today
from citizen_api.problems import BadCursor, FieldError, Said

MAC_BYTES = 9
DAYS_GOOD = 1
PAGING = frozenset({"cursor", "limit", "lang"})
WRONG = Said("Con trỏ không hợp lệ.", "This cursor is not one of ours.")
OLD = Said("Con trỏ đã quá cũ.", "This cursor is too old.")

Item = TypeVar("Item")


def asked_of(name: str, asked: Mapping[str, Any]) -> list[Any]:
    """The question of a list by its parameters: any page of it, in any language."""
    return [name, sorted((key, str(asked[key])) for key in asked.keys() - PAGING)]


def seal(question: Sequence[Any], position: Any) -> str:
    """A cursor for `position` in the list that answers `question`."""
    return sign(question, [today().toordinal(), position])


def unseal(question: Sequence[Any], cursor: str) -> Any:
    """The position in a cursor.

    Raises BadCursor when it was forged, cut, made for another question or is old.
    """
    day, position = signed(question, cursor)
    if today().toordinal() - day > DAYS_GOOD:
        raise _bad(OLD)
    return position


def sign(question: Sequence[Any], content: Any) -> str:
    """A cursor for `content` that is good for ever, and the same every time."""
    payload = orjson.dumps(content)
    return _text(_mac(question, payload) + payload)


def signed(question: Sequence[Any], cursor: str, parameter: str = "cursor") -> Any:
    """The content of a cursor.

    Raises BadCursor when it was forged, cut or made for another question; `parameter`
    is the one that had it.
    """
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise _bad(WRONG, parameter) from None
    mac, payload = raw[:MAC_BYTES], raw[MAC_BYTES:]
    ours = hmac.compare_digest(mac, _mac(question, payload))
    if not ours or _text(raw) != cursor:
        raise _bad(WRONG, parameter)
    return orjson.loads(payload)


def begins(question: Sequence[Any], asked: Mapping[str, Any]) -> Any:
    """Where the page that is asked for begins; None for the first. Raises BadCursor."""
    return unseal(question, asked["cursor"]) if "cursor" in asked else None


def position(
    question: Sequence[Any], cursor: str | None
) -> tuple[datetime, UUID] | None:
    """Where a page begins in a list by moment and id; None for the first page.

    Raises BadCursor.
    """
    if cursor is None:
        return None
    at, number = unseal(question, cursor)
    return datetime.fromisoformat(at), UUID(number)


def cut(
    question: Sequence[Any],
    found: Sequence[Item],
    limit: int,
    place: Callable[[Item], Any],
) -> tuple[Sequence[Item], str | None]:
    """The items of a page, and the cursor of the next one.

    `found`: one more than the page holds, when there are more. `place`: where an item
    stands in the list, such as its moment and id.
    """
    shown = found[:limit]
    return shown, seal(question, place(shown[-1])) if len(found) > limit else None


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bad(said: Said, parameter: str = "cursor") -> BadCursor:
    return BadCursor(errors=[FieldError(said, parameter=parameter)])


def _mac(question: Sequence[Any], payload: bytes) -> bytes:
    key = current_app.config["SIGNING_KEY"].encode()[:64]
    asked = orjson.dumps(question, default=str)
    return blake2b(asked + b"\0" + payload, key=key, digest_size=MAC_BYTES).digest()
