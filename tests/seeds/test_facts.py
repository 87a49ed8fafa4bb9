"""Prices, hours and dates of the seeds, before they are rows."""

from datetime import date
from typing import Any

import pytest

from seeds.dates import first_day
from seeds.hours import hours_of
from seeds.menus import menu_of
from seeds.sources import sources

DAYS = {"A": (date(2025, 1, 1), 4), "B": (None, None)}


def shift(opens: str | None, closes: str | None, source: str = "A") -> dict[str, Any]:
    hours = {"open": opens, "close": closes, "source": source}
    return {**hours, "date": None, "note": None}


def text_of(*shifts: dict[str, Any]) -> str | None:
    (told,), _ = hours_of({"hours": list(shifts)}, DAYS, seasonal=False)
    return told.text


def line(least: int | None, source: str | None = "A", **more: Any) -> dict[str, Any]:
    price = {"dish": "pho", "price_min": least, "price_max": least, "unit": "bát"}
    return {**price, "source": source, "note": None, **more}


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2023", (date(2023, 1, 1), 4)),
        ("2023-07", (date(2023, 7, 1), 7)),
        ("2023-07-11", (date(2023, 7, 11), 10)),
        (None, (None, None)),
    ],
)
def test_a_date_is_its_first_day_and_its_length(
    told: str | None, meant: object
) -> None:
    assert first_day(told) == meant


@pytest.mark.parametrize("told", ["23", "2023-13", "2023-07-32", "mùa hè", "2023-7"])
def test_what_is_no_date_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        first_day(told)


@pytest.mark.parametrize(
    ("opens", "closes", "text"),
    [
        ("07:00", "21:00", "07:00-21:00"),
        ("19:00", "03:00", "19:00-03:00"),
        ("15:00", None, "15:00+"),
        (None, "11:00", None),
    ],
)
def test_hours_are_written_as_osm_does(
    opens: str | None, closes: str | None, text: str | None
) -> None:
    assert text_of(shift(opens, closes)) == text


def test_two_shifts_of_a_source_are_one_line() -> None:
    both = text_of(shift("06:00", "11:00"), shift("16:00", "21:00"))

    assert both == "06:00-11:00,16:00-21:00"


def test_hours_without_a_date_take_that_of_their_source() -> None:
    venue = {"hours": [shift("07:00", None, "A"), shift("08:00", None, "B")]}

    told, used = hours_of(venue, DAYS, seasonal=False)

    assert [each.checked_on for each in told] == [date(2025, 1, 1), None]
    assert used is told[0]


def test_hours_that_a_source_leaves_open_are_not_used() -> None:
    told, used = hours_of({"hours": [shift(None, "11:00")]}, DAYS, seasonal=False)

    assert (len(told), used) == (1, None)


def test_a_dish_told_of_twice_is_one_item_with_two_prices() -> None:
    (item,) = menu_of({"dishes": [line(30_000), line(50_000, "B")]}, DAYS)

    assert [price.price_min for price in item.prices] == [30_000, 50_000]
    assert item.best == item.prices[0]


def test_a_dish_without_a_price_is_on_the_menu_all_the_same() -> None:
    (item,) = menu_of({"dishes": [line(None, None, note="sold at night")]}, DAYS)

    assert (item.prices, item.best, item.note) == ([], None, "sold at night")


def test_a_price_of_its_own_date_keeps_it() -> None:
    (item,) = menu_of({"dishes": [line(1000, price_date="2021-09")]}, DAYS)

    assert item.prices[0].checked_on == date(2021, 9, 1)
    assert item.prices[0].precision == 7


def test_a_source_of_one_line_has_its_date_read() -> None:
    dishes = {
        "_sources": {"S43": "VietNamNet 2477792 (2026-01-03)", "S40": "dep.com.vn"}
    }

    found = sources({"_sources": {}}, dishes)

    assert found["S43"]["title"] == "VietNamNet 2477792"
    assert found["S43"]["published"] == date(2026, 1, 3)
    assert found["S40"]["published"] is None


def test_what_is_no_address_of_the_web_is_no_address() -> None:
    page = {"title": "List", "address": "github search index id 1", "date": None}

    assert (
        sources({"_sources": {"S28": page}}, {"_sources": {}})["S28"]["address"] is None
    )
