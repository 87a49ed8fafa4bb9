"""Compiled minutes against the library, a plain model, and the calendar."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours, State

from citizen_api.schedules.compiling import CompiledSchedule, DayHours, compile_hours
from citizen_api.schedules.holidays import Calendar, days_off
from citizen_api.schedules.minutes import DAY, Minutes, contains, window
from citizen_api.schedules.parsing import BadOpeningHours

NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONDAY = date(2026, 3, 2)
TET = date(2026, 2, 17)

# Every text that the hours of the real venues give.
REAL_TEXTS = [
    "06:00-11:00,16:00-21:00",
    "07:00-21:00",
    "07:00-24:00",
    "07:00-18:00",
    "06:00-22:00",
    "06:00-13:00",
    "08:00-22:00",
    "06:00-20:00",
    "19:00-03:00",
    "10:00-22:30",
    "14:30-22:00",
    "09:00-22:00",
    "15:00+",
    "17:00-21:30",
    "06:30-17:00",
    "12:30-16:00",
    "07:00+",
]
# Texts in which no rule takes away hours after another day's midnight: there the
# library and we mean the same.
PLAIN_TEXTS = [
    "24/7",
    "off",
    "Mo-Sa 08:00-11:00,14:00-17:00; We 09:00-10:00",
    "Mo-Fr 10:00-20:00; We 12:00-13:00 off",
    "10:00-14:00 unknown, 11:00-12:00",
    "Mo-Fr 10:00-12:00, 11:00-14:00 unknown",
    "Mar-Oct 06:00-22:00; Nov-Feb 07:00-21:00",
    "10:00-20:00; 2026 Mar 3-5 off; 2026 Mar 7 12:00-14:00",
    "Mo[1] 10:00-12:00, Su[-1] 13:00-15:00",
    "week 1-53/2 Tu 10:00-12:00",
    "17:00-26:00",
    "Fr-Sa 22:00-04:00",
    "10:00-20:00; Mo unknown",
]


def hours_on(compiled: CompiledSchedule, day: date) -> DayHours:
    start = day.weekday() * DAY
    ordinary = DayHours(
        window(compiled.week, start, start + DAY),
        window(compiled.unknown, start, start + DAY),
    )
    return compiled.exceptions.get(day, ordinary)


@pytest.mark.parametrize("text", REAL_TEXTS + PLAIN_TEXTS)
def test_every_minute_is_what_the_library_says(text: str) -> None:
    compiled = compile_hours(text, ())
    library = OpeningHours(compiled.text)

    for day in (MONDAY + timedelta(days=ahead) for ahead in range(9)):
        hours = hours_on(compiled, day)
        for minute in range(DAY):
            state, _ = library.state(datetime.combine(day, time(*divmod(minute, 60))))
            assert contains(hours.open, minute) == (state == State.OPEN)
            if "+" not in text:  # the library drops what may be after an open end
                assert contains(hours.unknown, minute) == (state == State.UNKNOWN)


shifts = st.tuples(st.integers(0, DAY - 1), st.integers(1, DAY)).map(
    lambda found: (found[0], min(found[0] + found[1], found[0] + DAY - 1))
)
weeks = st.lists(st.lists(shifts, max_size=2), min_size=7, max_size=7)


def clock(minute: int) -> str:
    return "{:02}:{:02}".format(*divmod(minute, 60))


def as_text(week: list[list[tuple[int, int]]]) -> str:
    rules = []
    for name, spans in zip(NAMES, week, strict=True):
        times = ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans)
        rules.append(f"{name} {times}" if times else f"{name} off")
    return "; ".join(rules)


def minutes_of(week: list[list[tuple[int, int]]]) -> set[int]:
    return {
        (weekday * DAY + minute) % (7 * DAY)
        for weekday, spans in enumerate(week)
        for start, end in spans
        for minute in range(start, end)
    }


@given(weeks)
def test_hours_belong_to_the_day_they_start_on(
    week: list[list[tuple[int, int]]],
) -> None:
    compiled = compile_hours(as_text(week), (), 2026, 2026)

    wanted = minutes_of(week)
    assert compiled.exceptions == {}
    assert {m for m in range(7 * DAY) if contains(compiled.week, m)} == wanted


@pytest.mark.parametrize(
    ("text", "monday", "tuesday"),
    [
        ("17:00-02:00; Mo off", (0, 120), (1020, 1440)),
        ("17:00-02:00; Mo 08:00-10:00", (0, 120, 480, 600), (1020, 1440)),
        ("Mo 17:00-02:00; Tu 08:00-10:00", (1020, 1440), (0, 120, 480, 600)),
        ("Mo 20:00-44:00; Tu off", (1200, 1440), (0, 1200)),
    ],
)
def test_a_night_goes_on_past_the_midnight_of_another_rule(
    text: str, monday: Minutes, tuesday: Minutes
) -> None:
    compiled = compile_hours(text, ())

    assert hours_on(compiled, MONDAY).open == monday
    assert hours_on(compiled, MONDAY + timedelta(days=1)).open == tuesday


def test_an_open_end_is_open_to_midnight_and_marked_unknown() -> None:
    hours = hours_on(compile_hours("15:00+", ()), MONDAY)

    assert hours == DayHours(open=(900, 1440), unknown=(900, 1440))


def test_after_a_soft_end_the_state_is_unknown_for_two_hours() -> None:
    hours = hours_on(compile_hours("20:00-23:00+", ()), MONDAY)

    assert hours == DayHours(open=(1200, 1380), unknown=(0, 60, 1380, 1440))


def test_closed_on_holidays_means_every_day_off_of_the_calendar(
    calendar: Calendar,
) -> None:
    compiled = compile_hours("06:00-20:00; PH off", days_off(calendar))

    assert set(compiled.exceptions) == days_off(calendar)
    assert {hours.open for hours in compiled.exceptions.values()} == {()}


def test_the_night_before_a_holiday_runs_out(calendar: Calendar) -> None:
    compiled = compile_hours("17:00-02:00; PH off", days_off(calendar))

    first, last = date(2026, 2, 16), date(2026, 2, 20)
    assert compiled.exceptions[first].open == (0, 120)
    assert compiled.exceptions[TET].open == ()
    assert compiled.exceptions[last + timedelta(days=1)].open == (1020, 1440)


@pytest.mark.parametrize(
    ("text", "on_tet"),
    [
        ("Mo-Fr 08:00-17:00; PH 09:00-12:00", (540, 720)),
        ("Mo-Fr,PH 08:00-17:00", (480, 1020)),
        ("PH,Sa 08:00-17:00", (480, 1020)),
        ("08:00-17:00; Feb PH off", ()),
        ("08:00-17:00; Mar PH off", (480, 1020)),
        ("Mo-Fr 08:00-17:00, PH 18:00-19:00", (480, 1020, 1080, 1140)),
        ("Mo-Fr 08:00-17:00", (480, 1020)),
    ],
)
def test_a_rule_for_holidays_holds_on_tet(
    calendar: Calendar, text: str, on_tet: Minutes
) -> None:
    compiled = compile_hours(text, days_off(calendar))

    assert hours_on(compiled, TET).open == on_tet


def test_a_weekend_day_worked_in_lieu_is_no_holiday(calendar: Calendar) -> None:
    compiled = compile_hours("06:00-20:00; PH off", days_off(calendar))

    assert date(2026, 8, 22) not in compiled.exceptions


def test_a_season_makes_exceptions_of_the_rarer_half() -> None:
    compiled = compile_hours("Mar-Oct 06:00-22:00; Nov-Feb 07:00-21:00", ())

    assert hours_on(compiled, date(2026, 7, 1)).open == (360, 1320)
    assert hours_on(compiled, date(2026, 12, 1)).open == (420, 1260)
    assert date(2026, 7, 1) not in compiled.exceptions
    assert compiled.until == date(2030, 12, 31)


selectors = st.sampled_from(
    [
        "",
        "Mo",
        "Tu-Fr",
        "Mo,We,Fr,Su",
        "PH",
        "Sa,PH",
        "Mo[1]",
        "Su[-1] +2 days",
        "Feb 29",
        "2026 Feb 30",
        "week 1-53/2",
        "2025-2030/2 Mo",
        "easter -2 days",
    ]
)
times = st.sampled_from(["off", "08:00-12:00", "20:00-44:00", "22:00+", "unknown"])
rules = st.builds(lambda days, hours: f"{days} {hours}".strip(), selectors, times)
texts = st.builds(
    lambda separator, found: separator.join(found),
    st.sampled_from(["; ", ", "]),
    st.lists(rules, min_size=1, max_size=20),
)


@given(texts)
def test_no_text_takes_long_to_compile_or_refuse(text: str) -> None:
    begin = process_time()
    with suppress(BadOpeningHours):
        compile_hours(text, frozenset({TET}))

    assert process_time() - begin < 0.2
