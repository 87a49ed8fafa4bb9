"""What no request may carry (RFC 6749 3.1 and 3.2): repeats, control characters."""

import unicodedata
from collections.abc import Iterable
from typing import Final

from identity import IdentityError

__all__ = ["BadParameters", "ensure_plain", "single_values"]

LONGEST: Final = 4096
MOST: Final = 40


class BadParameters(IdentityError):
    """A parameter is repeated, too long or unreadable; the text says which of these."""


def single_values(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each parameter once, in plain text; empty ones are absent.

    Raises `BadParameters`.
    """
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise BadParameters("A parameter is repeated.")
        if len(found) == MOST:
            raise BadParameters("There are too many parameters.")
        ensure_plain((name, value))
        found[name] = value
    return {name: value for name, value in found.items() if value}


def ensure_plain(texts: Iterable[str]) -> None:
    """Refuse what is too long or has control characters: `BadParameters`."""
    for text in texts:
        if len(text) > LONGEST:
            raise BadParameters("A parameter is too long.")
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in text):
            raise BadParameters("A parameter has control characters.")
