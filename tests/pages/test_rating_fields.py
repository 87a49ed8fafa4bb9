"""What may be typed into the form with which one rates."""

import unicodedata

import pytest
from flask import Flask

from tests.pages.filling import Form, Reader
from tests.pages.rating import DISH, RATE, reviews
from tests.pages.reading import Page
from tests.reviews.addresses import VENUE

EVIL = '</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"'
TWO_THOUSAND = "ế" * 2000


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "4.5", "năm", "４", "5 ", "1e0"])
def test_stars_must_be_chosen(fresh: Flask, reader: Reader, stars: str) -> None:
    answer = reader.fill(RATE, stars=stars, text="Ngon lắm")

    assert answer.status_code == 422
    assert "Please choose how many stars." in answer.text
    assert Form(answer).values["text"] == "Ngon lắm"
    assert reader.cookies() == {"form"}
    assert reviews(fresh) == []


@pytest.mark.parametrize(
    "typed",
    [
        {DISH: "6"},
        {"dish-no-such-dish": "4"},
        {"dish-": "4"},
        {"dish-" + "x" * 90: "4"},
        {"dish-bánh\u202e": "4"},
        {f"dish-{number}": "4" for number in range(21)},
    ],
)
def test_dishes_must_be_known(reader: Reader, typed: dict[str, str]) -> None:
    answer = reader.fill(RATE, stars="4", **typed)

    assert answer.status_code == 422
    assert "Please give stars to 20 dishes at most." in answer.text


def test_two_thousand_characters_are_taken_however_they_are_written(
    fresh: Flask, reader: Reader
) -> None:
    decomposed = unicodedata.normalize("NFD", TWO_THOUSAND)

    assert reader.fill(RATE, stars="4", text=decomposed).status_code == 303

    assert reviews(fresh)[0]["text"] == TWO_THOUSAND


def test_a_line_break_counts_once(reader: Reader) -> None:
    assert reader.fill(RATE, stars="4", text="a\r\n" * 999 + "aa").status_code == 303


def test_one_character_more_is_told_and_kept(fresh: Flask, reader: Reader) -> None:
    answer = reader.fill(RATE, stars="4", text=TWO_THOUSAND + "a")

    assert answer.status_code == 422
    assert "Please shorten the text by 1 character." in answer.text
    assert Form(answer).values["text"] == TWO_THOUSAND + "a"
    assert reviews(fresh) == []


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\u202e", "\u2066", "\ufeff"])
def test_characters_that_nobody_can_see_are_refused(
    reader: Reader, letter: str
) -> None:
    answer = reader.fill(RATE, stars="4", text=f"ngon{letter}lắm")

    assert answer.status_code == 422
    assert "characters that cannot be shown" in answer.text


def test_what_was_typed_is_text_and_never_markup(reader: Reader) -> None:
    refused = reader.fill(RATE, stars="", text=EVIL)
    assert Page(refused).handlers == []
    assert Form(refused).values["text"] == EVIL

    reader.fill(RATE, stars="4", text=EVIL)

    for path in (
        RATE,
        f"/venues/{VENUE}",
        "/me/reviews",
        f"/venues/{VENUE}?done=rated",
    ):
        page = Page(reader.open(path))
        assert page.handlers == []
        assert "x" not in page.asked_for
