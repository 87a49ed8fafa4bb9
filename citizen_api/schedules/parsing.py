"""The opening_hours text: its checks, its normal form, its rules."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from opening_hours import OpeningHours, validate

from citizen_api.schedules.minutes import DAY, NEVER, Minutes, union

LONGEST_TEXT: Final = 255
MOST_RULES: Final = 16
PERHAPS_LONGER: Final = 120  # minutes after the "22:00" of "20:00-22:00+"
MONTHS: Final = tuple(calendar.month_abbr)
UNTIL_SOLD_OUT: Final = '"until sold out"'  # the one comment that is understood


class Reason(StrEnum):
    """Why a text was refused."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOO_MANY_RULES = "too_many_rules"
    NOT_OPENING_HOURS = "not_opening_hours"
    COMMENT = "comment"  # free words, but "until sold out", decide when it is open
    FALLBACK = "fallback"  # "||": two answers for one minute
    HOLIDAY_SELECTOR = "holiday_selector"  # "PH Mo", "PH +1 day"
    REPETITION = "repetition"  # "10:00-16:00/02:00": departures, not hours
    SCHOOL_HOLIDAYS = "school_holidays"  # no calendar of them is published
    SUN_TIMES = "sun_times"  # never the same minute twice


class BadOpeningHours(ValueError):
    """The text is no opening_hours, or says what cannot be compiled honestly."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(f"{reason}: {text[:LONGEST_TEXT]!r}")
        self.reason = reason
        self.text = text


class State(StrEnum):
    """What a rule says of its minutes."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a text: on which days, in which minutes from that midnight, what."""

    selector: str
    is_added: bool
    state: State
    sure: Minutes
    loose: Minutes

    @property
    def is_all_day(self) -> bool:
        """Tell whether the rule speaks of the day as a whole."""
        return self.sure == (0, DAY)


_WEEKDAY = r"(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)"
_TIME = r"\d\d:\d\d(?:-\d\d:\d\d)?\+?"
_REFUSED: Final = {
    '"': Reason.COMMENT,
    r"\|\|": Reason.FALLBACK,
    r"\bSH\b": Reason.SCHOOL_HOLIDAYS,
    r"\b(dawn|sunrise|sunset|dusk)\b": Reason.SUN_TIMES,
    r"\d:\d\d\s*/": Reason.REPETITION,
    rf"\bPH\s+({_WEEKDAY}|[+-]?\d+ day)|\b{_WEEKDAY}\s+PH\b": Reason.HOLIDAY_SELECTOR,
}
_SPACED_DAYS = re.compile(rf"({_WEEKDAY})\s*,\s*(?={_WEEKDAY})")
_SPACED_TIMES = re.compile(r"(\d|\+)\s*,\s*(?=\d?\d:\d\d)")
_RULE = re.compile(rf"^(.*?)\s*((?:{_TIME},?)+)?\s*(closed|unknown)?$")
_DATE = rf"(?:(\d{{4}}) )?({'|'.join(MONTHS[1:])}) (\d+)(?![\d:])"
_DATES = re.compile(rf"{_DATE}(?:-{_DATE})?")
_SOLD_OUT = re.compile(rf"\s*{UNTIL_SOLD_OUT}")
_SOLD_OUT_AS_TYPED = re.compile(r'"\s*until\s+sold[\s-]*out\s*"', re.IGNORECASE)


def normalised(text: str) -> str:
    """Return the one way to write these opening hours.

    Raises BadOpeningHours.
    """
    if len(text) > LONGEST_TEXT:
        raise BadOpeningHours(Reason.TOO_LONG, text)
    tidy = " ".join(text.split()).rstrip("; ")
    tidy = _SOLD_OUT_AS_TYPED.sub(UNTIL_SOLD_OUT, tidy)
    plain = _SOLD_OUT.sub("", tidy)
    if not plain:
        raise BadOpeningHours(Reason.EMPTY, text)
    for pattern, reason in _REFUSED.items():
        if re.search(pattern, plain, re.IGNORECASE):
            raise BadOpeningHours(reason, text)
    # OSM's grammar makes "Mo, Tu" and "08:00-11:00, 14:00-17:00" two rules, the second
    # of them for every day; who writes so means one list.
    tidy = _SPACED_TIMES.sub(r"\1,", _SPACED_DAYS.sub(r"\1,", tidy))
    if not (tidy.isascii() and validate(tidy)):
        raise BadOpeningHours(Reason.NOT_OPENING_HOURS, text)
    return str(OpeningHours(tidy))


def ends_early(text: str) -> bool:
    """Tell whether a normalised text says that it closes when nothing is left."""
    return UNTIL_SOLD_OUT in text


@lru_cache(maxsize=4096)
def names_date(text: str, day: date) -> bool:
    """Tell whether a normalised text names a date, alone or in a span of dates."""
    return any(_in_span(day, *span) for span in _DATES.findall(text))


def _in_span(
    day: date, year: str, month: str, number: str, until: str, last: str, end: str
) -> bool:
    begins, at = (MONTHS.index(month), int(number)), (day.month, day.day)
    ends = (MONTHS.index(last), int(end)) if last else begins
    if year:
        until_year = int(until or year) + (not until and ends < begins)
        return (int(year), *begins) <= (day.year, *at) <= (until_year, *ends)
    if begins <= ends:
        return begins <= at <= ends
    return at >= begins or at <= ends


def rules_of(text: str) -> list[Rule]:
    """Return the rules of a normalised text, in the order they apply.

    Raises BadOpeningHours when there are too many.
    """
    parts = re.split(r"(; |, )", _SOLD_OUT.sub("", text))
    if len(parts) // 2 >= MOST_RULES:
        raise BadOpeningHours(Reason.TOO_MANY_RULES, text)
    separators = ["; ", *parts[1::2]]
    return [
        _rule(part, is_added=separator == ", ")
        for separator, part in zip(separators, parts[::2], strict=True)
    ]


def _rule(text: str, *, is_added: bool) -> Rule:
    [(selector, times, state)] = _RULE.findall(text)
    sure, loose = NEVER, NEVER
    for time in (times or "00:00-24:00").split(","):
        span, perhaps = _span(time)
        sure, loose = union(sure, span), union(loose, perhaps)
    return Rule(selector, is_added, State(state or State.OPEN), sure, loose)


def _span(time: str) -> tuple[Minutes, Minutes]:
    start, _, end = time.rstrip("+").partition("-")
    opens = _minute(start)
    if not end:
        return (opens, DAY), (opens, DAY)
    closes = _minute(end)
    closes += DAY if closes <= opens else 0
    loose = (closes, closes + PERHAPS_LONGER) if time.endswith("+") else NEVER
    return (opens, closes), loose


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
