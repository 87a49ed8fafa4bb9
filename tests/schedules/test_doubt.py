"""What is not sure on a public holiday: the shifts that begin on it, and no other."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.schedules.evaluating import HO_CHI_MINH, OpenStatus, status
from citizen_api.schedules.holidays import Calendar, days_off
from tests.schedules.conftest import MakeSchedule

ONE_DAY = timedelta(days=1)
# Silent about holidays; until which minute the evening before goes on.
SILENT = {"07:00-21:00": 0, "19:00-03:00": 180, "06:00-02:00": 120, "22:00-24:00": 0}
MINUTES = st.integers(0, 6 * 365 * 24 * 60 - 1)


def at(text: str) -> datetime:
    """ "2026-11-21 10:00", in Hải Phòng."""
    return datetime.fromisoformat(text).replace(tzinfo=HO_CHI_MINH)


@pytest.mark.parametrize(
    ("moment", "now", "doubted"),
    [
        ("2026-11-24 00:30", True, None),
        ("2026-11-24 03:00", False, "2026-11-24"),
        ("2026-11-24 23:30", True, "2026-11-24"),
        ("2026-11-25 00:30", True, "2026-11-24"),
        ("2026-11-25 03:00", False, None),
        ("2027-02-04 00:30", True, None),
        ("2027-02-11 00:30", True, "2027-02-10"),
    ],
)
def test_the_doubt_is_about_the_shifts_that_begin_on_the_holiday(
    schedule: MakeSchedule,
    calendar: Calendar,
    moment: str,
    now: bool,
    doubted: str | None,
) -> None:
    found = status(schedule("19:00-03:00"), at(moment), calendar)

    holiday = calendar[date.fromisoformat(doubted)] if doubted else None
    assert (found.now, found.known, found.holiday) == (now, doubted is None, holiday)


def test_an_opening_on_a_holiday_is_not_announced_the_evening_before(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place, tet = schedule("07:00-21:00"), calendar[date(2027, 2, 4)]

    evening = status(place, at("2027-02-03 22:00"), calendar)
    after_midnight = status(place, at("2027-02-04 00:00"), calendar)

    assert evening == OpenStatus(False, True, None, None, tet)
    assert after_midnight == OpenStatus(False, False, None, at("2027-02-04 07:00"), tet)


def test_an_opening_on_a_holiday_that_the_text_speaks_of_is_announced(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("07:00-21:00; PH 09:00-12:00")

    found = status(place, at("2027-02-03 22:00"), calendar)

    assert found == OpenStatus(False, True, None, at("2027-02-04 09:00"), None)


@given(minute=MINUTES, text=st.sampled_from(sorted(SILENT)))
def test_at_any_minute_of_six_years_the_doubt_is_that_of_the_shift(
    schedule: MakeSchedule, calendar: Calendar, minute: int, text: str
) -> None:
    moment = at("2025-01-01 00:00") + timedelta(minutes=minute)
    in_last_night = moment.hour * 60 + moment.minute < SILENT[text]
    day = moment.date() - (ONE_DAY if in_last_night else timedelta())
    closed = days_off(calendar)

    found = status(schedule(text), moment, calendar)

    assert found.known == (day not in closed)
    if found.known and found.opens_at:
        assert found.opens_at.date() not in closed
        assert found.holiday is None
    if found.holiday:
        assert found.opens_at is None or not found.known


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("07:00-21:00; 2027 Feb 4 07:00-21:00", "4"),
        ("07:00-21:00; 2027 Feb 5-2027 Feb 7 08:00-12:00", "5 6 7"),
        ("07:00-21:00; Feb 9-Mar 2 07:00-21:00", "9 10"),
        ("07:00-21:00; Dec 20-Feb 5 08:00-12:00", "4 5"),
        ("18:00-02:00; 2027 Feb 4 closed", "4"),
        ("18:00-02:00; 2027 Feb 4 18:00-04:00", "4"),
        ("Mar-Oct 07:00-21:00; Nov-Feb 08:00-20:00", ""),
        ("Feb 05:00-20:00; Mar-Jan 07:00-21:00", ""),
        ("07:00-21:00; 2028 Feb 4 closed", ""),
        ("07:00-21:00; 2026 Dec 20-Feb 4 08:00-20:00", "4"),
    ],
)
def test_the_dates_that_a_text_names_are_sure_and_no_others(
    schedule: MakeSchedule, calendar: Calendar, text: str, named: str
) -> None:
    """Tết of 2027 is from the fourth to the tenth of February."""
    sure = [
        str(day)
        for day in range(4, 11)
        if status(schedule(text), at(f"2027-02-{day:02} 19:00"), calendar).known
    ]

    assert sure == named.split()
