"""What the offline pack proves, and how: hashes over canonical JSON. Pure."""

from hashlib import sha256
from typing import Any, Final

import orjson

MARK: Final = 16
"""As many digits of a version's hash stand in a cursor."""


def digest(body: Any) -> bytes:
    """SHA-256 of a body's canonical JSON (RFC 8785).

    Sorted keys and nothing between are canonical where every key is ASCII and no
    number needs an exponent, as in all our items.
    """
    return sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).digest()
