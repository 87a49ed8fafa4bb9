"""Will there be a bike, or room, when I arrive? From what was there before. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

WEEKS: Final = 8
WINDOW: Final = timedelta(minutes=15)
FEWEST_DAYS: Final = 3
# So far ahead, what is there now still says more than what was there at that hour.
NEAR: Final = timedelta(hours=2)
FARTHEST: Final = timedelta(days=7)


class Past(NamedTuple):
    """Counts of an earlier day: at the hour of now, and at the hour of arrival.

    None where nobody counted. `docks` None: not known.
    """

    day: date
    bikes_then: int | None
    docks_then: int | None
    bikes: int
    docks: int | None


class Now(NamedTuple):
    """What the station counts now."""

    bikes: int
    docks: int | None
    capacity: int | None


class Chance(NamedTuple):
    """How likely it is; None when too few days are known. `days`: how many are."""

    probability: float | None
    days: int
    observations: int


def chances(past: Sequence[Past], now: Now, *, near: bool) -> tuple[Chance, Chance]:
    """The chance of a bike, and of room, on arrival.

    `near`: what is there now is moved by as much as the count moved on earlier days
    over the same hours; else the counts of earlier days stand for themselves.
    """
    bikes = (
        (each.day, _moved(each.bikes, each.bikes_then, now.bikes, near, now.capacity))
        for each in past
    )
    docks = (
        (each.day, _moved(each.docks, each.docks_then, now.docks, near, now.capacity))
        for each in past
    )
    return _chance(bikes), _chance(docks)


def _moved(
    later: int | None,
    then: int | None,
    now: int | None,
    near: bool,
    capacity: int | None,
) -> int | None:
    if not near or later is None:
        return later
    if then is None or now is None:
        return None
    moved = max(now + later - then, 0)
    return moved if capacity is None else min(moved, capacity)


def _chance(counts: Iterable[tuple[date, int | None]]) -> Chance:
    """Each day counts once, however often it was looked at; and nothing is certain."""
    by_day: dict[date, list[bool]] = defaultdict(list)
    for day, count in counts:
        if count is not None:
            by_day[day].append(count > 0)
    observations = sum(map(len, by_day.values()))
    if len(by_day) < FEWEST_DAYS:
        return Chance(None, len(by_day), observations)
    likely = sum(sum(seen) / len(seen) for seen in by_day.values())
    return Chance(round((likely + 1) / (len(by_day) + 2), 2), len(by_day), observations)
