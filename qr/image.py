"""Pictures of QR symbols: PNG in few colours, and SVG.

The same arguments give the same bytes, as long as `qrcode`, Pillow and its zlib stay
the same: a strong ETag may be made of the bytes. Titles are the alternative text of a
picture; a label is the readable link, printed below the symbol's quiet zone.
"""

import math
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from qr import QrError
from qr.design import PLAIN, Design
from qr.label import UNITS, Label, advance, fitted, glyphs
from qr.logo import LOGO_BOX, Logo, steps
from qr.pixels import PIXELS_MAX, TooLarge, draw
from qr.symbol import (
    QUIET_ZONE,
    TEXT_MAX,
    Correction,
    LogoNeedsHigh,
    Symbol,
    TextTooLong,
    encode,
    logo_span,
    outlines,
    with_room,
)
from qr.text import BadText, plain

__all__ = [
    "DPI_MAX",
    "MODULE_MM_MIN",
    "PIXELS_MAX",
    "QUIET_ZONE",
    "SIZE_MM_MAX",
    "TEXT_MAX",
    "TITLE_MAX",
    "BadText",
    "Correction",
    "LogoNeedsHigh",
    "Symbol",
    "TextTooLong",
    "TooLarge",
    "TooSmall",
    "encode",
    "png",
    "print_png",
    "svg",
]

TITLE_MAX: Final = 200
SIZE_MM_MAX: Final = 1000.0
DPI_MAX: Final = 2400
# GS1 General Specifications, QR codes read by phones: X-dimension at least 0.396 mm.
MODULE_MM_MIN: Final = 0.396
# Less than 4 points no eye reads.
LABEL_MM_MIN: Final = 1.3
MM_PER_INCH: Final = 25.4


class TooSmall(QrError):
    """A module would be less than a pixel, or less than `MODULE_MM_MIN` on paper."""


def png(
    symbol: Symbol,
    module_px: int = 12,
    *,
    title: str = "",
    label: str = "",
    design: Design = PLAIN,
) -> bytes:
    """The symbol for a screen, `module_px` pixels a module, quiet zone of four.

    Raises `TooSmall`, `TooLarge`, `BadText` and, for a logo at level M,
    `LogoNeedsHigh`.
    """
    if module_px < 1:
        raise TooSmall("a module needs a pixel")
    image = draw(symbol, module_px, label_under(symbol, label), design)
    return save(image, title)


def print_png(
    symbol: Symbol,
    size_mm: float,
    dpi: int = 300,
    *,
    title: str = "",
    label: str = "",
    design: Design = PLAIN,
) -> bytes:
    """The symbol for paper, `size_mm` wide with its quiet zone.

    Modules are whole pixels, as many as `dpi` leaves room for; the picture names the
    resolution at which it comes out at exactly `size_mm`. Errors as of `png`.
    """
    ensure_printable(symbol, size_mm)
    if dpi > DPI_MAX:
        raise TooLarge(f"more than {DPI_MAX} dpi")
    module_px = math.floor(size_mm / MM_PER_INCH * dpi / symbol.width)
    if module_px < 1:
        raise TooSmall(f"{size_mm} mm at {dpi} dpi leave a module no pixel")
    image = draw(symbol, module_px, label_under(symbol, label, size_mm), design)
    return save(image, title, image.width * MM_PER_INCH / size_mm)


def svg(
    symbol: Symbol,
    size_mm: float = 40.0,
    *,
    title: str = "",
    label: str = "",
    design: Design = PLAIN,
) -> bytes:
    """The symbol as outlines in UTF-8, `size_mm` wide with its quiet zone.

    One unit of the view box is one module. The title is text, never markup; the label
    is drawn, so that no font is needed. Errors as of `png`.
    """
    ensure_printable(symbol, size_mm)
    lines = label_under(symbol, label, size_mm)
    width = symbol.width
    height = width + (lines.height if lines else 0)
    name = f"<title>{escape(plain(title, TITLE_MAX))}</title>" if title else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="'
        f'{size_mm:g}mm" height="{size_mm * height / width:g}mm" '
        f'viewBox="0 0 {width} {height}">{name}'
        f'<path fill="{design.colours.light}" d="M0 0h{width}v{height}H0z"/>'
        f"{''.join(drawn(symbol, lines, design))}</svg>\n"
    ).encode()


def ensure_printable(symbol: Symbol, size_mm: float) -> None:
    """Raise `TooSmall` or `TooLarge` when paper of this width makes no sense."""
    least = symbol.width * MODULE_MM_MIN
    # Written so that "not a number" fails too.
    if not size_mm >= least:
        raise TooSmall(f"less than {least:.1f} mm is too small for phones")
    if size_mm > SIZE_MM_MAX:
        raise TooLarge(f"wider than {SIZE_MM_MAX:g} mm")


def label_under(
    symbol: Symbol, text: str, size_mm: float = SIZE_MM_MAX
) -> Label | None:
    """The label of a symbol printed `size_mm` wide, when there is a text."""
    if not text:
        return None
    return fitted(text, symbol.width, LABEL_MM_MIN * symbol.width / size_mm)


def save(image: Image.Image, title: str, dpi: float | None = None) -> bytes:
    """The picture as PNG, with its description and resolution when it has them."""
    info = PngInfo()
    if title:
        text = plain(title, TITLE_MAX)
        info.add_itxt("Description", text, tkey="Description")
    resolution = {} if dpi is None else {"dpi": (dpi, dpi)}
    file = BytesIO()
    image.save(file, "PNG", compress_level=6, pnginfo=info, **resolution)
    return file.getvalue()


def drawn(symbol: Symbol, lines: Label | None, design: Design) -> Iterator[str]:
    """The SVG elements of the modules, the logo and the label."""
    seen = with_room(symbol) if design.logo else symbol
    yield (
        f'<path fill="{design.colours.dark}" shape-rendering="crispEdges" '
        f'd="{path(seen)}"/>'
    )
    if design.logo:
        yield from logo_elements(symbol, design.logo)
    if lines:
        yield f'<g fill="{design.colours.dark}">'
        yield from letters(symbol, lines)
        yield "</g>"


def path(symbol: Symbol) -> str:
    """The dark areas, sideways and up and down in turn."""
    parts: list[str] = []
    for (x, y), *corners in outlines(symbol):
        parts.append(f"M{x} {y}")
        for next_x, next_y in corners:
            parts.append(f"H{next_x}" if next_y == y else f"V{next_y}")
            y = next_y
        parts.append("z")
    return "".join(parts)


def logo_elements(symbol: Symbol, logo: Logo) -> Iterator[str]:
    """The shapes of the logo in the middle, half a module free around it."""
    side = logo_span(symbol) - 1
    at = (symbol.width - side) / 2
    yield f'<g transform="translate({at:g} {at:g}) scale({side / LOGO_BOX:g})">'
    for shape in logo.shapes:
        outline = "".join(
            command + " ".join(f"{number:g}" for number in numbers)
            for command, numbers in steps(shape.path)
        )
        yield f'<path fill="{shape.colour}" d="{outline}"/>'
    yield "</g>"


def letters(symbol: Symbol, lines: Label) -> Iterator[str]:
    """The letters of the label as outlines, each line in the middle."""
    for number, line in enumerate(lines.lines):
        x = (symbol.width - advance(line) * lines.em) / 2
        y = symbol.width + lines.baseline(number)
        scale = lines.em / UNITS
        yield f'<g transform="translate({x:.3f} {y:.3f}) scale({scale:.6f})">'
        for start, outline in glyphs(line):
            yield f'<path transform="translate({start} 0)" d="{outline}"/>'
        yield "</g>"
