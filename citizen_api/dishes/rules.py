"""When a dish is eaten, as far as the hours of its venues tell. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import sqrt
from typing import Any

from citizen_api.schedules.evaluating import Schedule

DAY = 24 * 60
LONG_ENOUGH = 60

# The parts of the day on the city's own food map of 2022, in minutes.
PARTS = {
    "morning": (5 * 60, 10 * 60),
    "noon": (10 * 60, 14 * 60),
    "afternoon": (14 * 60, 17 * 60 + 30),
    "evening": (17 * 60 + 30, 21 * 60 + 30),
    "night": (21 * 60 + 30, 29 * 60),
}


def times_of_day(venues: Iterable[tuple[Schedule, int]]) -> list[dict[str, Any]]:
    """How many of the venues are open for an hour or more in each part of a Monday."""
    counts = dict.fromkeys(PARTS, 0)
    for schedule, count in venues:
        for part, (start, end) in PARTS.items():
            if _open_minutes(schedule, start, end) >= LONG_ENOUGH:
                counts[part] += count
    return [{"part": part, "venues_open": count} for part, count in counts.items()]


def part_of_day(moment: datetime) -> str:
    """The part of the day that a moment lies in."""
    minute = moment.hour * 60 + moment.minute
    return next(
        part
        for part, (start, end) in PARTS.items()
        if start <= minute < end or start <= minute + DAY < end
    )


def typical(
    dishes: Mapping[int, Sequence[Mapping[str, Any]]],
) -> dict[str, list[tuple[int, int]]]:
    """For each part of the day its dishes and their open venues, from `times_of_day`.

    First what is served then more than at other times, and in several places.
    """
    found: dict[str, list[tuple[int, int]]] = {part: [] for part in PARTS}
    weight: dict[tuple[str, int], float] = {}
    for dish, times in dishes.items():
        mean = sum(time["venues_open"] for time in times) / len(PARTS)
        for time in times:
            part, count = time["part"], time["venues_open"]
            if count:
                found[part].append((dish, count))
                weight[part, dish] = count / mean * sqrt(count)
    for part, served in found.items():
        served.sort(key=lambda each, part=part: (-weight[part, each[0]], each[0]))  # type: ignore[misc]
    return found


def _open_minutes(schedule: Schedule, start: int, end: int) -> int:
    bounds = schedule.week
    return sum(
        max(0, min(end, closes) - max(start, opens))
        for opens, closes in zip(bounds[::2], bounds[1::2], strict=True)
    )
