"""Searches that found nothing are counted, once for each visitor, and never who."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.refreshing import Refresher
from citizen_api.venues.fruitless import (
    MOST_A_DAY,
    Fruitless,
    forget,
    like_a_dish,
    write_down,
)
from tests.conftest import NOON
from tests.factories import changing

KEPT = text("SELECT words, visitors FROM fruitless_searches ORDER BY words")
TODAY = NOON.date()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Phở   Bò ", "pho bo"),
        ("쌀국수", "쌀국수"),
        ("x" * 60, "x" * 40),
        ("0912345678", None),
        ("pho 24", None),
        ("an@example.vn 1", None),
        ("x", None),
        ("!!", None),
    ],
)
def test_only_what_may_be_a_dish_is_kept(typed: str, words: str | None) -> None:
    assert like_a_dish(typed) == words


def test_a_visitor_counts_once_a_day_for_the_same_words() -> None:
    counting = Fruitless()
    for visitor, day in (("a", TODAY), ("a", TODAY), ("b", TODAY)):
        counting.note("phở bò", visitor, day)
    counting.note("pho bo", "a", TODAY + timedelta(days=1))

    taken = counting.take()

    assert dict(taken) == {
        (TODAY, "pho bo"): 2,
        (TODAY + timedelta(days=1), "pho bo"): 1,
    }
    assert not counting.waits
    counting.give_back(taken)
    assert counting.take() == taken


def test_nobody_fills_the_memory_of_a_process_and_each_day_begins_anew() -> None:
    counting = Fruitless()
    letters = "abcdefghijklmnopqrst"

    for first in letters:
        for number in range(MOST_A_DAY // len(letters) + 9):
            counting.note(first + "a" * 9, str(number), TODAY)

    assert sum(counting.take().values()) == MOST_A_DAY
    tomorrow = TODAY + timedelta(days=1)
    counting.note("pho bo", "a", tomorrow)
    assert counting.take() == {(tomorrow, "pho bo"): 1}


def test_it_is_written_down_and_forgotten_after_ninety_days(session: Session) -> None:
    long_ago = TODAY - timedelta(days=91)
    write_down(session, {(TODAY, "pho bo"): 2, (long_ago, "che"): 5})
    write_down(session, {(TODAY, "pho bo"): 1})
    assert session.execute(KEPT).all() == [("che", 5), ("pho bo", 3)]

    forget(session, NOON)

    assert session.execute(KEPT).all() == [("pho bo", 3)]


@pytest.mark.parametrize("door", ["/v1/venues", "/search"])
def test_a_search_that_finds_nothing_is_counted(fresh: Flask, door: str) -> None:
    client = fresh.test_client()
    for query in ("q=xyzxyz", "q=xyzxyz", "q=pho&max_price=1", "q=banh+da+cua"):
        client.get(f"{door}?{query}")

    refresher: Refresher = fresh.extensions["citizen-refresher"]
    refresher._is_any_left()

    with changing(fresh) as session:
        assert session.execute(KEPT).all() == [("xyzxyz", 1)]


def test_what_the_database_does_not_take_is_written_later(fresh: Flask) -> None:
    refresher: Refresher = fresh.extensions["citizen-refresher"]
    with changing(fresh) as session:
        session.execute(text("ALTER TABLE fruitless_searches RENAME TO away"))
    fresh.test_client().get("/v1/venues?q=xyzxyz")
    assert refresher.fruitless.waits

    assert refresher._is_any_left()

    assert refresher.fruitless.waits
    with changing(fresh) as session:
        session.execute(text("ALTER TABLE away RENAME TO fruitless_searches"))
    refresher._is_any_left()
    assert not refresher.fruitless.waits
