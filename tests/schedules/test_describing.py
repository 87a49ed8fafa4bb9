"""The lines of the week and the special days."""

from collections.abc import Callable
from datetime import date

import pytest

from citizen_api.schedules.describing import Period, special_days, week_lines
from citizen_api.schedules.evaluating import Schedule
from citizen_api.schedules.holidays import Calendar

MakeSchedule = Callable[[str], Schedule]

CLOSED: list[str] = []


def spoken(periods: tuple[Period, ...]) -> list[str]:
    return [
        f"{period.opens}-{period.closes or '?'}{'' if period.known else ' perhaps'}"
        for period in periods
    ]


def test_the_week_has_seven_named_days_from_monday(schedule: MakeSchedule) -> None:
    lines = week_lines(schedule("Mo 07:00-21:00"))

    assert [line.day for line in lines] == ["mo", "tu", "we", "th", "fr", "sa", "su"]
    assert lines[0].periods == (Period("07:00", "21:00", True),)
    assert {line.periods for line in lines[1:]} == {()}


@pytest.mark.parametrize(
    ("text", "monday", "tuesday"),
    [
        ("06:00-11:00,16:00-21:00", ["06:00-11:00", "16:00-21:00"], None),
        ("17:00-02:00", ["17:00-02:00"], None),
        ("07:00-24:00", ["07:00-24:00"], None),
        ("24/7", ["00:00-24:00"], None),
        ("00:00-02:00,18:00-24:00", ["18:00-02:00"], None),
        ("15:00+", ["15:00-?"], None),
        ("20:00-23:00+", ["20:00-?"], None),
        ("18:00-01:00+", ["18:00-?"], None),
        ("10:00-12:00 unknown", ["10:00-12:00 perhaps"], None),
        ("22:00-02:00 unknown", ["22:00-02:00 perhaps"], None),
        ("20:00-24:00+", ["20:00-?"], None),
        ("Mo-Su 10:00-14:00, Mo-Su 12:00-16:00 unknown", ["10:00-?"], None),
        ("Mo 17:00-02:00", ["17:00-02:00"], CLOSED),
        ("Tu off; Mo 20:00-44:00", ["20:00-20:00"], CLOSED),
        ("Mo 18:00-24:00; Tu 00:00-20:00", ["18:00-24:00"], ["00:00-20:00"]),
    ],
)
def test_a_period_belongs_to_the_day_it_starts_on(
    schedule: MakeSchedule, text: str, monday: list[str], tuesday: list[str] | None
) -> None:
    lines = week_lines(schedule(text))

    assert spoken(lines[0].periods) == monday
    assert spoken(lines[1].periods) == (monday if tuesday is None else tuesday)


def test_sunday_night_ends_on_monday_morning(schedule: MakeSchedule) -> None:
    lines = week_lines(schedule("Su 19:00-03:00"))

    assert spoken(lines[6].periods) == ["19:00-03:00"]
    assert spoken(lines[0].periods) == CLOSED


def test_a_silent_text_lists_holidays_as_not_known(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    days = special_days(schedule("07:00-21:00"), calendar, date(2026, 8, 15))

    assert [(each.day, each.known) for each in days] == [
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), False),
    ]
    assert all(spoken(each.periods) == ["07:00-21:00"] for each in days)
    assert days[2].holiday is calendar[date(2026, 9, 2)]


def test_a_text_that_closes_on_holidays_lists_them_as_closed(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("17:00-02:00; PH off")

    days = special_days(place, calendar, date(2026, 2, 10), days=14)

    assert [each.day.day for each in days] == [16, 17, 18, 19, 20]
    assert all(each.known and each.periods == () for each in days)


def test_a_dated_exception_is_special_without_a_holiday(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("07:00-21:00; 2026 Jul 14-15 off; 2026 Jul 16 09:00-12:00")

    days = special_days(place, calendar, date(2026, 7, 1))

    assert [(each.day.day, spoken(each.periods)) for each in days] == [
        (14, CLOSED),
        (15, CLOSED),
        (16, ["09:00-12:00"]),
    ]
    assert all(each.holiday is None and each.known for each in days)


def test_days_past_the_span_are_not_listed(
    schedule: MakeSchedule, calendar: Calendar
) -> None:
    place = schedule("07:00-21:00")

    assert special_days(place, calendar, date(2026, 8, 15), days=16) == []
    assert len(special_days(place, calendar, date(2026, 8, 15), days=17)) == 1
