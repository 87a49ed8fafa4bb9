"""People's queries, labelled by hand, find the dish that was meant.

The parts were written one after the other: `tuned` and `held` before the search, `late`
and `blind` after it; each was measured once before anything was changed for it.
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import is_normalized

import pytest

from tests.dishes.catalogue import catalogue, found

_LABELS = Path(__file__).with_name("labelled_queries.tsv")


class Label(NamedTuple):
    query: str
    dishes: frozenset[str]
    kind: str
    part: str


@cache
def labels() -> tuple[Label, ...]:
    with _LABELS.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(
            Label(
                row["query"],
                frozenset(filter(None, row["dishes"].split("|"))),
                row["kind"],
                row["part"],
            )
            for row in rows
        )


def test_labels_cover_every_dish_and_name_no_other() -> None:
    labelled = set().union(*(label.dishes for label in labels()))

    assert labelled == {entry.dish for entry in catalogue()}


def test_labels_are_many_different_and_encoded_as_they_say() -> None:
    queries = [label.query for label in labels()]
    decomposed = [label.query for label in labels() if label.kind == "nfd"]

    assert len(queries) == len(set(queries)) >= 600
    assert len(decomposed) >= 20
    assert not any(is_normalized("NFC", query) for query in decomposed)


def test_labelled_queries_find_their_dish() -> None:
    asked = [label for label in labels() if label.dishes]
    first = [label for label in asked if label.dishes & set(found(label.query, 1))]
    in_three = [label for label in asked if label.dishes & set(found(label.query, 3))]

    assert len(first) >= 0.95 * len(asked)
    assert len(in_three) >= 0.98 * len(asked), set(asked) - set(in_three)


@pytest.mark.parametrize("part", ["tuned", "held", "late", "blind"])
def test_no_part_of_the_labels_lags_behind(part: str) -> None:
    asked = [label for label in labels() if label.dishes and label.part == part]
    first = [label for label in asked if label.dishes & set(found(label.query, 1))]

    assert len(first) >= 0.95 * len(asked), set(asked) - set(first)


def test_nonsense_finds_nothing() -> None:
    nonsense = [label.query for label in labels() if not label.dishes]
    guessed = {query: found(query) for query in nonsense if found(query)}

    assert len(nonsense) >= 120
    assert guessed == {}
