"""How old a fact is, and how exactly its source says so."""

from datetime import date, timedelta

import pytest

from citizen_api.sources.rules import PRICE_FRESH, checked_at, is_stale

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("day", "precision", "expected"),
    [
        (date(2022, 6, 8), 10, "2022-06-08"),
        (date(2022, 6, 1), 7, "2022-06"),
        (date(2022, 1, 1), 4, "2022"),
        (date(2022, 6, 8), None, "2022-06-08"),
        (None, None, None),
        (None, 10, None),
    ],
)
def test_a_date_is_as_exact_as_its_source(
    day: date | None, precision: int | None, expected: str | None
) -> None:
    assert checked_at(day, precision) == expected


@pytest.mark.parametrize(
    ("age", "stale"), [(0, False), (180, False), (181, True), (9999, True), (-1, False)]
)
def test_a_price_is_stale_after_half_a_year(age: int, stale: bool) -> None:
    assert is_stale(TODAY - timedelta(days=age), TODAY, PRICE_FRESH) is stale


def test_a_fact_without_a_date_is_stale() -> None:
    assert is_stale(None, TODAY, PRICE_FRESH)
