"""Which of several facts is shown."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from citizen_api.venues.rules import best_hours, best_price

DAY = date(2026, 11, 21)
DATES = st.none() | st.dates()


@dataclass(frozen=True)
class Price:
    """A price with only what matters here."""

    price_min: int
    price_max: int | None = None
    checked_on: date | None = None
    source_id: str | None = None


@dataclass(frozen=True)
class Hours:
    """Hours with only what matters here."""

    text: str | None
    checked_on: date | None = None
    source_id: str | None = None


def test_a_dated_price_comes_before_an_undated_one() -> None:
    dated = Price(50_000, checked_on=date(2013, 1, 1))

    assert best_price([Price(30_000, 30_000), dated]) == dated


def test_the_newest_price_comes_first() -> None:
    old, new = (Price(1000, checked_on=date(year, 1, 1)) for year in (2020, 2025))

    assert best_price([old, new]) == new


def test_of_one_date_the_surest_price_comes_first() -> None:
    wide, narrow, beginning = Price(1, 90), Price(50, 60), Price(1)

    assert best_price([wide, beginning, narrow]) == narrow
    assert best_price([beginning, wide]) == wide


def test_of_one_date_the_owner_comes_before_visitors_and_they_before_the_press() -> (
    None
):
    wide = [Price(1, 90, DAY, said_by) for said_by in ("owner", "visitor")]
    hours = [Hours("07:00+", DAY, said_by) for said_by in ("owner", "visitor")]

    assert best_price([Price(5, 5, DAY, "a-paper"), *reversed(wide)]) == wide[0]
    assert best_price([Price(5, 5, DAY, "a-paper"), wide[1]]) == wide[1]
    assert best_hours([Hours("09:00+", DAY, "a-paper"), *reversed(hours)]) == hours[0]


def test_of_equal_prices_the_lower_is_shown() -> None:
    assert best_price([Price(50, 50), Price(30, 30)]) == Price(30, 30)


def test_without_prices_there_is_no_best() -> None:
    assert best_price([]) is None


@given(st.lists(st.builds(Price, st.integers(0, 9), st.integers(10, 19), DATES)))
def test_the_order_of_prices_does_not_matter(prices: list[Price]) -> None:
    assert best_price(prices) == best_price(reversed(prices))


def test_hours_without_text_are_never_used() -> None:
    open_ended = Hours("15:00+")

    assert best_hours([Hours(None, date(2026, 1, 1)), open_ended]) == open_ended
    assert best_hours([Hours(None)]) is None


def test_the_newest_hours_are_used() -> None:
    old, new = (Hours("07:00+", date(year, 1, 1)) for year in (2020, 2025))

    assert best_hours([old, Hours("09:00+"), new]) == new
