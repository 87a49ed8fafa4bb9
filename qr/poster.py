"""Posters with a QR code, for walls and windows: PDF in A4, A5 and A6."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from qr.design import Design
from qr.lettering import BOLD, REGULAR, fitted, printable
from qr.payload import host_of, readable_link
from qr.prints import (
    CITY,
    MM,
    Words,
    draw_block,
    draw_logo,
    draw_symbol,
    ground,
    paper,
)
from qr.symbol import TEXT_MAX, encode

__all__ = ["NAME_MAX", "STREET_MAX", "Paper", "Poster", "Words", "poster"]

NAME_MAX: Final = 160
STREET_MAX: Final = 200

# The layout is that of A4, made smaller for the others; in points.
WIDTH: Final = 210 * MM
HEIGHT: Final = 297 * MM
MIDDLE: Final = WIDTH / 2
TOP: Final = HEIGHT - 16 * MM
LINE: Final = 170 * MM
LOGO_SIDE: Final = 14 * MM
LOGO_ROOM: Final = LOGO_SIDE + 3 * MM
SYMBOL_SIDE: Final = 148 * MM
SYMBOL_FOOT: Final = 79 * MM


class Paper(StrEnum):
    """The sizes a poster comes in."""

    A4 = "A4"
    A5 = "A5"
    A6 = "A6"


SIZES_MM: Final = {
    Paper.A4: (210.0, 297.0),
    Paper.A5: (148.0, 210.0),
    Paper.A6: (105.0, 148.0),
}


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says. The readable link and the host are those of `url`.

    `street` may be empty. `assurance` stands before the host, such as "The page that
    opens must show". Raises `BadText` and `NotInFont`.
    """

    url: str
    name: str
    street: str
    headline: Words
    issuer: Words
    assurance: Words

    def __post_init__(self) -> None:
        printable(readable_link(self.url), TEXT_MAX)
        object.__setattr__(self, "name", printable(self.name, NAME_MAX))
        if self.street:
            object.__setattr__(self, "street", printable(self.street, STREET_MAX))


def poster(value: Poster, paper_size: Paper = Paper.A4, design: Design = CITY) -> bytes:
    """The poster as one page of PDF; the same arguments give the same bytes.

    Raises `TextTooLong` when the url fits into no symbol that phones read.
    """
    file = BytesIO()
    width, height = (side * MM for side in SIZES_MM[paper_size])
    canvas = paper(file, (width, height), f"{value.name} – {value.issuer.vi}")
    canvas.setAuthor(value.issuer.vi)
    canvas.setSubject(readable_link(value.url))
    ground(canvas, (width, height), design)
    scale = min(width / WIDTH, height / HEIGHT)
    canvas.translate((width - WIDTH * scale) / 2, (height - HEIGHT * scale) / 2)
    canvas.scale(scale, scale)
    draw(canvas, value, design)
    canvas.save()
    return file.getvalue()


def draw(canvas: Canvas, value: Poster, design: Design) -> None:
    """The whole poster on paper of A4."""
    canvas.setFillColor(HexColor(design.colours.dark))
    draw_issuer(canvas, value.issuer, design)
    draw_headline(canvas, value.headline)
    at = (MIDDLE - SYMBOL_SIDE / 2, SYMBOL_FOOT)
    draw_symbol(canvas, encode(value.url), at, SYMBOL_SIDE, design)
    canvas.setFillColor(HexColor(design.colours.dark))
    link = fitted(readable_link(value.url), BOLD, 20, LINE)
    foot = draw_block(canvas, link, MIDDLE, SYMBOL_FOOT)
    draw_place(canvas, value, foot - 6 * MM, design)
    draw_assurance(canvas, value)


def draw_issuer(canvas: Canvas, issuer: Words, design: Design) -> None:
    """Who hangs this poster, beside their logo."""
    vi = fitted(issuer.vi, BOLD, 15, LINE - LOGO_ROOM)
    en = fitted(issuer.en, REGULAR, 12, LINE - LOGO_ROOM)
    room = LOGO_ROOM if design.logo else 0
    left = MIDDLE - (max(vi.width, en.width) + room) / 2
    if design.logo:
        draw_logo(canvas, design.logo, (left, TOP - LOGO_SIDE), LOGO_SIDE)
        canvas.setFillColor(HexColor(design.colours.dark))
        left += room
    top = TOP - (LOGO_SIDE - vi.height - en.height) / 2
    foot = draw_block(canvas, vi, left + vi.width / 2, top)
    draw_block(canvas, en, left + en.width / 2, foot)


def draw_headline(canvas: Canvas, headline: Words) -> None:
    """What to do, above the symbol."""
    vi = fitted(headline.vi, BOLD, 29, LINE, 2)
    en = fitted(headline.en, REGULAR, 16, LINE, 2)
    top = SYMBOL_FOOT + SYMBOL_SIDE + vi.height + en.height
    draw_block(canvas, en, MIDDLE, draw_block(canvas, vi, MIDDLE, top))


def draw_place(canvas: Canvas, value: Poster, top: float, design: Design) -> None:
    """Where this poster belongs, below a bar in the accent colour."""
    canvas.setFillColor(HexColor(design.colours.accent))
    canvas.rect(MIDDLE - 12 * MM, top, 24 * MM, 1.2 * MM, stroke=0, fill=1)
    canvas.setFillColor(HexColor(design.colours.dark))
    name = fitted(value.name, BOLD, 26, LINE, 2)
    foot = draw_block(canvas, name, MIDDLE, top - 4 * MM)
    if value.street:
        street = fitted(value.street, REGULAR, 14, LINE, 2)
        draw_block(canvas, street, MIDDLE, foot - MM)


def draw_assurance(canvas: Canvas, value: Poster) -> None:
    """Which host the code opens, at the foot of the page."""
    host = host_of(value.url)
    vi = fitted(f"{value.assurance.vi} {host}", REGULAR, 12, LINE)
    en = fitted(f"{value.assurance.en} {host}", REGULAR, 12, LINE)
    top = 12 * MM + vi.height + en.height
    draw_block(canvas, en, MIDDLE, draw_block(canvas, vi, MIDDLE, top))
