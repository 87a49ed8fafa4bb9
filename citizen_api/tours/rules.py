"""How far and how long a walk is, as far as that can be told. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from geo.distance import metres_between
from geo.points import Point

DETOUR: Final = 1.3  # streets are so much longer than the line through the air
METRES_A_MINUTE: Final = 75  # 4.5 km/h: people who look around


class Place(NamedTuple):
    """Where a stop is; the true place lies within `accuracy_m` when that is known."""

    point: Point
    accuracy_m: int | None


class Leg(NamedTuple):
    """From one stop to the next: whole metres along the air line, minutes on foot.

    The true distance differs by at most `give_or_take_m`; None when it is not known
    how well a stop is placed.
    """

    distance_m: int
    give_or_take_m: int | None
    walking_min: int


def legs(places: Sequence[Place | None]) -> list[Leg | None]:
    """The way to each stop from the one before; None for the first, or unplaced."""
    return [None, *(_leg(start, end) for start, end in pairwise(places))][: len(places)]


def walking_minutes(distance_m: float) -> int:
    """Minutes on foot for metres along the air line, rounded up."""
    return -int(-distance_m * DETOUR // METRES_A_MINUTE)


def _leg(start: Place | None, end: Place | None) -> Leg | None:
    if start is None or end is None:
        return None
    metres = metres_between(start.point, end.point)
    known = start.accuracy_m is not None and end.accuracy_m is not None
    doubt = (start.accuracy_m or 0) + (end.accuracy_m or 0)
    return Leg(round(metres), doubt if known else None, walking_minutes(metres))
