"""The last 24 hours of a station as the lines of a small drawing. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from citizen_api.bikes.history import STEP, Series

SLOT: Final = 4  # wide
HIGH: Final = 100
HOURS: Final = 6  # from mark to mark


class Line(NamedTuple):
    """A count over the day: an SVG path, and its least and most."""

    path: str
    least: int
    most: int


class Mark(NamedTuple):
    """An hour below the drawing."""

    x: int
    at: datetime


class Day(NamedTuple):
    """A drawing `width` wide and HIGH high, whose upper edge is `top`."""

    width: int
    top: int
    bikes: Line | None
    docks: Line | None
    marks: list[Mark]


def drawn(series: Series) -> Day:
    """The drawing of a day; a line is None when nobody counted."""
    counts = [each for each in (*series.bikes, *series.docks) if each is not None]
    top = max(counts, default=0) or 1
    return Day(
        width=SLOT * len(series.bikes),
        top=top,
        bikes=line(series.bikes, top),
        docks=line(series.docks, top),
        marks=list(marks(series)),
    )


def line(counts: Sequence[int | None], top: int) -> Line | None:
    """Steps from quarter to quarter, broken where nobody counted."""
    known = [each for each in counts if each is not None]
    if not known:
        return None
    pieces = groupby(enumerate(counts), key=lambda each: each[1] is None)
    path = "".join(steps(list(piece), top) for gap, piece in pieces if not gap)
    return Line(path, min(known), max(known))


def steps(piece: Sequence[tuple[int, int | None]], top: int) -> str:
    """The path of quarters that follow each other."""
    heights = [HIGH - round(HIGH * (count or 0) / top) for _, count in piece]
    first = piece[0][0] * SLOT
    walked = (
        f"V{high}H{(slot + 1) * SLOT}"
        for (slot, _), high in zip(piece, heights, strict=True)
    )
    return f"M{first} {heights[0]}{''.join(walked)}"


def marks(series: Series) -> Iterator[Mark]:
    """Every sixth full hour of the day."""
    for slot in range(len(series.bikes)):
        at = series.start + slot * STEP
        if at.hour % HOURS == 0 and at.minute < STEP / timedelta(minutes=1):
            yield Mark(slot * SLOT, at)
