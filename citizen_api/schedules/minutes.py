"""Sets of minutes, kept as their sorted boundaries.

`(420, 660, 960, 1260)` is 07:00-11:00 and 16:00-21:00: a minute is inside when an odd
number of boundaries stand at or before it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from typing import Final, TypeAlias

Minutes: TypeAlias = tuple[int, ...]

DAY: Final = 24 * 60
WEEK: Final = 7 * DAY
NEVER: Final[Minutes] = ()


def contains(minutes: Minutes, minute: int) -> bool:
    """Tell whether the minute is in the set."""
    return bisect_right(minutes, minute) % 2 == 1


def periods(minutes: Minutes) -> list[tuple[int, int]]:
    """Return the (start, end) of each unbroken stretch, end excluded."""
    return list(pairwise(minutes))[::2]


def union(left: Minutes, right: Minutes) -> Minutes:
    """Return the minutes in either set."""
    if not (left and right):
        return left or right
    return _combined(left, right, lambda first, second: first or second)


def subtract(left: Minutes, right: Minutes) -> Minutes:
    """Return the minutes of the left set that are not in the right one."""
    return _combined(left, right, lambda first, second: first and not second)


def window(minutes: Minutes, start: int, end: int) -> Minutes:
    """Return the minutes between start and end, counted from start."""
    first, last = bisect_right(minutes, start), bisect_left(minutes, end)
    inside = [minute - start for minute in minutes[first:last]]
    if first % 2:
        inside.insert(0, 0)
    if last % 2:
        inside.append(end - start)
    return tuple(inside)


def shift(minutes: Minutes, by: int) -> Minutes:
    """Return the set moved by so many minutes."""
    return tuple(minute + by for minute in minutes)


def _combined(
    left: Minutes, right: Minutes, keep: Callable[[bool, bool], bool]
) -> Minutes:
    result: list[int] = []
    for minute in sorted({*left, *right}):
        kept = keep(contains(left, minute), contains(right, minute))
        if kept != (len(result) % 2 == 1):
            result.append(minute)
    return tuple(result)
