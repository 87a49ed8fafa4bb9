"""A week as a form holds it, with two shifts a day, and as `opening_hours`. Pure."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from citizen_api.problems import FieldError, InvalidRequest, Said
from citizen_api.schedules.compiling import CompiledSchedule, compile_hours
from citizen_api.schedules.describing import DayLine, week_lines
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schedules.parsing import UNTIL_SOLD_OUT, BadOpeningHours, ends_early

Shift = tuple[str, str]

DAYS: Final = ("mo", "tu", "we", "th", "fr", "sa", "su")
SHIFTS: Final = (1, 2)
SOLD_OUT: Final = "until_sold_out"
TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
MIDNIGHT, DAY_END = "00:00", "24:00"
ANY_YEAR: Final = 2026
NO_TIME: Final = Said("Giờ viết như 07:30.", "A time is written 07:30.")
HALF: Final = Said(
    "Mỗi ca cần cả giờ mở và giờ đóng.", "A shift needs both times: from and to."
)
SAME: Final = Said(
    "Giờ mở và giờ đóng giống nhau. Cả ngày: 00:00 đến 00:00.",
    "Both times are the same. All day is 00:00 to 00:00.",
)
CROSSED: Final = Said("Hai ca chồng lên nhau.", "The two shifts overlap.")
NEVER: Final = Said(
    "Hãy điền giờ của ít nhất một ngày.", "Fill in the times of one day at least."
)


def text_of(typed: Mapping[str, str]) -> str:
    """The week as `opening_hours`; a day without times is closed.

    Raises InvalidRequest, which names the days.
    """
    week, wrong = {}, []
    for day in DAYS:
        try:
            week[day] = times_of(typed, f"{day}-")
        except BadShifts as bad:
            wrong.append(FieldError(bad.said, pointer=f"#/{day}"))
    if not wrong and not any(week.values()):
        wrong = [FieldError(NEVER, pointer="#/form")]
    if wrong:
        raise InvalidRequest(errors=wrong)
    early = f" {UNTIL_SOLD_OUT}" if typed.get(SOLD_OUT) else ""
    if len(set(week.values())) == 1:
        return week["mo"] + early
    open_ = list(dict.fromkeys(filter(None, week.values())))
    rules = [f"{named(week, times)} {times}{early}" for times in open_]
    closed = named(week, "")
    return "; ".join([*rules, f"{closed} off"] if closed else rules)


class BadShifts(ValueError):
    """The times of a day cannot be; `said` tells why."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


def times_of(typed: Mapping[str, str], prefix: str = "") -> str:
    """The shifts of a day, such as 07:00-11:00,16:00-21:00. Raises BadShifts."""
    found = sorted(shifts_of(typed, prefix))
    if len(found) > 1:
        (start, end), (later, last) = found
        over_night = last < later and last > start
        if end < start or end > later or over_night:
            raise BadShifts(CROSSED)
    return ",".join(f"{start}-{end}" for start, end in found)


def shifts_of(typed: Mapping[str, str], prefix: str) -> Iterator[Shift]:
    """The shifts of a day that are filled in. Raises BadShifts."""
    for number in SHIFTS:
        start, end = (
            typed.get(f"{prefix}{number}-{name}", "").strip()[:5]
            for name in ("from", "to")
        )
        if not start and not end:
            continue
        if not start or not end:
            raise BadShifts(HALF)
        if not (TIME.fullmatch(start) and TIME.fullmatch(end)):
            raise BadShifts(NO_TIME)
        if end == MIDNIGHT:
            end = DAY_END
        if start == end:
            raise BadShifts(SAME)
        yield start, end


def named(week: Mapping[str, str], times: str) -> str:
    """The days with these times, as `opening_hours` writes them: Mo-Fr,Su."""
    runs = []
    for same, days in groupby(DAYS, lambda day: week[day] == times):
        if same:
            first, *rest = (day.capitalize() for day in days)
            runs.append(f"{first}-{rest[-1]}" if rest else first)
    return ",".join(runs)


def typed_of(text: str | None) -> dict[str, str]:
    """What the form holds of a text; as much of it as a form can hold."""
    if text is None:
        return {}
    typed: dict[str, str] = {SOLD_OUT: "yes"} if ends_early(text) else {}
    for day, line in zip(DAYS, lines(text), strict=True):
        known = [each for each in line.periods if each.known and each.closes]
        for number, period in zip(SHIFTS, known, strict=False):
            typed |= shift(f"{day}-{number}", period.opens, period.closes or "")
    return typed


def shift(name: str, start: str, end: str) -> dict[str, str]:
    """The two fields of a shift."""
    return {f"{name}-from": start, f"{name}-to": end.replace(DAY_END, MIDNIGHT)}


def is_whole(text: str | None) -> bool:
    """Whether a form holds all that a text says."""
    if text is None:
        return True
    try:
        again = compiled(text_of(typed_of(text)))
    except (InvalidRequest, BadOpeningHours):
        return False
    there = compiled(text)
    same = (again.week, again.unknown) == (there.week, there.unknown)
    return same and not there.exceptions and "PH" not in text


def lines(text: str) -> list[DayLine]:
    """The ordinary week of a text, Monday first. Raises BadOpeningHours."""
    found = compiled(text)
    return week_lines(Schedule(0, found.text, found.week, found.unknown, {}))


def compiled(text: str) -> CompiledSchedule:
    """A text without public holidays. Raises BadOpeningHours."""
    return compile_hours(text, (), ANY_YEAR, ANY_YEAR)
