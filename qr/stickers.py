"""Stickers with a QR code for tables: PDF sheets of A4 with cut marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from qr import QrError
from qr.design import Design
from qr.lettering import BOLD, REGULAR, fitted, printable
from qr.payload import readable_link
from qr.prints import CITY, MM, Words, draw_block, draw_symbol, ground, paper
from qr.symbol import TEXT_MAX, Symbol, encode

__all__ = [
    "STICKERS_MAX",
    "STICKERS_PER_SHEET",
    "Sticker",
    "WrongCount",
    "stickers",
]

NAME_MAX: Final = 160
TYPED_MAX: Final = 20
STICKERS_MAX: Final = 1200

# In points.
SHEET: Final = (210 * MM, 297 * MM)
COLUMNS, ROWS = 3, 4
STICKERS_PER_SHEET: Final = COLUMNS * ROWS
WIDTH: Final = 62 * MM
HEIGHT: Final = 68 * MM
LEFT: Final = (SHEET[0] - COLUMNS * WIDTH) / 2
FOOT: Final = (SHEET[1] - ROWS * HEIGHT) / 2
LINE: Final = 54 * MM
SYMBOL_SIDE: Final = 42 * MM
SYMBOL_FOOT: Final = 13.5 * MM
MARK: Final = 2 * MM
HAIRLINE: Final = 0.25


class WrongCount(QrError):
    """No sticker at all, or more than `STICKERS_MAX`."""


@dataclass(frozen=True, slots=True)
class Sticker:
    """What a sticker says. The readable link is that of `url`.

    `typed`: what people type who cannot scan, printed large in place of the link.
    Raises `BadText` and `NotInFont`.
    """

    url: str
    name: str
    headline: Words
    typed: str = ""

    def __post_init__(self) -> None:
        printable(readable_link(self.url), TEXT_MAX)
        object.__setattr__(self, "name", printable(self.name, NAME_MAX))
        if self.typed:
            object.__setattr__(self, "typed", printable(self.typed, TYPED_MAX))


def stickers(values: Sequence[Sticker], design: Design = CITY) -> bytes:
    """Sheets with one sticker for each value, filled row by row.

    The same values give the same bytes. Raises `WrongCount`, and `TextTooLong` when a
    url fits into no symbol that phones read.
    """
    if not 1 <= len(values) <= STICKERS_MAX:
        raise WrongCount(f"1 to {STICKERS_MAX} stickers")
    symbols = {url: encode(url) for url in {value.url for value in values}}
    file = BytesIO()
    canvas = paper(file, SHEET, values[0].name)
    for start in range(0, len(values), STICKERS_PER_SHEET):
        ground(canvas, SHEET, design)
        for place, value in enumerate(values[start : start + STICKERS_PER_SHEET]):
            row, column = divmod(place, COLUMNS)
            canvas.saveState()
            canvas.translate(LEFT + column * WIDTH, FOOT + (ROWS - 1 - row) * HEIGHT)
            draw(canvas, value, symbols[value.url], design)
            canvas.restoreState()
        draw_marks(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def draw(canvas: Canvas, value: Sticker, symbol: Symbol, design: Design) -> None:
    """One sticker, its corner at the origin."""
    middle = WIDTH / 2
    canvas.setFillColor(HexColor(design.colours.dark))
    vi = fitted(value.headline.vi, BOLD, 9, LINE)
    en = fitted(value.headline.en, REGULAR, 6.5, LINE)
    foot = draw_block(canvas, vi, middle, HEIGHT - 3.5 * MM)
    draw_block(canvas, en, middle, foot)
    at = (middle - SYMBOL_SIDE / 2, SYMBOL_FOOT)
    draw_symbol(canvas, symbol, at, SYMBOL_SIDE, design)
    canvas.setFillColor(HexColor(design.colours.dark))
    by_hand = fitted(value.typed, BOLD, 17, LINE) if value.typed else None
    link = by_hand or fitted(readable_link(value.url), BOLD, 8, LINE)
    foot = draw_block(canvas, link, middle, SYMBOL_FOOT)
    name = fitted(value.name, REGULAR, 7.5, LINE, 2)
    draw_block(canvas, name, middle, foot)


def draw_marks(canvas: Canvas) -> None:
    """A small cross where corners of stickers meet: where to cut."""
    canvas.setStrokeGray(0.6)
    canvas.setLineWidth(HAIRLINE)
    for column in range(COLUMNS + 1):
        for row in range(ROWS + 1):
            draw_cross(canvas, LEFT + column * WIDTH, FOOT + row * HEIGHT)


def draw_cross(canvas: Canvas, x: float, y: float) -> None:
    """Two short lines that cross at a corner of stickers."""
    canvas.line(x - MARK, y, x + MARK, y)
    canvas.line(x, y - MARK, x, y + MARK)
