"""Dishes are found as people type them, and nothing is found for nonsense."""

import json
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citizen_api.dishes.search import DishNames, Entry, FormKind, MatchKind
from tests.dishes.catalogue import DATA, catalogue, found, names


def few(*forms: tuple[str, str]) -> DishNames[str]:
    return DishNames(Entry(dish, text, FormKind.NAME_VI) for dish, text in forms)


DRINKS = few(("coconut", "Dừa"), ("melon", "Dưa"), ("pineapple", "Dứa"))


@pytest.mark.parametrize(
    "query", ["", " ", "!?", "7", "q", "x" * 10_000, "bún " * 5000]
)
def test_what_cannot_be_a_name_finds_nothing(query: str) -> None:
    assert names().search(query, 10) == []
    assert names().resolve(query) == []


def test_streets_are_not_taken_for_dishes() -> None:
    streets = json.loads((DATA / "streets_osm.json").read_text())["streets"]
    taken = {
        street["name"]: names().resolve(street["name"])
        for street in streets
        if names().resolve(street["name"])
    }

    assert len(streets) > 500
    assert taken == {}


@given(st.text())
def test_any_text_may_be_asked(query: str) -> None:
    matches = names().search(query, 5)

    assert len(matches) <= 5
    assert len({match.dish for match in matches}) == len(matches)
    assert all(0 < match.score <= 1 for match in matches)
    assert set(names().resolve(query)) <= {entry.dish for entry in catalogue()}


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_written_form_finds_its_dish(form: Literal["NFC", "NFD"]) -> None:
    lost = [
        entry
        for entry in catalogue()
        if entry.dish not in found(normalize(form, entry.text), 2)
    ]

    assert lost == []


def test_matches_come_in_the_order_of_their_kinds() -> None:
    order = list(MatchKind)

    for query in ("nem", "ca phe", "chè", "bun", "cay"):
        kinds = [order.index(match.kind) for match in names().search(query, 20)]
        assert kinds == sorted(kinds)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("Bánh đa cua", MatchKind.EXACT),
        ("banh da cua", MatchKind.FOLDED),
        ("banhdacua", MatchKind.FOLDED),
        ("bánh đa của", MatchKind.FOLDED),
        ("banhs dda cua", MatchKind.FOLDED),
        ("bánh đ", MatchKind.PREFIX),
        ("bnah da cua", MatchKind.FUZZY),
    ],
)
def test_a_match_says_how_and_with_which_spelling(query: str, kind: MatchKind) -> None:
    match = names().search(query, 1)[0]

    assert (match.dish, match.form, match.kind) == ("banh-da-cua", "Bánh đa cua", kind)


@pytest.mark.parametrize(
    ("query", "first"),
    [("dứa", "pineapple"), ("dừa", "coconut"), ("dưa", "melon"), ("DỨA", "pineapple")],
)
def test_typed_marks_choose_among_names_that_fold_alike(query: str, first: str) -> None:
    matches = DRINKS.search(query, 3)

    assert matches[0].dish == first
    assert len(matches) == 3
    assert matches[1].kind is MatchKind.FOLDED
    assert DRINKS.resolve(query) == [first]


def test_names_that_fold_alike_are_all_found_without_marks() -> None:
    assert DRINKS.resolve("dua") == ["coconut", "melon", "pineapple"]


def test_equals_come_in_the_order_of_the_catalogue() -> None:
    soups = few(("b", "Bún tôm"), ("a", "Bún cua"), ("c", "Bún ốc"))

    assert [match.dish for match in soups.search("bún", 2)] == ["b", "a"]


def test_two_names_in_one_text_are_both_known() -> None:
    both = few(("nem", "Nem chua / nem chạo (Thanh Hóa)"))

    assert both.resolve("nem chạo") == both.resolve("nem chua") == ["nem"]
    assert both.resolve("Thanh Hóa") == []


@pytest.mark.parametrize(
    ("query", "dishes"),
    [
        ("banh da cua", {"banh-da-cua"}),
        ("bahn mi cay", {"banh-mi-cay"}),
        ("nem", {"nem-cua-be", "nem-chua", "nem-nuong"}),
        ("cà phê", {"ca-phe", "ca-phe-bot", "ca-phe-cot-dua"}),
        ("cua", {"banh-da-cua", "nem-cua-be", "lau-cua-dong"}),
        ("banh m", {"banh-mi-cay", "banh-mi-pate", "banh-mi-bo-sua", "banh-mi-mien"}),
        ("quán bánh đa cua", {"banh-da-cua"}),
        ("bread", {"banh-mi-cay", "banh-mi-pate", "banh-mi-bo-sua"}),
        ("porridge", {"chao-khoai", "chao-long", "chao-ngao", "chao-quay"}),
        ("coffee", {"ca-phe", "ca-phe-bot", "ca-phe-cot-dua"}),
        ("best coffee", {"ca-phe", "ca-phe-bot", "ca-phe-cot-dua"}),
        ("coconut ice cream", {"kem-dua"}),
        ("b", set()),
        ("Bà Cụ", set()),
        ("Lạch Tray", set()),
        ("Hạ Lũng", set()),
        ("Hải Phòng", set()),
        ("Bánh đa cua Lạch Tray", set()),
    ],
)
def test_only_what_is_surely_meant_is_resolved(query: str, dishes: set[str]) -> None:
    assert set(names().resolve(query)) == dishes


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("spring rolls", "spring roll"),
        ("ice creams", "ice cream"),
        ("hotpots", "hotpot"),
        ("cakes", "cake"),
        ("teas", "tea"),
        ("noodles", "noodle"),
        ("dumplings", "dumpling"),
        ("bánh mỳ", "bánh mì"),
        ("banh my", "banh mi"),
        ("mỳ", "mì"),
        ("mì vằn thắn", "mỳ vằn thắn"),
    ],
)
def test_two_ways_to_write_a_word_mean_the_same(query: str, same: str) -> None:
    assert found(query) == found(same) != []
    assert names().resolve(query) == names().resolve(same) != []


def test_an_english_name_says_last_what_the_dish_is() -> None:
    breads = DishNames(
        Entry(text, text, FormKind.NAME_EN)
        for text in ("Bread", "Milk bread", "Soup with bread", "Bread pudding")
    )

    assert breads.resolve("bread") == ["Bread", "Bread pudding", "Milk bread"]


def test_a_tone_that_is_typed_as_s_is_no_plural() -> None:
    assert names().resolve("buns") == names().resolve("bún")


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("bánh xèo", "Bánh bèo"),
        ("bánh gối", "Bánh giò"),
        ("cơm tấm", "Cơm thố"),
        ("cháo ngan", "Cháo ngao"),
        ("cà phê trứng", "Cà phê"),
        ("fried rice", "Small fried rice pancakes"),
        ("bang", "Bánh đa"),
    ],
)
def test_another_dish_is_no_typing_mistake(query: str, other: str) -> None:
    assert few(("other", other)).search(query, 5) == []


def test_a_dish_named_among_other_words_is_suggested() -> None:
    match = names().search("Bánh đa cua cô Cẩm", 5)[0]

    assert (match.dish, match.kind) == ("banh-da-cua", MatchKind.FUZZY)


def test_light_words_are_not_searched_for() -> None:
    bread = few(("bread", "Bread with pâté"), ("odd", "With"))

    assert bread.resolve("pate bread") == ["bread"]
    assert bread.search("wiht", 5) == []


def test_an_empty_catalogue_answers_nothing() -> None:
    assert few(("emoji", "🍜")).search("🍜", 5) == []
    assert few().search("bánh", 5) == []
    assert few().resolve("bánh mì") == []
