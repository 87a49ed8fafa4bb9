"""What posters and stickers share: paper, and the things drawn on it.

Places and sizes are in points, x to the right and y upwards.
"""

from dataclasses import dataclass
from typing import IO, Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import FILL_NON_ZERO, Canvas

from qr.design import Design
from qr.lettering import LEADING, Block, printable
from qr.logo import FLAMBOYANT, LOGO_BOX, Logo, steps
from qr.symbol import Symbol, logo_span, outlines, with_room

__all__ = [
    "CITY",
    "MM",
    "WORDS_MAX",
    "Words",
    "draw_block",
    "draw_logo",
    "draw_symbol",
    "ground",
    "paper",
]

MM: Final = 72 / 25.4
WORDS_MAX: Final = 120
CITY: Final = Design(logo=FLAMBOYANT)


@dataclass(frozen=True, slots=True)
class Words:
    """One text in Vietnamese and in English, each of 1 to `WORDS_MAX` letters.

    Raises `BadText` and `NotInFont`.
    """

    vi: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "vi", printable(self.vi, WORDS_MAX))
        object.__setattr__(self, "en", printable(self.en, WORDS_MAX))


def paper(file: IO[bytes], size: tuple[float, float], title: str) -> Canvas:
    """An empty document in Vietnamese; the same drawings give the same bytes."""
    canvas = Canvas(file, pagesize=size, invariant=1, pageCompression=1, lang="vi")
    canvas.setTitle(title)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


def ground(canvas: Canvas, size: tuple[float, float], design: Design) -> None:
    """The whole page in the light colour."""
    canvas.setFillColor(HexColor(design.colours.light))
    canvas.rect(0, 0, *size, stroke=0, fill=1)


def draw_symbol(
    canvas: Canvas, symbol: Symbol, at: tuple[float, float], side: float, design: Design
) -> None:
    """The symbol and its logo, `side` wide with quiet zone; `at` is left, bottom."""
    module = side / symbol.width
    canvas.saveState()
    canvas.translate(at[0], at[1] + side)
    canvas.scale(module, -module)
    outline = canvas.beginPath()
    for first, *others in outlines(with_room(symbol) if design.logo else symbol):
        outline.moveTo(*first)
        for corner in others:
            outline.lineTo(*corner)
        outline.close()
    canvas.setFillColor(HexColor(design.colours.dark))
    canvas.drawPath(outline, stroke=0, fill=1)
    canvas.restoreState()
    if design.logo:
        logo_side = (logo_span(symbol) - 1) * module
        margin = (side - logo_side) / 2
        draw_logo(canvas, design.logo, (at[0] + margin, at[1] + margin), logo_side)


def draw_logo(canvas: Canvas, logo: Logo, at: tuple[float, float], side: float) -> None:
    """The logo, `side` wide; `at` is left, bottom."""
    canvas.saveState()
    canvas.translate(at[0], at[1] + side)
    canvas.scale(side / LOGO_BOX, -side / LOGO_BOX)
    for shape in logo.shapes:
        outline = canvas.beginPath()
        draw = {
            "M": outline.moveTo,
            "L": outline.lineTo,
            "C": outline.curveTo,
            "Z": outline.close,
        }
        for command, numbers in steps(shape.path):
            draw[command](*numbers)
        canvas.setFillColor(HexColor(shape.colour))
        canvas.drawPath(outline, stroke=0, fill=1, fillMode=FILL_NON_ZERO)
    canvas.restoreState()


def draw_block(canvas: Canvas, block: Block, middle: float, top: float) -> float:
    """The lines about `middle`, below `top`; returns the foot of the last."""
    canvas.setFont(block.font, block.size)
    for number, line in enumerate(block.lines):
        canvas.drawCentredString(
            middle, top - (number * LEADING + 1) * block.size, line
        )
    return top - block.height
