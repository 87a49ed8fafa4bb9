"""QR symbols as pixels: whole modules, and a palette of few exact colours."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from qr import QrError
from qr.colours import blend, channels
from qr.design import Design
from qr.label import Label
from qr.logo import LOGO_BOX, Logo, Step, steps
from qr.symbol import QUIET_ZONE, Symbol, logo_span, with_room

__all__ = ["PIXELS_MAX", "TooLarge", "draw"]

PIXELS_MAX: Final = 4096
# Letters and logos are drawn so many times larger, then made smaller: smooth edges.
SMOOTH: Final = 2
SHADES: Final = (0.0, 0.25, 0.5, 0.75)
CURVE: Final = tuple(part / 8 for part in range(1, 9))
DARK, LIGHT = 0, 1
FONT: Final = files("qr").joinpath("fonts/BeVietnamPro-Bold.ttf").read_bytes()

Corner = tuple[float, float]


class TooLarge(QrError):
    """Wider than `PIXELS_MAX` or `SIZE_MM_MAX`, or finer than `DPI_MAX`."""


def draw(
    symbol: Symbol, module_px: int, label: Label | None, design: Design
) -> Image.Image:
    """The symbol with `module_px` pixels a module, its logo, its label below."""
    side = symbol.width * module_px
    if side > PIXELS_MAX:
        raise TooLarge(f"wider than {PIXELS_MAX} pixels")
    height = side + (label.height * module_px if label else 0)
    palette = palette_for(design, with_label=label is not None)
    image = Image.new("P", (side, height), LIGHT)
    image.putpalette(palette.getpalette() or [])
    image.paste(modules(with_room(symbol) if design.logo else symbol, module_px))
    if design.logo:
        logo = smooth(logo_tile(symbol, module_px, design.logo, design), palette)
        at = (side - logo.width) // 2
        image.paste(logo, (at, at))
    if label:
        strip = (side, height - side)
        image.paste(smooth(text(label, strip, module_px, design), palette), (0, side))
    return image


def modules(symbol: Symbol, module_px: int) -> Image.Image:
    """Dark and light as the first two colours, quiet zone included."""
    count = len(symbol.rows)
    light = b"".join(symbol.rows).translate(bytes((LIGHT, DARK)) + bytes(254))
    image = Image.frombytes("P", (count, count), light)
    image = ImageOps.expand(image, border=QUIET_ZONE, fill=LIGHT)
    side = symbol.width * module_px
    return image.resize((side, side), Image.Resampling.NEAREST)


@lru_cache(maxsize=32)
def palette_for(design: Design, *, with_label: bool) -> Image.Image:
    """Dark, light, and the shades of what has smooth edges."""
    light = design.colours.light
    colours = [design.colours.dark, light]
    smooth_ones = [design.colours.dark] if with_label else []
    smooth_ones += [shape.colour for shape in design.logo.shapes] if design.logo else []
    for colour in dict.fromkeys(smooth_ones):
        colours += [blend(colour, light, share) for share in SHADES]
    image = Image.new("P", (1, 1))
    image.putpalette(b"".join(bytes(channels(c)) for c in dict.fromkeys(colours)))
    return image


def smooth(picture: Image.Image, palette: Image.Image) -> Image.Image:
    """A picture drawn `SMOOTH` times too large, in the colours of the palette."""
    smaller = picture.reduce(SMOOTH)
    return smaller.quantize(palette=palette, dither=Image.Dither.NONE)


def logo_tile(
    symbol: Symbol, module_px: int, logo: Logo, design: Design
) -> Image.Image:
    """The logo on its light ground, half a module free around it."""
    side = logo_span(symbol) * module_px * SMOOTH
    margin = module_px * SMOOTH / 2
    scale = (side - 2 * margin) / LOGO_BOX
    image = Image.new("RGB", (side, side), design.colours.light)
    pen = ImageDraw.Draw(image)
    for shape in logo.shapes:
        corners = polygon(steps(shape.path))
        pen.polygon(
            [(margin + x * scale, margin + y * scale) for x, y in corners],
            fill=shape.colour,
        )
    return image


def polygon(path: tuple[Step, ...]) -> Iterator[Corner]:
    """The corners of an outline, curves cut into eight straight pieces."""
    at: Corner = (0.0, 0.0)
    for command, numbers in path:
        if command == "C":
            x1, y1, x2, y2, x, y = numbers
            for t in CURVE:
                a, b, c, d = bezier(t)
                yield (
                    a * at[0] + b * x1 + c * x2 + d * x,
                    a * at[1] + b * y1 + c * y2 + d * y,
                )
            at = (x, y)
        elif numbers:
            at = (numbers[0], numbers[1])
            yield at


def bezier(t: float) -> tuple[float, float, float, float]:
    """How much each of the four points of a cubic curve weighs at t, 0 to 1."""
    s = 1 - t
    return s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t


def text(
    label: Label, size: tuple[int, int], module_px: int, design: Design
) -> Image.Image:
    """The lines of a label, each in the middle."""
    scale = module_px * SMOOTH
    image = Image.new("RGB", (size[0] * SMOOTH, size[1] * SMOOTH), design.colours.light)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(
        BytesIO(FONT), label.em * scale, layout_engine=ImageFont.Layout.BASIC
    )
    for number, line in enumerate(label.lines):
        at = (image.width / 2, label.baseline(number) * scale)
        pen.text(at, line, design.colours.dark, font, anchor="ms")
    return image
