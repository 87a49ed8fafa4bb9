"""The shipped calendar, year by year, and against other sources."""

from collections import Counter
from datetime import date, timedelta

import holidays
import pytest
from lunardate import LunarDate

from citizen_api.schedules.holidays import Calendar, days_off, read_calendar
from citizen_api.schedules.models import HolidayKind, HolidayStatus

# Days off by year: law, notices, and for 2027 on what follows from the law.
DAYS_OFF = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31"
    " 09-01 09-02 11-24",
    2027: "01-01 02-04 02-05 02-06 02-07 02-08 02-09 02-10 04-16 04-30 05-01 05-03"
    " 09-02 09-03 11-24",
    2028: "01-01 01-03 01-24 01-25 01-26 01-27 01-28 04-04 04-30 05-01 05-02 09-01"
    " 09-02 09-04 11-24",
    2029: "01-01 02-12 02-13 02-14 02-15 02-16 04-23 04-30 05-01 09-02 09-03 09-04"
    " 11-24",
    2030: "01-01 01-31 02-01 02-02 02-03 02-04 02-05 02-06 04-12 04-30 05-01 09-02"
    " 09-03 11-24",
}
# holidays 0.109 counts a sixth Tết day on a Saturday, and gives days in lieu of the
# Culture Day, which article 111(3) of the Labour Code does not; it misses one swap.
ONLY_IN_LIBRARY = {
    date(2025, 2, 1),
    date(2028, 1, 29),
    date(2029, 11, 26),
    date(2030, 11, 25),
}
ONLY_HERE = {date(2026, 1, 2)}
# In 2030 the new moon falls at 23:07 in Vietnam, after midnight in China.
TET = {
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
}


@pytest.mark.parametrize("year", DAYS_OFF)
def test_the_days_off_of_a_year_are_those_of_the_table(
    calendar: Calendar, year: int
) -> None:
    wanted = {date.fromisoformat(f"{year}-{day}") for day in DAYS_OFF[year].split()}

    assert {day for day in days_off(calendar) if day.year == year} == wanted


def test_the_calendar_agrees_with_the_holidays_library_where_that_is_right(
    calendar: Calendar,
) -> None:
    library = set(holidays.country_holidays("VN", years=range(2025, 2031)))

    assert days_off(calendar) - library == ONLY_HERE
    assert library - days_off(calendar) == ONLY_IN_LIBRARY


@pytest.mark.parametrize("year", TET)
def test_tet_is_the_first_lunar_day_of_vietnam(calendar: Calendar, year: int) -> None:
    first = TET[year]
    chinese = LunarDate(year, 1, 1).to_solar_date()

    assert "mùng 1" in calendar[first].name_vi
    assert chinese - first == timedelta(days=1 if year == 2030 else 0)


@pytest.mark.parametrize("year", TET)
def test_the_hung_kings_have_the_tenth_of_the_third_lunar_month(
    calendar: Calendar, year: int
) -> None:
    day = LunarDate(year, 3, 10).to_solar_date()

    assert calendar[day].name_vi.startswith("Giỗ Tổ Hùng Vương")


def test_every_year_has_the_days_of_the_law(calendar: Calendar) -> None:
    kept = Counter(
        day.year
        for day, holiday in calendar.items()
        if holiday.kind is HolidayKind.HOLIDAY
    )

    # 1 New Year, 5 Tết, 1 Giỗ Tổ, 30 April, 1 May, 2 National Day; 24 November.
    assert kept == {2025: 11} | dict.fromkeys(range(2026, 2031), 12)


def test_a_swapped_day_off_has_its_saturday_worked(calendar: Calendar) -> None:
    worked = {
        day
        for day, holiday in calendar.items()
        if holiday.kind is HolidayKind.WORKING_DAY_IN_LIEU
    }

    assert worked == {date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
    assert not worked & days_off(calendar)


def test_days_in_lieu_are_weekdays(calendar: Calendar) -> None:
    for day, holiday in calendar.items():
        if holiday.kind is HolidayKind.DAY_OFF_IN_LIEU:
            assert day.weekday() < 5, day


def test_what_awaits_a_notice_is_only_expected(calendar: Calendar) -> None:
    expected = {
        day
        for day, holiday in calendar.items()
        if holiday.status is HolidayStatus.EXPECTED
    }

    assert min(expected) == date(2027, 2, 4)
    assert calendar[date(2027, 2, 6)].status is HolidayStatus.EXPECTED
    assert calendar[date(2027, 9, 2)].status is HolidayStatus.OFFICIAL
    assert all(holiday.source for holiday in calendar.values())


def test_a_day_that_stands_twice_is_an_error(calendar: Calendar) -> None:
    new_year = {
        "day": "2025-01-01",
        "name_vi": "Tết Dương lịch",
        "name_en": "New Year's Day",
        "kind": "holiday",
        "status": "official",
        "source": "law",
    }

    with pytest.raises(ValueError, match="stands twice"):
        read_calendar([new_year, new_year])
