"""Text as scanned from cards: short, NFC, and without hidden characters."""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from identity import IdentityError

__all__ = [
    "BYTES_MAX",
    "TextFault",
    "UnreadableText",
    "person_name",
    "place",
    "readable",
]

BYTES_MAX: Final = 1024
"""The most that a card's QR or MRZ may hold, in bytes of UTF-8 (1 KiB)."""
NAME_MAX: Final = 100
PLACE_MAX: Final = 255

# Not "Cn": a newer Unicode than that of this Python has more letters.
HIDDEN: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
MARKS: Final = " '’.-"
# What hand scanners type after a code.
LINE_END: Final = "\r\n"


class TextFault(StrEnum):
    """Why a text is not taken for what it should be."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_UTF8 = "not_utf8"
    CONTROL = "control"
    BIDI = "bidi"
    SHAPE = "shape"


class UnreadableText(IdentityError):
    """The text is not safe to look at, or not of the shape that was asked for."""

    def __init__(self, reason: TextFault) -> None:
        super().__init__(f"unreadable text: {reason}")
        self.reason = reason


def readable(scanned: str | bytes) -> str:
    """The text in NFC, at most `BYTES_MAX`, without the line end of a scanner.

    Raises `UnreadableText`; zero-width, tag and text-direction characters count as
    hidden wherever they stand.
    """
    text = unicodedata.normalize("NFC", decoded(scanned).rstrip(LINE_END))
    if len(text.encode()) > BYTES_MAX:
        raise UnreadableText(TextFault.TOO_LONG)
    if not text.strip():
        raise UnreadableText(TextFault.EMPTY)
    if BIDI.search(text):
        raise UnreadableText(TextFault.BIDI)
    if not HIDDEN.isdisjoint(map(unicodedata.category, text)):
        raise UnreadableText(TextFault.CONTROL)
    return text


def decoded(scanned: str | bytes) -> str:
    """The text of at most `BYTES_MAX` bytes, as strict UTF-8."""
    if len(scanned) > BYTES_MAX:
        raise UnreadableText(TextFault.TOO_LONG)
    try:
        sent = scanned.encode() if isinstance(scanned, str) else scanned
        text = sent.decode()
    except UnicodeError:
        raise UnreadableText(TextFault.NOT_UTF8) from None
    if len(sent) > BYTES_MAX:
        raise UnreadableText(TextFault.TOO_LONG)
    return text


def person_name(text: str) -> str:
    """A name of 1 to 100 letters and marks, `' ’ . -` and spaces; `UnreadableText`."""
    if not text or text != text.strip():
        raise UnreadableText(TextFault.EMPTY if not text.strip() else TextFault.SHAPE)
    if len(text) > NAME_MAX:
        raise UnreadableText(TextFault.TOO_LONG)
    kinds = {unicodedata.category(letter)[0] for letter in text if letter not in MARKS}
    if not text[0].isalpha() or not kinds <= {"L", "M"}:
        raise UnreadableText(TextFault.SHAPE)
    return text


def place(text: str) -> str:
    """An address of 1 to 255 characters, whatever they are; `UnreadableText`."""
    if not text.strip():
        raise UnreadableText(TextFault.EMPTY)
    if len(text) > PLACE_MAX:
        raise UnreadableText(TextFault.TOO_LONG)
    return text
