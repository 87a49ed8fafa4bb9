"""The readable link under a QR code: its lines, and the outlines of its letters."""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from qr.text import BadText

__all__ = ["LABEL_MAX", "LEADING", "Label", "advance", "fitted", "glyphs"]

LABEL_MAX: Final = 150
EM_MIN: Final = 1.3
EM_MAX: Final = 2.5
LEADING: Final = 1.25
BELOW: Final = 1.5
BESIDE: Final = 3.0
UNITS: Final = 1000

# Letter to its width and outline, in thousandths of an em, y downwards.
OUTLINES: Final[dict[str, tuple[int, str]]] = json.loads(
    files("qr").joinpath("fonts/BeVietnamPro-Bold.outlines.json").read_bytes()
)


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of one size; `em` and `height` are in modules."""

    lines: tuple[str, ...]
    em: float

    @property
    def height(self) -> int:
        """From the edge of the quiet zone to the lower edge of the picture."""
        return math.ceil(len(self.lines) * self.em * LEADING + BELOW)

    def baseline(self, number: int) -> float:
        """Where the line with this number stands, below the quiet zone."""
        return (number * LEADING + 1) * self.em


def fitted(text: str, width: int, least: float = 0.0) -> Label:
    """The text under a symbol of `width` modules, on as few lines as are readable.

    An em is at least `least` modules wherever the letters allow it. `BadText` unless
    the text is 1 to `LABEL_MAX` letters of printable ASCII, as links are.
    """
    if not 1 <= len(text) <= LABEL_MAX or not text.isascii() or not text.isprintable():
        raise BadText(f"a label is 1 to {LABEL_MAX} characters of ASCII")
    least = max(EM_MIN, least)
    for lines in arrangements(text):
        room = (width - 2 * BESIDE) / max(map(advance, lines))
        if room >= least:
            break
    return Label(lines, min(room, max(EM_MAX, least)))


def arrangements(text: str) -> Iterator[tuple[str, ...]]:
    """Ways to break a link: whole, after the host, then in ever shorter pieces."""
    yield (text,)
    host, slash, path = text.partition("/")
    if host and path:
        yield (host + slash, path)
    for count in range(2, len(text) + 1):
        length = math.ceil(len(text) / count)
        yield tuple(text[at : at + length] for at in range(0, len(text), length))


def advance(line: str) -> float:
    """How wide a line is, in ems."""
    return sum(OUTLINES[letter][0] for letter in line) / UNITS


def glyphs(line: str) -> Iterator[tuple[int, str]]:
    """Where each letter of a line begins, in thousandths of an em, and its outline."""
    x = 0
    for letter in line:
        width, outline = OUTLINES[letter]
        if outline:
            yield x, outline
        x += width
