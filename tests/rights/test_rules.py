"""When a request must be answered and done."""

import json
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from citizen_api.rights.rules import after_working_days, due, is_working_day
from citizen_api.schedules.holidays import Calendar, read_calendar
from seeds import load

DATA = Path(load.__file__).parent / "data" / "public_holidays.json"
CALENDAR: Calendar = read_calendar(json.loads(DATA.read_text())["days"])
SATURDAY = date(2026, 11, 21)


def test_a_weekend_and_the_24th_of_november_give_no_time() -> None:
    assert due(SATURDAY, CALENDAR).answer_on == date(2026, 11, 25)
    assert due(date(2026, 11, 20), CALENDAR).answer_on == date(2026, 11, 25)


def test_an_ordinary_week_gives_two_days() -> None:
    assert due(date(2026, 11, 16), CALENDAR).answer_on == date(2026, 11, 18)


def test_tet_gives_no_time_either() -> None:
    first_of_tet = date(2027, 2, 6)
    assert not is_working_day(first_of_tet + timedelta(days=3), CALENDAR)

    answer_on = due(date(2027, 2, 3), CALENDAR).answer_on

    assert answer_on > date(2027, 2, 10)
    assert is_working_day(answer_on, CALENDAR)


def test_it_is_done_within_fifteen_days() -> None:
    assert due(SATURDAY, CALENDAR).done_on == date(2026, 12, 6)


def test_a_weekend_that_is_worked_in_lieu_counts() -> None:
    worked = [day for day, each in CALENDAR.items() if not each.is_day_off]

    assert worked
    assert all(is_working_day(day, CALENDAR) for day in worked)


@given(st.dates(date(2025, 1, 1), date(2030, 12, 1)), st.integers(1, 10))
def test_between_lie_exactly_so_many_working_days(asked: date, days: int) -> None:
    answer_on = after_working_days(asked, days, CALENDAR)

    between = [
        asked + timedelta(days=each) for each in range(1, (answer_on - asked).days + 1)
    ]
    assert sum(is_working_day(each, CALENDAR) for each in between) == days
    assert is_working_day(answer_on, CALENDAR)
