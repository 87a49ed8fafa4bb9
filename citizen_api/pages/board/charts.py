"""Where the bars of a chart stand, in the units of its SVG. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

WIDTH: Final = 340
HEIGHT: Final = 120
ROW: Final = 36
THICK: Final = 8
GAP: Final = 0.25
MOST_ROWS: Final = 12


class Bar(NamedTuple):
    """A rectangle, and what it stands for; y grows downwards."""

    label: str
    size: int
    x: float
    y: float
    width: float
    height: float


class Chart(NamedTuple):
    """Bars in a frame; `upright`: one for each day."""

    bars: Sequence[Bar]
    width: int
    height: int
    most: int
    upright: bool


def columns(counts: Mapping[date, int], days: Sequence[date]) -> Chart:
    """A column for each day, also for one without a count."""
    most = max(counts.values(), default=0)
    wide = WIDTH / max(1, len(days))
    bars = []
    for place, day in enumerate(days):
        count = counts.get(day, 0)
        high = HEIGHT * count / most if most else 0
        bars.append(
            Bar(
                day.isoformat(),
                count,
                round(place * wide + wide * GAP / 2, 2),
                round(HEIGHT - high, 2),
                round(wide * (1 - GAP), 2),
                round(high, 2),
            )
        )
    return Chart(bars, WIDTH, HEIGHT, most, True)


def rows(counts: Mapping[str, int]) -> Chart:
    """A lying bar for each of the greatest counts, its label above it."""
    greatest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_ROWS]
    most = max((count for _, count in greatest), default=0)
    bars = [
        Bar(
            label,
            count,
            0,
            place * ROW + ROW - THICK - 6,
            round(WIDTH * count / most, 2) if most else 0,
            THICK,
        )
        for place, (label, count) in enumerate(greatest)
    ]
    return Chart(bars, WIDTH, ROW * len(bars), most, False)
