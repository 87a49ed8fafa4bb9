"""Dates of cards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.dates import (
    BadDate,
    BirthDate,
    birth_date_from,
    compact_date,
    slashed_date,
)
from tests.identity.cards.specimens import shown

DAYS = st.dates(date(1900, 1, 1), date(2399, 12, 31))


@given(DAYS)
def test_every_day_is_read_in_both_ways_of_writing(day: date) -> None:
    assert compact_date(day.strftime("%d%m%Y")) == day
    assert slashed_date(day.strftime("%d/%m/%Y")) == day
    assert birth_date_from(day.strftime("%d%m%Y")).exact == day


@pytest.mark.parametrize(
    "text",
    ["29022023", "29021900", "31042020", "00011990", "01001990", "01011899",
     "01012400", "1011990", "010119900", "٠١٠١١٩٩٠", "01011990\n", "", "0101199O"],
)  # fmt: skip
def test_s21_only_real_days_of_the_calendar_are_dates(text: str) -> None:
    with pytest.raises(BadDate):
        compact_date(text)
    with pytest.raises(BadDate):
        birth_date_from(text)


@pytest.mark.parametrize("text", ["29/02/2024", "29/02/2000"])
def test_leap_days_are_days(text: str) -> None:
    assert slashed_date(text).day == 29


def test_a_birth_date_may_be_a_year_alone() -> None:
    year = birth_date_from("1945")

    assert (year.exact, year.iso, year.earliest) == (None, "1945", date(1945, 1, 1))


def test_what_is_not_known_agrees_with_anything() -> None:
    year, month = BirthDate(1945), BirthDate(1945, 5)
    day = BirthDate(1945, 5, 19)

    assert year.agrees_with(day)
    assert day.agrees_with(month)
    assert month.iso == "1945-05"
    assert not day.agrees_with(BirthDate(1945, 6))
    assert not year.agrees_with(BirthDate(1946, 5, 19))


def test_a_day_needs_its_month() -> None:
    with pytest.raises(BadDate):
        BirthDate(1990, day=1)
    assert "1990" not in shown(BirthDate(1990))
