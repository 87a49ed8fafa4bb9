"""Hours with dates of their own: the ordinary text, then a rule for each such date.

So a place that closes for a day is one more text, and whatever asks whether places are
open goes on asking schedules.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from citizen_api.schedules.evaluating import HO_CHI_MINH, ONE_DAY, Schedule
from citizen_api.schedules.parsing import MONTHS, BadOpeningHours, Reason, normalised

UNKNOWN: Final = "24/7 unknown"
CLOSED: Final = "closed"
ALL_DAY: Final = "00:00-24:00"
TIMES: Final = re.compile(r"[0-9:,+-]+", re.ASCII)
SAMPLE: Final = date(2026, 1, 1)


class Dated(NamedTuple):
    """A date with hours of its own, such as "10:00-14:00"; "closed" for none."""

    day: date
    hours: str


def dated_text(text: str | None, days: Iterable[Dated]) -> str | None:
    """The hours with these dates; None when nothing is known and nothing dated.

    Where the ordinary hours are not known only the dates are sure. Raises
    BadOpeningHours, also when there are too many dates for one text.
    """
    rules = [f"{_dates(first, last)} {hours}" for first, last, hours in _runs(days)]
    if not rules:
        return text
    return normalised("; ".join([text or UNKNOWN, *rules]))


def hours_of_day(text: str) -> str:
    """The one way to write the hours of one date; raises BadOpeningHours."""
    if text.strip() == ALL_DAY:
        return ALL_DAY
    written = normalised(f"{_date(SAMPLE)} {text}")
    before, _, hours = written.partition(f"{_date(SAMPLE)} ")
    if before or not TIMES.fullmatch(hours):
        raise BadOpeningHours(Reason.NOT_OPENING_HOURS, text)
    return hours


def business_day(schedule: Schedule | None, at: datetime) -> date:
    """The day whose hours go on at a moment: after midnight, perhaps yesterday's."""
    local = at.astimezone(HO_CHI_MINH)
    today, minute = local.date(), 60 * local.hour + local.minute
    return schedule.day_of(today, minute) if schedule else today


def end_of_day(schedule: Schedule | None, at: datetime) -> datetime:
    """When the day of a place is over: at midnight, or when it closes after that."""
    following = business_day(schedule, at) + ONE_DAY
    midnight = datetime.combine(following, time(), HO_CHI_MINH)
    runs_over = schedule.runs_over(following) if schedule else 0
    return midnight + timedelta(minutes=runs_over)


def _runs(days: Iterable[Dated]) -> Iterator[tuple[date, date, str]]:
    """Neighbouring dates with the same hours, as first and last of them."""
    run: tuple[date, date, str] | None = None
    for day, hours in sorted(days):
        if run and run[1] + ONE_DAY == day and run[2] == hours:
            run = run[0], day, hours
            continue
        if run:
            yield run
        run = day, day, hours
    if run:
        yield run


def _dates(first: date, last: date) -> str:
    return _date(first) if first == last else f"{_date(first)}-{_date(last)}"


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month]} {day.day}"
