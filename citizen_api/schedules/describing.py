"""The hours as people read them: the days of the week, and the special days to come."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from citizen_api.schedules.compiling import DayHours
from citizen_api.schedules.evaluating import Schedule, day_off
from citizen_api.schedules.holidays import Calendar, Holiday
from citizen_api.schedules.minutes import (
    DAY,
    Minutes,
    contains,
    periods,
    shift,
    subtract,
    union,
)

WEEKDAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")

_ThreeDays: TypeAlias = tuple[DayHours, DayHours, DayHours]


@dataclass(frozen=True, slots=True)
class Period:
    """Hours as "HH:MM"; `closes` not after `opens` is on the next day.

    `closes` is None when the end is not known. `known` is False when the place may
    be open then, but it is not sure.
    """

    opens: str
    closes: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day of the ordinary week ("mo" … "su") and the periods that start on it."""

    day: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A date to come that is a public holiday or has hours of its own.

    `known` is False when the text says nothing of the holiday: then `periods` are
    the ordinary hours of that weekday.
    """

    day: date
    holiday: Holiday | None
    periods: tuple[Period, ...]
    known: bool


def week_lines(schedule: Schedule) -> list[DayLine]:
    """Return the seven days of the ordinary week, Monday first."""
    return [
        DayLine(name, _ordinary_periods(schedule, weekday))
        for weekday, name in enumerate(WEEKDAYS)
    ]


def special_days(
    schedule: Schedule, calendar: Calendar, from_day: date, days: int = 30
) -> list[SpecialDay]:
    """Return the days off and the days with other hours among the days to come."""
    found = []
    for day in (from_day + timedelta(days=ahead) for ahead in range(days)):
        holiday = day_off(calendar, day)
        lines = _periods_on(schedule, day)
        if holiday or lines != _ordinary_periods(schedule, day.weekday()):
            known = holiday is None or schedule.speaks_of(day)
            found.append(SpecialDay(day, holiday, lines, known))
    return found


def _periods_on(schedule: Schedule, day: date) -> tuple[Period, ...]:
    one = timedelta(days=1)
    return _periods(
        (
            schedule.hours_on(day - one),
            schedule.hours_on(day),
            schedule.hours_on(day + one),
        )
    )


def _ordinary_periods(schedule: Schedule, weekday: int) -> tuple[Period, ...]:
    yesterday, today, tomorrow = (
        schedule.ordinary_hours((weekday + step) % 7) for step in (-1, 0, 1)
    )
    return _periods((yesterday, today, tomorrow))


def _periods(days: _ThreeDays) -> tuple[Period, ...]:
    open_days = [day.open for day in days]
    maybe_days = [subtract(day.unknown, day.open) for day in days]
    unknown = union(days[1].unknown, shift(days[2].unknown, DAY))
    sure = _starting_today(*open_days)
    lines = [
        (start, _clock(start), None if _is_loose(unknown, end) else _clock(end), True)
        for start, end in sure
    ] + [
        (start, _clock(start), _clock(end), False)
        for start, end in _starting_today(*maybe_days)
        if not _follows_open(days, start)
    ]
    return tuple(Period(*line[1:]) for line in sorted(lines, key=lambda line: line[0]))


def _starting_today(
    yesterday: Minutes, today: Minutes, tomorrow: Minutes
) -> list[tuple[int, int]]:
    """Return the stretches that belong to today; an end after 1440 is tomorrow's.

    Hours after midnight belong to the evening before, unless that would make one
    stretch longer than a day: then each day has its own part.
    """
    found = [
        (start, end)
        for start, end in periods(today)
        if start > 0 or not _continues(yesterday, end)
    ]
    if found and found[-1][1] == DAY and tomorrow[:1] == (0,):
        start, end = found[-1][0], tomorrow[1]
        if end <= start:
            found[-1] = (start, DAY + end)
    return found


def _continues(yesterday: Minutes, end: int) -> bool:
    return yesterday[-1:] == (DAY,) and end <= yesterday[-2]


def _follows_open(days: _ThreeDays, start: int) -> bool:
    """Tell whether open hours end there: the doubt is about their end, no period."""
    yesterday, today, _ = days
    return contains(today.open, start - 1) or (
        start == 0 and contains(yesterday.open, DAY - 1)
    )


def _is_loose(unknown: Minutes, end: int) -> bool:
    return contains(unknown, end - 1) or contains(unknown, end)


def _clock(minute: int) -> str:
    if minute > DAY:
        minute -= DAY
    return f"{minute // 60:02}:{minute % 60:02}"
