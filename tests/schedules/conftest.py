"""The calendar as it is shipped, and schedules made from a text."""

from collections.abc import Callable
from functools import cache

import pytest

from citizen_api.schedules.compiling import compile_hours
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schedules.holidays import Calendar, days_off, read_calendar
from seeds.files import read

MakeSchedule = Callable[[str], Schedule]


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return read_calendar(read("public_holidays.json")["days"])


@pytest.fixture(scope="session")
def schedule(calendar: Calendar) -> MakeSchedule:
    @cache
    def make(text: str) -> Schedule:
        found = compile_hours(text, days_off(calendar))
        return Schedule(1, found.text, found.week, found.unknown, found.exceptions)

    return make
