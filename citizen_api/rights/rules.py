"""The dates that the law gives, and what may become of a request. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from citizen_api.rights.models import State
from citizen_api.schedules.holidays import Calendar
from citizen_api.schedules.models import HolidayKind

EXPORT_JOB = "rights.export"
ERASE_JOB = "rights.erase"
SATURDAY = 5
EXPORT_KEPT = timedelta(days=7)
# Time to think again, well inside what the law gives.
ERASED_AFTER = timedelta(days=7)
REQUESTS_KEPT = timedelta(days=5 * 365)


OPEN = (State.WAITING, State.RUNNING)


@dataclass(frozen=True, slots=True)
class Term:
    """What the law gives from a day on: working days to answer, days to have done."""

    since: date
    answer_working_days: int
    done_days: int
    law: str


# Days that the law does not call working days are counted as calendar days.
TERMS = (Term(date(2026, 1, 1), 2, 15, "91/2025/QH15, 356/2025/NĐ-CP"),)


@dataclass(frozen=True, slots=True)
class Due:
    """The last days on which a request is answered, and done, in time."""

    answer_on: date
    done_on: date


def term_of(day: date) -> Term:
    """What the law gives for a request of this day."""
    return [each for each in TERMS if each.since <= day or each is TERMS[0]][-1]


def due(asked: date, calendar: Calendar) -> Due:
    """When a request of this day is due."""
    term = term_of(asked)
    return Due(
        answer_on=after_working_days(asked, term.answer_working_days, calendar),
        done_on=asked + timedelta(days=term.done_days),
    )


def after_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after this one."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, calendar)
    return day


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether offices work: no weekend, no holiday, or a weekend worked in lieu."""
    special = calendar.get(day)
    if special is not None:
        return special.kind is HolidayKind.WORKING_DAY_IN_LIEU
    return day.weekday() < SATURDAY


def percent(done: int, of: int) -> int:
    """How much of a job is done, 0 to 100."""
    return 100 * done // of if of else 0


def may_download(state: State, expires_at: datetime | None, *, now: datetime) -> bool:
    """Whether the file of an export is there."""
    return state is State.DONE and expires_at is not None and now < expires_at
