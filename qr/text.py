"""Text that goes into pictures and prints: NFC, without hidden characters."""

import re
import unicodedata
from typing import Final

from qr import QrError

__all__ = ["BadText", "plain"]

UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)


class BadText(QrError):
    """The text is empty, too long, or holds control or bidi characters."""


def plain(text: str, most: int) -> str:
    """The text in NFC, at most `most` characters; `BadText` for what readers refuse."""
    if len(text) > most:
        raise BadText(f"more than {most} characters")
    if UNSAFE.search(text):
        raise BadText("control or bidi characters")
    return unicodedata.normalize("NFC", text)
