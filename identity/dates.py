"""Dates as cards and gateways write them, always real days of the calendar."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from identity import IdentityError

__all__ = [
    "YEARS",
    "BadDate",
    "BirthDate",
    "birth_date_from",
    "compact_date",
    "slashed_date",
]

YEARS: Final = range(1900, 2400)
"""What the fourth digit of a citizen number can say."""

COMPACT: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
SLASHED: Final = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
YEAR: Final = re.compile(r"[0-9]{4}")


class BadDate(IdentityError):
    """No day of the calendar from 1900 to 2399 is written so."""


@dataclass(frozen=True, slots=True, repr=False)
class BirthDate:
    """A day of birth, of which old registers may know only the year or the month."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise BadDate("a day without its month")
        ensured_date(self.year, self.month or 1, self.day or 1)

    @property
    def exact(self) -> date | None:
        """The day, when all of it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def iso(self) -> str:
        """As much as is known: `1990-01-31`, `1990-01` or `1990`."""
        return self.earliest.isoformat()[: 4 + 3 * self.known_parts]

    @property
    def known_parts(self) -> int:
        """0 for a year alone, 1 with the month, 2 with the day."""
        return (self.month is not None) + (self.day is not None)

    def agrees_with(self, other: "BirthDate") -> bool:
        """Whether both can mean the same day: what one does not know may be so."""
        shorter, longer = sorted((self.iso, other.iso), key=len)
        return longer.startswith(shorter)


def ensured_date(year: int, month: int, day: int) -> date:
    """The day; `BadDate` when the calendar has none."""
    if year not in YEARS:
        raise BadDate("the year is not within 1900 to 2399")
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("not a day of the calendar") from None


def dated(pattern: re.Pattern[str], text: str) -> date:
    """The day that a text of this pattern names."""
    match = pattern.fullmatch(text)
    if match is None:
        raise BadDate("not written as a date")
    day, month, year = map(int, match.groups())
    return ensured_date(year, month, day)


def compact_date(text: str) -> date:
    """`31011990` as on the citizen card's QR; else `BadDate`."""
    return dated(COMPACT, text)


def slashed_date(text: str) -> date:
    """`31/01/1990` as on insurance cards and in chips; else `BadDate`."""
    return dated(SLASHED, text)


def birth_date_from(text: str) -> BirthDate:
    """`31011990`, `31/01/1990`, or `1990` when only the year is registered."""
    if YEAR.fullmatch(text):
        return BirthDate(int(text))
    day = slashed_date(text) if "/" in text else compact_date(text)
    return BirthDate(day.year, day.month, day.day)
