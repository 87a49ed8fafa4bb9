"""Money, times, ages and distances as each language writes them."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from citizen_api.pages import formats
from tests.conftest import NOON


def written(app: Flask, language: str, name: str, *values: Any) -> str:
    with app.test_request_context(f"/?lang={language}"):
        text: str = getattr(formats, name)(*values)
        return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "least", "most", "text"),
    [
        ("vi", 35_000, 35_000, "35.000 ₫"),
        ("vi", 35_000, 50_000, "35.000–50.000 ₫"),
        ("en", 35_000, 35_000, "₫35,000"),
        ("ko", 35_000, 50_000, "₫35,000–50,000"),
        ("en", 0, 0, "₫0"),
    ],
)
def test_money(app: Flask, language: str, least: int, most: int, text: str) -> None:
    assert written(app, language, "amount", {"min": least, "max": most}) == text


def test_a_price_without_an_upper_end(app: Flask) -> None:
    open_ended = {"min": 20_000, "max": None}

    assert written(app, "en", "amount", open_ended) == "from ₫20,000"


@pytest.mark.parametrize(
    ("metres", "text"),
    [
        (0, "10 m"),
        (280, "280 m"),
        (949, "950 m"),
        (950, "1.0 km"),
        (1500, "1.5 km"),
        (12_345, "12 km"),
        (8_000_000, "8,000 km"),
    ],
)
def test_distances(app: Flask, metres: int, text: str) -> None:
    assert written(app, "en", "distance", metres) == text


@pytest.mark.parametrize(
    ("metres", "accuracy", "text"),
    [
        (283, 20, "280 m"),
        (10, 310, "within 400 m"),
        (310, 310, "within 700 m"),
        (311, 310, "about 300 m"),
        (70, 60, "about 100 m"),
        (1234, 310, "about 1.2 km"),
        (283, None, "about 300 m"),
    ],
)
def test_a_distance_is_as_exact_as_the_place_is_known(
    app: Flask, metres: int, accuracy: int | None, text: str
) -> None:
    assert written(app, "en", "away", metres, accuracy) == text


@pytest.mark.parametrize(
    ("checked", "text"),
    [
        ("2026-11-21", "today"),
        ("2026-10-31", "3 weeks ago"),
        ("2026-05-21", "6 months ago"),
        ("2025-11-24", "Nov 2025"),
        ("2023-07", "Jul 2023"),
        ("2024", "2024"),
        ("2026-11-30", "in 1 week"),
    ],
)
def test_ages_are_as_precise_as_their_date(app: Flask, checked: str, text: str) -> None:
    assert written(app, "en", "age", checked) == text


@pytest.mark.parametrize(
    ("hours", "text"),
    [(1, "1:00 PM"), (12, "12:00 AM"), (16, "4:00 AM"), (19, "Sun 7:00 AM")],
)
def test_the_day_is_said_when_it_is_not_plain(
    app: Flask, hours: int, text: str
) -> None:
    assert written(app, "en", "until", NOON + timedelta(hours=hours)) == text


def test_a_portion_is_named_in_the_language_of_the_reader(app: Flask) -> None:
    assert written(app, "vi", "portion", "bát") == "bát"
    assert written(app, "en", "portion", "bát") == "bowl"
    assert written(app, "en", "portion", "mẹt") == "mẹt"
