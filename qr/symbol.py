"""QR symbols: the square of dark and light modules that holds a text."""

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from qrcode import constants
from qrcode.main import QRCode

from qr import QrError

__all__ = [
    "LOGO_SHARE",
    "QUIET_ZONE",
    "TEXT_MAX",
    "Correction",
    "LogoNeedsHigh",
    "Point",
    "Symbol",
    "TextTooLong",
    "encode",
    "logo_span",
    "outlines",
    "with_room",
]

QUIET_ZONE: Final = 4
TEXT_MAX: Final = 150
# A logo eats the reserve that dirt and blur need: above a fifth of the width, worn
# prints at level H stopped being read.
LOGO_SHARE: Final = 0.2

Point = tuple[int, int]


class TextTooLong(QrError):
    """More than `TEXT_MAX` bytes of UTF-8: no phone would read the print."""


class LogoNeedsHigh(QrError):
    """Only a symbol of the level H can spare the modules under a logo."""


class Correction(StrEnum):
    """How much damage a symbol survives: H about 30 %, M about 15 % of it."""

    HIGH = "H"
    MEDIUM = "M"


LEVELS: Final = {
    Correction.HIGH: constants.ERROR_CORRECT_H,
    Correction.MEDIUM: constants.ERROR_CORRECT_M,
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """The square of modules: a row is one byte a module, 1 dark and 0 light.

    The quiet zone is not among the rows, but counts in `width`.
    """

    rows: tuple[bytes, ...]
    correction: Correction

    @property
    def width(self) -> int:
        """Modules from edge to edge, quiet zone included."""
        return len(self.rows) + 2 * QUIET_ZONE


def encode(text: str, correction: Correction = Correction.HIGH) -> Symbol:
    """The smallest symbol that holds the text, with the mask that reads best."""
    if len(text) > TEXT_MAX or len(text.encode()) > TEXT_MAX:
        raise TextTooLong(f"more than {TEXT_MAX} bytes")
    code = QRCode(error_correction=LEVELS[correction], border=0)
    code.add_data(text, optimize=0)
    rows = tuple(bytes(map(bool, row)) for row in code.get_matrix())
    return Symbol(rows, correction)


def logo_span(symbol: Symbol) -> int:
    """Modules a side of the light ground for a logo: odd, so that it is centred."""
    span = int(len(symbol.rows) * LOGO_SHARE)
    return span if span % 2 else span - 1


def with_room(symbol: Symbol) -> Symbol:
    """The symbol with a light square of `logo_span` in its middle.

    Raises `LogoNeedsHigh` for any other level.
    """
    if symbol.correction is not Correction.HIGH:
        raise LogoNeedsHigh("a logo needs the level H")
    span = logo_span(symbol)
    start = (len(symbol.rows) - span) // 2
    end = start + span
    rows = (
        row[:start] + bytes(span) + row[end:] if start <= y < end else row
        for y, row in enumerate(symbol.rows)
    )
    return replace(symbol, rows=tuple(rows))


def outlines(symbol: Symbol) -> list[list[Point]]:
    """The borders of the dark areas as closed walks from corner to corner.

    In modules, quiet zone included, y downwards; holes run the other way round, so
    the even-odd and the non-zero rule fill the same. One area is one piece: no
    hairlines between rows, as rectangles have on paper.
    """
    ways = edges(symbol)
    walks = []
    while ways:
        corner = next(iter(ways))
        walk: list[Point] = []
        while corner in ways:
            walk.append(corner)
            onward = ways[corner]
            corner = onward.pop()
            if not onward:
                del ways[walk[-1]]
        walks.append(turns(walk))
    return walks


def edges(symbol: Symbol) -> dict[Point, list[Point]]:
    """Every side between dark and light, dark on the right: its start to its ends."""
    empty = bytes(symbol.width)
    side = bytes(QUIET_ZONE)
    rows = [empty] * QUIET_ZONE
    rows += [side + row + side for row in symbol.rows]
    rows += [empty] * QUIET_ZONE
    ways: dict[Point, list[Point]] = defaultdict(list)
    for y in range(QUIET_ZONE, symbol.width - QUIET_ZONE):
        above, row, below = rows[y - 1 : y + 2]
        for x in filter(row.__getitem__, range(symbol.width)):
            if not above[x]:
                ways[x, y].append((x + 1, y))
            if not row[x + 1]:
                ways[x + 1, y].append((x + 1, y + 1))
            if not below[x]:
                ways[x + 1, y + 1].append((x, y + 1))
            if not row[x - 1]:
                ways[x, y + 1].append((x, y))
    return dict(ways)


def turns(walk: list[Point]) -> list[Point]:
    """The corners of a closed walk where it changes its direction."""
    neighbours = zip(walk[-1:] + walk[:-1], walk, walk[1:] + walk[:1], strict=True)
    return [
        corner
        for (x, y), corner, (next_x, next_y) in neighbours
        if x != next_x and y != next_y
    ]
