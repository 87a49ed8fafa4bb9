"""From opening_hours text to minutes: the ordinary week and the dates that differ.

Which days a rule means, the library says; what its minutes mean belongs to the day
they start on, so that "17:00-02:00; Mo off" is open on Monday at 01:00, after
Sunday's evening, and closed on Tuesday at 01:00.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import TypeAlias

from opening_hours import OpeningHours
from opening_hours import State as LibraryState

from citizen_api.schedules.minutes import (
    DAY,
    NEVER,
    Minutes,
    shift,
    subtract,
    union,
    window,
)
from citizen_api.schedules.parsing import Rule, State, normalised, rules_of

_Days: TypeAlias = frozenset[int]  # ordinals of dates
_RulesInForce: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DayHours:
    """The minutes of a civil day, 0..1440, that are open or whose state is unknown."""

    open: Minutes
    unknown: Minutes


@dataclass(frozen=True, slots=True)
class CompiledSchedule:
    """A text as minutes of the week and dated exceptions, true up to `until`."""

    text: str
    week: Minutes
    unknown: Minutes
    exceptions: Mapping[date, DayHours]
    until: date


def compile_hours(
    text: str,
    days_off: Collection[date],
    first_year: int = 2025,
    last_year: int = 2030,
) -> CompiledSchedule:
    """Compile an opening_hours text; `PH` means the days off given.

    Raises BadOpeningHours.
    """
    text = normalised(text)
    rules = rules_of(text)
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    hours = _hours_by_day(rules, days_off, first, last)
    ordinary = _ordinary_week(hours)
    return CompiledSchedule(
        text=text,
        week=_joined([day.open for day in ordinary]),
        unknown=_joined([day.unknown for day in ordinary]),
        exceptions={
            day: found
            for day, found in hours.items()
            if found != ordinary[day.weekday()]
        },
        until=last,
    )


def _hours_by_day(
    rules: list[Rule], days_off: Collection[date], first: date, last: date
) -> dict[date, DayHours]:
    eve = first - timedelta(days=1)
    holidays = frozenset(day.toordinal() for day in days_off)
    matching = [_matching_days(rule.selector, holidays, eve, last) for rule in rules]

    @cache
    def of_rules(yesterday: _RulesInForce, today: _RulesInForce) -> DayHours:
        return _civil_day(_pattern(rules, yesterday), _pattern(rules, today))

    def in_force(day: int) -> _RulesInForce:
        return tuple(index for index, days in enumerate(matching) if day in days)

    hours = {}
    yesterday = in_force(eve.toordinal())
    for day in range(first.toordinal(), last.toordinal() + 1):
        today = in_force(day)
        hours[date.fromordinal(day)] = of_rules(yesterday, today)
        yesterday = today
    return hours


def _matching_days(selector: str, holidays: _Days, first: date, last: date) -> _Days:
    if not re.search(r"\bPH\b", selector):
        return frozenset(_days(selector, first, last))
    on_holidays = frozenset(_days(selector.replace("PH", "Mo-Su"), first, last))
    other_days = re.sub(r",PH\b|\bPH,", "", selector)
    matching = on_holidays & holidays
    if "PH" not in other_days:
        matching |= frozenset(_days(other_days, first, last))
    return matching


def _days(selector: str, first: date, last: date) -> Iterator[int]:
    begin = datetime.combine(first, time())
    end = datetime.combine(last + timedelta(days=1), time())
    for start, stop, state, _ in OpeningHours(selector or "24/7").intervals(begin, end):
        if state == LibraryState.OPEN:
            yield from range(start.toordinal(), stop.toordinal())


def _pattern(rules: list[Rule], in_force: _RulesInForce) -> DayHours:
    """Return what starts on a day with these rules: minutes 0 … 2880 and beyond."""
    is_open, unknown = NEVER, NEVER
    for rule in (rules[index] for index in in_force):
        if rule.state is State.CLOSED and rule.is_all_day:
            is_open, unknown = NEVER, NEVER
        elif rule.state is State.CLOSED:
            is_open = subtract(is_open, rule.sure)
            unknown = subtract(unknown, rule.sure)
        else:
            if not rule.is_added:
                is_open, unknown = NEVER, NEVER
            is_open, unknown = _with_rule(rule, is_open, unknown)
    return DayHours(is_open, unknown)


def _with_rule(
    rule: Rule, is_open: Minutes, unknown: Minutes
) -> tuple[Minutes, Minutes]:
    if rule.state is State.OPEN:
        unknown = union(subtract(unknown, rule.sure), rule.loose)
        return union(is_open, rule.sure), unknown
    unsure = union(rule.sure, rule.loose)
    return subtract(is_open, unsure), union(unknown, unsure)


def _civil_day(yesterday: DayHours, today: DayHours) -> DayHours:
    def merged(part: Callable[[DayHours], Minutes]) -> Minutes:
        after_midnight = window(part(yesterday), DAY, 2 * DAY)
        return union(after_midnight, window(part(today), 0, DAY))

    return DayHours(merged(lambda day: day.open), merged(lambda day: day.unknown))


def _ordinary_week(hours: Mapping[date, DayHours]) -> list[DayHours]:
    seen: list[Counter[DayHours]] = [Counter() for _ in range(7)]
    for day, found in hours.items():
        seen[day.weekday()][found] += 1
    return [counter.most_common(1)[0][0] for counter in seen]


def _joined(days: list[Minutes]) -> Minutes:
    week = NEVER
    for weekday, minutes in enumerate(days):
        week = union(week, shift(minutes, weekday * DAY))
    return week
