"""Is it open, and until when: compiled hours, read at a moment given."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final

from citizen_api.schedules.compiling import DayHours
from citizen_api.schedules.holidays import Calendar, Holiday
from citizen_api.schedules.minutes import DAY, Minutes, contains, periods, window
from citizen_api.schedules.parsing import ends_early, names_date

# Vietnam has had no clock change since 1975, so no time zone database is needed.
HO_CHI_MINH: Final = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
DAYS_AHEAD: Final = 14  # how far the next opening or closing is looked for
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A stored schedule: the ordinary week, and the civil dates that differ."""

    id: int
    text: str
    week: Minutes
    unknown: Minutes
    exceptions: Mapping[date, DayHours]

    def hours_on(self, day: date) -> DayHours:
        """Return what is open on a civil date, hours after midnight included."""
        if (exception := self.exceptions.get(day)) is not None:
            return exception
        return self.ordinary_hours(day.weekday())

    def ordinary_hours(self, weekday: int) -> DayHours:
        """Return what is open on that day of an ordinary week, Monday being 0."""
        start = weekday * DAY
        return DayHours(
            window(self.week, start, start + DAY),
            window(self.unknown, start, start + DAY),
        )

    def runs_over(self, day: date) -> int:
        """Until which minute of a day the evening before goes on; 0 when not at all."""
        if not contains(self.hours_on(day - ONE_DAY).open, DAY - 1):
            return 0
        start, end = next(iter(periods(self.hours_on(day).open)), (DAY, DAY))
        return end if start == 0 and end < DAY else 0

    def day_of(self, day: date, minute: int) -> date:
        """Return the day whose hours go on then: after midnight, perhaps yesterday."""
        return day - ONE_DAY if minute < self.runs_over(day) else day

    @property
    def ends_early(self) -> bool:
        """Tell whether it closes when nothing is left."""
        return ends_early(self.text)

    def speaks_of(self, holiday: date) -> bool:
        """Tell whether the text says what happens on this public holiday.

        A text that only gives daily hours says nothing of Tết, nor does one that has
        other hours in winter: it names holidays, or the date.
        """
        text = self.text
        return "PH" in text or text == "24/7" or names_date(text, holiday)


@dataclass(frozen=True, slots=True)
class OpenStatus:
    """Whether a place is open at a moment.

    now       open, closed, or None when the text leaves it unknown
    known     False when the state is unknown, or on a public holiday that the text
              is silent about: then `now` is what the ordinary week says
    until     when it closes, while open; None when the end is not known or more than
              14 days away
    opens_at  when it opens next, while not open; None when not within 14 days, or
              when that is on a public holiday that the text is silent about, and
              today is not
    holiday   the public holiday of the day whose hours these are, a night's being
              those of the evening before; or the one that hides `opens_at`
    until_sold_out  whether, while open, it closes before `until` when nothing is left
    """

    now: bool | None
    known: bool
    until: datetime | None
    opens_at: datetime | None
    holiday: Holiday | None
    until_sold_out: bool = False


def status(schedule: Schedule, at: datetime, calendar: Calendar) -> OpenStatus:
    """Tell whether the place is open at an aware moment, and what comes next.

    Times are answered in Asia/Ho_Chi_Minh. Raises ValueError for a naive moment.
    """
    day, minute = _civil(at)
    hours = schedule.hours_on(day)
    is_open = contains(hours.open, minute)
    is_unsure = not is_open and contains(hours.unknown, minute)
    change = _next_change(schedule, day, minute, is_open=is_open)
    begun = schedule.day_of(day, minute)
    doubt, coming_doubt = _doubt(schedule, begun, calendar), None
    if change is not None and not (is_open or doubt):
        coming_doubt = _doubt(schedule, change.date(), calendar)
    return OpenStatus(
        now=None if is_unsure else is_open,
        known=not (is_unsure or doubt),
        until=_end(schedule, change) if is_open else None,
        opens_at=None if is_open or coming_doubt else change,
        holiday=coming_doubt or day_off(calendar, begun),
        until_sold_out=is_open and schedule.ends_early,
    )


def open_bits(schedules: Mapping[int, Schedule], at: datetime) -> bytes:
    """Return one bit per schedule id, set when it is open at the aware moment.

    For PostgreSQL's `get_bit(bytea, id)`, whose bit 0 is the lowest of the first byte.
    Every id up to the largest given is in range.
    """
    day, minute = _civil(at)
    minute_of_week = day.weekday() * DAY + minute
    bits = bytearray(max(schedules, default=0) // 8 + 1)
    for number, schedule in schedules.items():
        exception = schedule.exceptions.get(day)
        if exception is None:
            crossed = bisect_right(schedule.week, minute_of_week)
        else:
            crossed = bisect_right(exception.open, minute)
        if crossed & 1:
            bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def unsure_bits(schedules: Mapping[int, Schedule], at: datetime) -> bytes:
    """Return the same of those of which nobody knows whether they are open then."""
    day, minute = _civil(at)
    minute_of_week = day.weekday() * DAY + minute
    bits = bytearray(max(schedules, default=0) // 8 + 1)
    for number, schedule in schedules.items():
        hours, asked = schedule.exceptions.get(day), minute
        if hours is None:
            hours, asked = DayHours(schedule.week, schedule.unknown), minute_of_week
        if contains(hours.unknown, asked) and not contains(hours.open, asked):
            bits[number >> 3] |= 1 << (number & 7)
    return bytes(bits)


def day_off(calendar: Calendar, day: date) -> Holiday | None:
    """Return the public holiday, or day off in lieu, of a date."""
    holiday = calendar.get(day)
    return holiday if holiday is not None and holiday.is_day_off else None


def _doubt(schedule: Schedule, day: date, calendar: Calendar) -> Holiday | None:
    """Return the public holiday of a date when the text is silent about it."""
    holiday = day_off(calendar, day)
    return None if holiday is None or schedule.speaks_of(day) else holiday


def _civil(at: datetime) -> tuple[date, int]:
    if at.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    local = at.astimezone(HO_CHI_MINH)
    return local.date(), local.hour * 60 + local.minute


def _next_change(
    schedule: Schedule, day: date, minute: int, *, is_open: bool
) -> datetime | None:
    for ahead in range(DAYS_AHEAD + 1):
        later = day + timedelta(days=ahead)
        open_minutes = schedule.hours_on(later).open
        start = minute if ahead == 0 else 0
        if contains(open_minutes, start) != is_open:
            return _moment(later, start)
        following = bisect_right(open_minutes, start)
        if following < len(open_minutes) and open_minutes[following] < DAY:
            return _moment(later, open_minutes[following])
    return None


def _end(schedule: Schedule, change: datetime | None) -> datetime | None:
    """Return when an open stretch ends, unless the text leaves that unknown."""
    if change is None:
        return None
    for moment in (change - timedelta(minutes=1), change):
        unknown = schedule.hours_on(moment.date()).unknown
        if contains(unknown, moment.hour * 60 + moment.minute):
            return None
    return change


def _moment(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), HO_CHI_MINH)
