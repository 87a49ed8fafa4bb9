"""Every public holiday from 2025 to 2030, in every way that hours are written."""

from datetime import date, datetime, time, timedelta

import pytest

from citizen_api.schedules.describing import special_days
from citizen_api.schedules.evaluating import HO_CHI_MINH, status
from citizen_api.schedules.holidays import Calendar, days_off
from citizen_api.schedules.models import HolidayKind
from tests.schedules.conftest import MakeSchedule
from tests.schedules.test_holidays import DAYS_OFF

EVERY_DAY_OFF = sorted(
    date.fromisoformat(f"{year}-{day}")
    for year, days in DAYS_OFF.items()
    for day in days.split()
)
ONE_DAY = timedelta(days=1)
# What each text says of an ordinary day, and of a public holiday.
TEXTS = {
    "07:00-21:00": ("07:00-21:00", None),
    "07:00-21:00; PH off": ("07:00-21:00", ""),
    "07:00-21:00; PH 08:00-12:00": ("07:00-21:00", "08:00-12:00"),
    "06:00-10:00,16:00-21:00; PH 06:00-10:00": (
        "06:00-10:00 16:00-21:00",
        "06:00-10:00",
    ),
    "06:00-10:00,16:00-21:00; PH off": ("06:00-10:00 16:00-21:00", ""),
    "17:00-02:00; PH off": ("17:00-02:00", ""),
    "17:00-26:00; PH off": ("17:00-02:00", ""),
    "17:00-02:00; PH 18:00-26:00": ("17:00-02:00", "18:00-02:00"),
    "22:00-06:00; PH 09:00-11:00": ("22:00-06:00", "09:00-11:00"),
    '06:00-11:00 "until sold out"; PH off': ("06:00-11:00", ""),
    '06:00-11:00; PH 05:00-08:00 "until sold out"': ("06:00-11:00", "05:00-08:00"),
    "PH 08:00-12:00": ("", "08:00-12:00"),
    "24/7; PH off": ("00:00-24:00", ""),
}


def test_the_table_has_every_holiday_of_six_years() -> None:
    assert len(EVERY_DAY_OFF) == 84
    assert {day.year for day in EVERY_DAY_OFF} == set(range(2025, 2031))


def said(schedule: MakeSchedule, calendar: Calendar, text: str, day: date) -> str:
    """The hours that start on a special day; "" when it is closed."""
    (line,) = special_days(schedule(text), calendar, day, days=1)
    assert line.day == day
    return " ".join(f"{each.opens}-{each.closes}" for each in line.periods)


@pytest.mark.parametrize("text", TEXTS)
def test_the_hours_of_every_holiday_are_those_of_the_table(
    calendar: Calendar, schedule: MakeSchedule, text: str
) -> None:
    ordinary, holiday = TEXTS[text]
    wanted = ordinary if holiday is None else holiday

    told = {day: said(schedule, calendar, text, day) for day in EVERY_DAY_OFF}

    assert told == dict.fromkeys(EVERY_DAY_OFF, wanted)


@pytest.mark.parametrize("text", TEXTS)
def test_whether_it_is_known_is_told_with_the_holiday(
    calendar: Calendar, schedule: MakeSchedule, text: str
) -> None:
    for day in EVERY_DAY_OFF:
        noon = datetime.combine(day, time(12, 30), HO_CHI_MINH)
        found = status(schedule(text), noon, calendar)
        assert found.holiday == calendar[day], day
        assert found.known == (TEXTS[text][1] is not None), day


@pytest.mark.parametrize("text", ["17:00-02:00; PH off", "17:00-26:00; PH off"])
def test_the_night_before_a_holiday_ends_in_it_and_the_night_of_it_is_closed(
    calendar: Calendar, schedule: MakeSchedule, text: str
) -> None:
    closed = days_off(calendar)
    for day in EVERY_DAY_OFF:
        one, eight = (
            datetime.combine(day, time(hour), HO_CHI_MINH) for hour in (1, 20)
        )
        assert status(schedule(text), eight, calendar).now is False, day
        evening_before = day - ONE_DAY not in closed
        assert status(schedule(text), one, calendar).now is evening_before, day
        after = status(schedule(text), one + ONE_DAY, calendar)
        assert after.now is False, day


@pytest.mark.parametrize(
    ("text", "until"),
    [("07:00-21:00; PH off", "21:00"), ("17:00-02:00; PH off", "02:00")],
)
def test_a_saturday_worked_in_lieu_and_the_days_around_are_ordinary(
    calendar: Calendar, schedule: MakeSchedule, text: str, until: str
) -> None:
    worked = {
        day
        for day, holiday in calendar.items()
        if holiday.kind is HolidayKind.WORKING_DAY_IN_LIEU
    }
    assert len(worked) == 3

    for day in worked:
        eight = datetime.combine(day, time(20), HO_CHI_MINH)
        found = status(schedule(text), eight, calendar)
        assert (found.now, found.holiday) == (True, None)
        assert found.until is not None
        assert f"{found.until:%H:%M}" == until


def test_in_the_first_minute_after_every_row_of_holidays_it_is_as_ever(
    calendar: Calendar, schedule: MakeSchedule
) -> None:
    closed = days_off(calendar)
    for day in EVERY_DAY_OFF:
        morning = datetime.combine(day, time(9), HO_CHI_MINH)
        found = status(schedule("07:00-21:00; PH off"), morning, calendar)
        back = day + ONE_DAY
        while back in closed:
            back += ONE_DAY
        assert found.opens_at == datetime.combine(back, time(7), HO_CHI_MINH), day


def test_until_sold_out_is_said_while_it_is_open(
    calendar: Calendar, schedule: MakeSchedule
) -> None:
    hours = schedule('06:00-11:00 "until sold out"')
    eight, noon = (datetime(2026, 11, 21, hour, tzinfo=HO_CHI_MINH) for hour in (8, 12))

    at_eight, at_noon = (status(hours, at, calendar) for at in (eight, noon))

    assert (at_eight.now, at_eight.until_sold_out) == (True, True)
    assert at_eight.until == eight.replace(hour=11)
    assert (at_noon.now, at_noon.until_sold_out) == (False, False)
