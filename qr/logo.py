"""Logos as outlines that PNG, SVG and PDF draw alike, and the flower of the city."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from qr import QrError

__all__ = [
    "FLAMBOYANT",
    "LOGO_BOX",
    "BadLogo",
    "Logo",
    "Shape",
    "Step",
    "steps",
]

COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
LOGO_BOX: Final = 100.0
SHAPES_MAX: Final = 64
PATH_MAX: Final = 4000
PART: Final = re.compile(r"\s*(?:([MLCZ])|(-?\d+(?:\.\d+)?))\s*,?", re.ASCII)
NUMBERS: Final = {"M": 2, "L": 2, "C": 6, "Z": 0}

Step = tuple[str, tuple[float, ...]]


class BadLogo(QrError):
    """A logo without shapes or with too many, or a path that is no closed outline."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled outline of a logo, without holes.

    The path is written as in SVG, absolute, with M, L, C and Z only, in a box of
    100 x 100, y downwards: one M first, one Z last.
    """

    colour: str
    path: str

    def __post_init__(self) -> None:
        if not COLOUR.fullmatch(self.colour):
            raise BadLogo(f"not a colour like #0a0b0c: {self.colour[:20]!r}")
        ensure_outline(steps(self.path))


@dataclass(frozen=True, slots=True)
class Logo:
    """Shapes painted one over the other."""

    shapes: tuple[Shape, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.shapes) <= SHAPES_MAX:
            raise BadLogo(f"a logo has 1 to {SHAPES_MAX} shapes")


@lru_cache(maxsize=256)
def steps(path: str) -> tuple[Step, ...]:
    """The commands of a path, each with its numbers; `BadLogo` for any other text."""
    if len(path) > PATH_MAX:
        raise BadLogo(f"a path longer than {PATH_MAX} characters")
    found: list[tuple[str, list[float]]] = []
    position = 0
    while position < len(path):
        part = PART.match(path, position)
        if part is None or not (found or part[1]):
            raise BadLogo("a path of other things than M, L, C, Z and numbers")
        if part[1]:
            found.append((part[1], []))
        else:
            found[-1][1].append(float(part[2]))
        position = part.end()
    return tuple((command, tuple(numbers)) for command, numbers in found)


def ensure_outline(path: tuple[Step, ...]) -> None:
    """Raise `BadLogo` unless the path is one closed outline inside the box."""
    commands = "".join(command for command, _ in path)
    if not re.fullmatch(r"M[LC]+Z", commands):
        raise BadLogo("a shape is one outline: M, then L or C, then Z")
    for command, numbers in path:
        if len(numbers) != NUMBERS[command]:
            raise BadLogo(f"{command} takes {NUMBERS[command]} numbers")
        if not all(0 <= number <= LOGO_BOX for number in numbers):
            raise BadLogo("a shape leaves the box of 100 x 100")


def turned(path: str, degrees: float) -> str:
    """The path turned about the middle of the box."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    middle = LOGO_BOX / 2
    parts = []
    for command, numbers in steps(path):
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        moved = (
            f"{middle + (x - middle) * cosine - (y - middle) * sine:.2f} "
            f"{middle + (x - middle) * sine + (y - middle) * cosine:.2f}"
            for x, y in pairs
        )
        parts.append(" ".join((command, *moved)))
    return " ".join(parts)


def flamboyant() -> Logo:
    """Hoa phượng, the flower of Hải Phòng, drawn for this library."""
    red, gold = "#c8102e", "#f2a900"
    petal = (
        "M 50 52 C 44 46 40 38 35 32 C 28 23 30 10 39 6 C 43 4 47 5 50 8 "
        "C 53 5 57 4 61 6 C 70 10 72 23 65 32 C 60 38 56 46 50 52 Z"
    )
    stamen = "M 49 50 L 49.2 26 C 47 25 47 20 50 20 C 53 20 53 25 50.8 26 L 51 50 Z"
    heart = (
        "M 50 43 C 54 43 57 46 57 50 C 57 54 54 57 50 57 "
        "C 46 57 43 54 43 50 C 43 46 46 43 50 43 Z"
    )
    around = [72.0 * number for number in range(5)]
    return Logo(
        (
            *(Shape(red, turned(petal, degrees)) for degrees in around),
            *(Shape(gold, turned(stamen, degrees)) for degrees in around),
            Shape(gold, heart),
        )
    )


FLAMBOYANT: Final = flamboyant()
