"""QR symbols and their pictures: PNG of one bit a pixel, and SVG.

The same arguments give the same bytes, as long as `qrcode`, Pillow and its zlib stay
the same: a strong ETag may be made of the bytes.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image, ImageOps
from qrcode import constants
from qrcode.main import QRCode

from qr import QrError

__all__ = [
    "DPI_MAX",
    "MODULE_MM_MIN",
    "PIXELS_MAX",
    "QUIET_ZONE",
    "SIZE_MM_MAX",
    "TEXT_MAX",
    "BadTitle",
    "Correction",
    "Symbol",
    "TextTooLong",
    "TooLarge",
    "TooSmall",
    "encode",
    "png",
    "print_png",
    "svg",
]

QUIET_ZONE: Final = 4
TEXT_MAX: Final = 150
TITLE_MAX: Final = 200
PIXELS_MAX: Final = 4096
SIZE_MM_MAX: Final = 1000.0
DPI_MAX: Final = 2400
# GS1 General Specifications, QR codes read by phones: X-dimension at least 0.396 mm.
MODULE_MM_MIN: Final = 0.396
MM_PER_INCH: Final = 25.4
UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


class TextTooLong(QrError):
    """More than `TEXT_MAX` bytes of UTF-8: no phone would read the print."""


class TooLarge(QrError):
    """The picture would pass `PIXELS_MAX`, `SIZE_MM_MAX` or `DPI_MAX`."""


class TooSmall(QrError):
    """A module would be less than a pixel, or less than `MODULE_MM_MIN` on paper."""


class BadTitle(QrError):
    """The title is too long, or holds control or bidi characters."""


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
    return Symbol(tuple(bytes(map(bool, row)) for row in code.get_matrix()))


def png(symbol: Symbol, module_px: int = 12) -> bytes:
    """The symbol with `module_px` pixels a module, quiet zone of four modules."""
    if module_px < 1:
        raise TooSmall("a module needs a pixel")
    return save(draw(symbol, module_px))


def print_png(symbol: Symbol, size_mm: float, dpi: int = 300) -> bytes:
    """The symbol for paper, `size_mm` wide with its quiet zone.

    Modules are whole pixels, as many as `dpi` leaves room for; the picture names the
    resolution at which it comes out at exactly `size_mm`.
    """
    ensure_printable(symbol, size_mm)
    if dpi > DPI_MAX:
        raise TooLarge(f"more than {DPI_MAX} dpi")
    module_px = math.floor(size_mm / MM_PER_INCH * dpi / symbol.width)
    if module_px < 1:
        raise TooSmall(f"{size_mm} mm at {dpi} dpi leave a module no pixel")
    image = draw(symbol, module_px)
    return save(image, image.width * MM_PER_INCH / size_mm)


def svg(symbol: Symbol, size_mm: float = 40.0, title: str = "") -> bytes:
    """The symbol as one path in UTF-8, `size_mm` wide with its quiet zone.

    One unit of the view box is one module. The title is text, never markup.
    """
    ensure_printable(symbol, size_mm)
    name = f"<title>{escape(plain_title(title))}</title>" if title else ""
    box, side = symbol.width, f"{size_mm:g}mm"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
        f'width="{side}" height="{side}" viewBox="0 0 {box} {box}">{name}'
        f'<path fill="#fff" d="M0 0h{box}v{box}H0z"/>'
        f'<path shape-rendering="crispEdges" d="{path(symbol)}"/></svg>\n'
    ).encode()


def ensure_printable(symbol: Symbol, size_mm: float) -> None:
    """Raise `TooSmall` or `TooLarge` when paper of this width makes no sense."""
    least = symbol.width * MODULE_MM_MIN
    # Written so that "not a number" fails too.
    if not size_mm >= least:
        raise TooSmall(f"less than {least:.1f} mm is too small for phones")
    if size_mm > SIZE_MM_MAX:
        raise TooLarge(f"wider than {SIZE_MM_MAX:g} mm")


def draw(symbol: Symbol, module_px: int) -> Image.Image:
    """Black on white, one bit a pixel."""
    side = symbol.width * module_px
    if side > PIXELS_MAX:
        raise TooLarge(f"{side} pixels are more than {PIXELS_MAX}")
    count = len(symbol.rows)
    light = b"".join(symbol.rows).translate(bytes((255, 0)) + bytes(254))
    image = Image.frombytes("L", (count, count), light).convert("1")
    image = ImageOps.expand(image, border=QUIET_ZONE, fill=255)
    return image.resize((side, side), Image.Resampling.NEAREST)


def save(image: Image.Image, dpi: float | None = None) -> bytes:
    """The picture as PNG, with its resolution when it has one."""
    file = BytesIO()
    resolution = {} if dpi is None else {"dpi": (dpi, dpi)}
    image.save(file, "PNG", optimize=True, **resolution)
    return file.getvalue()


def path(symbol: Symbol) -> str:
    """One rectangle for each run of dark modules in a row."""
    steps: list[str] = []
    for y, row in enumerate(symbol.rows, start=QUIET_ZONE):
        x = QUIET_ZONE
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                steps.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(steps)


def plain_title(title: str) -> str:
    """The title in NFC; `BadTitle` for what XML or a reader cannot take."""
    if len(title) > TITLE_MAX:
        raise BadTitle(f"more than {TITLE_MAX} characters")
    if UNSAFE.search(title):
        raise BadTitle("control or bidi characters")
    return unicodedata.normalize("NFC", title)
