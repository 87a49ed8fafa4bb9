"""Opaque cursors: where the next page begins, signed, bound to its question."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import orjson
from flask import current_app

from citizen_api.problems import BadCursor, FieldError, Said

MAC_BYTES = 9
LONGEST = 400
WRONG = Said("Con trỏ không hợp lệ.", "This cursor is not one of ours.")


def seal(question: Sequence[Any], position: Sequence[Any]) -> str:
    """A cursor for `position` in the list that answers `question`."""
    payload = orjson.dumps(position)
    return urlsafe_b64encode(_mac(question, payload) + payload).decode().rstrip("=")


def unseal(question: Sequence[Any], cursor: str) -> Any:
    """The position in a cursor.

    Raises BadCursor when it was forged, cut or made for another question.
    """
    try:
        raw = urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise _bad() from None
    mac, payload = raw[:MAC_BYTES], raw[MAC_BYTES:]
    if mac != _mac(question, payload):
        raise _bad()
    return orjson.loads(payload)


def _bad() -> BadCursor:
    return BadCursor(errors=[FieldError(WRONG, parameter="cursor")])


def _mac(question: Sequence[Any], payload: bytes) -> bytes:
    key = current_app.config["SECRET_KEY"].encode()[:64]
    asked = orjson.dumps(question, default=str)
    return blake2b(asked + b"\0" + payload, key=key, digest_size=MAC_BYTES).digest()
