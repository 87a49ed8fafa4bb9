"""Hours with dates of their own: the ordinary text, then a rule for each such date.

So a place that closes for a day is one more text, and whatever asks whether places are
open goes on asking schedules.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from citizen_api.schedules.evaluating import HO_CHI_MINH, Schedule
from citizen_api.schedules.minutes import DAY, contains, periods
from citizen_api.schedules.parsing import BadOpeningHours, Reason, normalised

UNKNOWN: Final = "24/7 unknown"
CLOSED: Final = "closed"
MONTHS: Final = tuple(calendar.month_abbr)[1:]
ALL_DAY: Final = "00:00-24:00"
TIMES: Final = re.compile(r"[0-9:,+-]+", re.ASCII)
SAMPLE: Final = date(2026, 1, 1)
ONE_DAY: Final = timedelta(days=1)


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
    runs_over = _past_midnight(schedule, today)
    return today - ONE_DAY if minute < runs_over else today


def end_of_day(schedule: Schedule | None, at: datetime) -> datetime:
    """When the day of a place is over: at midnight, or when it closes after that."""
    following = business_day(schedule, at) + ONE_DAY
    midnight = datetime.combine(following, time(), HO_CHI_MINH)
    return midnight + timedelta(minutes=_past_midnight(schedule, following))


def _past_midnight(schedule: Schedule | None, day: date) -> int:
    """Until which minute of a day the evening before goes on; 0 when it does not."""
    if schedule is None:
        return 0
    evening, morning = schedule.hours_on(day - ONE_DAY), schedule.hours_on(day)
    if not contains(evening.open, DAY - 1):
        return 0
    stretch = next(iter(periods(morning.open)), (DAY, DAY))
    start, end = stretch
    return end if start == 0 and end < DAY else 0


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
    return f"{day.year} {MONTHS[day.month - 1]} {day.day}"
