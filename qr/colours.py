"""Colours that phones can read and eyes can tell apart."""

import re
from dataclasses import dataclass
from typing import Final

from qr import QrError

__all__ = [
    "BadColours",
    "Colours",
    "blend",
    "channels",
    "contrast",
]

COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
# WCAG 2.2: 7 is the better of its two bounds for text, 4.5 the lesser. Cameras want
# no less of modules than eyes want of letters.
MODULE_CONTRAST_MIN: Final = 7.0
ACCENT_CONTRAST_MIN: Final = 4.5


class BadColours(QrError):
    """A colour is not like "#0a0b0c", or phones and eyes cannot tell two apart."""


@dataclass(frozen=True, slots=True)
class Colours:
    """Dark modules and text on a light ground, and an accent; as "#rrggbb".

    Never inverted: half of all readers see nothing in light modules on dark.
    """

    dark: str = "#000000"
    light: str = "#ffffff"
    accent: str = "#c8102e"

    def __post_init__(self) -> None:
        for colour in (self.dark, self.light, self.accent):
            if not COLOUR.fullmatch(colour):
                raise BadColours(f"not a colour like #0a0b0c: {colour[:20]!r}")
        if luminance(self.dark) >= luminance(self.light):
            raise BadColours("inverted: dark is not darker than light")
        if contrast(self.dark, self.light) < MODULE_CONTRAST_MIN:
            raise BadColours(f"dark on light: contrast below {MODULE_CONTRAST_MIN}")
        if contrast(self.accent, self.light) < ACCENT_CONTRAST_MIN:
            raise BadColours(f"accent on light: contrast below {ACCENT_CONTRAST_MIN}")


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def luminance(colour: str) -> float:
    """WCAG relative luminance, 0 black to 1 white."""
    parts = (channel / 255 for channel in channels(colour))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def blend(colour: str, ground: str, share: float) -> str:
    """The colour with this share of the ground showing through, 0 to 1."""
    pairs = zip(channels(colour), channels(ground), strict=True)
    mixed = (round(top + (below - top) * share) for top, below in pairs)
    return "#" + bytes(mixed).hex()
