"""The public holidays of Vietnam as dated data: values, no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from citizen_api.schedules.models import HolidayKind, HolidayStatus


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday, a day off in lieu, or a weekend day worked in lieu."""

    day: date
    name_vi: str
    name_en: str
    kind: HolidayKind
    status: HolidayStatus
    source: str

    @property
    def is_day_off(self) -> bool:
        """Tell whether people have the day off (what `PH` means in a text)."""
        return self.kind is not HolidayKind.WORKING_DAY_IN_LIEU


Calendar: TypeAlias = Mapping[date, Holiday]


def read_calendar(records: Iterable[Mapping[str, str]]) -> Calendar:
    """Read the `days` of public_holidays.json.

    Raises ValueError when a day stands twice, or a date, kind or status is unknown.
    """
    calendar: dict[date, Holiday] = {}
    for record in records:
        holiday = Holiday(
            day=date.fromisoformat(record["day"]),
            name_vi=record["name_vi"],
            name_en=record["name_en"],
            kind=HolidayKind(record["kind"]),
            status=HolidayStatus(record["status"]),
            source=record["source"],
        )
        if holiday.day in calendar:
            raise ValueError(f"{holiday.day} stands twice in the calendar")
        calendar[holiday.day] = holiday
    return calendar


def days_off(calendar: Calendar) -> frozenset[date]:
    """Return the days that `PH` means in an opening_hours text."""
    return frozenset(day for day, holiday in calendar.items() if holiday.is_day_off)
