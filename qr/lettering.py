"""The letters of prints: the embedded font, and texts broken into lines that fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from qr import QrError
from qr.text import BadText, plain

__all__ = ["BOLD", "LEADING", "REGULAR", "Block", "NotInFont", "fitted", "printable"]

REGULAR: Final = "BeVietnamPro-Regular"
BOLD: Final = "BeVietnamPro-Bold"
# Capitals with two marks, as in "Ễ", above the tails of the line before.
LEADING: Final = 1.25
SMALLER: Final = 0.95


class NotInFont(QrError):
    """The text has letters that the font has no shapes for; `letters`, each once."""

    def __init__(self, letters: str) -> None:
        super().__init__(f"not in the font: {letters[:40]!r}")
        self.letters = letters


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one font and size, in points."""

    font: str
    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """From the top of the first line to the foot of the last, in points."""
        return len(self.lines) * self.size * LEADING

    @property
    def width(self) -> float:
        """Of the longest line, in points."""
        return max(breadth(line, self.font, self.size) for line in self.lines)


def registered(name: str) -> TTFont:
    """A font of this library, known to reportlab by its name."""
    letters = files("qr").joinpath(f"fonts/{name}.ttf").read_bytes()
    font = TTFont(name, BytesIO(letters), shapable=False)
    pdfmetrics.registerFont(font)
    return font


FONTS: Final = {name: registered(name) for name in (REGULAR, BOLD)}


def printable(text: str, most: int) -> str:
    """The text in NFC with single spaces; `BadText` or `NotInFont` when unprintable."""
    words = " ".join(plain(text, most).split())
    if not words:
        raise BadText("nothing to print")
    known = FONTS[REGULAR].face.charToGlyph
    strange = dict.fromkeys(letter for letter in words if ord(letter) not in known)
    if strange:
        raise NotInFont("".join(strange))
    return words


def fitted(text: str, font: str, size: float, width: float, most: int = 1) -> Block:
    """The text on at most `most` lines of `width` points, smaller where it must be.

    Lines are broken between words, and inside a word only when it alone is too wide.
    Several lines are made about as long as each other.
    """
    while len(wrapped(text, font, size, width)) > most:
        size *= SMALLER
    return Block(font, size, tuple(balanced(text, font, size, width)))


def balanced(text: str, font: str, size: float, width: float) -> list[str]:
    """As few lines as `width` allows, as narrow as whole words can be."""
    lines = wrapped(text, font, size, width)
    widest = max(breadth(word, font, size) for word in text.split(" "))
    while (width := width * SMALLER) >= widest:
        closer = wrapped(text, font, size, width)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def wrapped(text: str, font: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width`, as many as it takes."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and breadth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.extend(pieces(word, font, size, width))
    return lines


def pieces(word: str, font: str, size: float, width: float) -> Iterator[str]:
    """The word, or the longest parts of it that are no wider than `width`."""
    piece = ""
    for letter in word:
        if piece and breadth(piece + letter, font, size) > width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def breadth(text: str, font: str, size: float) -> float:
    """How wide a text is, in points."""
    return float(pdfmetrics.stringWidth(text, font, size))
