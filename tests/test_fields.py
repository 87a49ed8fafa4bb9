"""The fields that rooms share: what they take, what they refuse, in two languages."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from citizen_api.fields import (
    BadText,
    Choice,
    Number,
    Parsed,
    Truth,
    Whole,
    Words,
    between,
)
from citizen_api.problems import Said


class Everything(Schema):
    """One field of each kind."""

    whole = Whole(validate=between(-5, 100))
    strict = Whole(strict=True)
    number = Number()
    truth = Truth()
    words = Words(longest=10)
    lines = Words(longest=2000, lines=True)
    choice = Choice("vi", "en")


def load(**given: Any) -> Any:
    """The value of the one field that is given."""
    return next(iter(Everything().load(given).values()))


def said(**given: Any) -> Said:
    """What is said of the one field that is given."""
    with pytest.raises(ValidationError) as refused:
        Everything().load(given)
    messages = refused.value.normalized_messages()
    ((message,),) = messages.values()
    assert isinstance(message, Said)
    assert message.vi != message
    return message


@given(st.integers(-5, 100))
def test_a_whole_number_is_read_from_digits_and_json(number: int) -> None:
    assert load(whole=number) == load(whole=str(number)) == number
    assert load(strict=float(number)) == number


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        True,
        None,
        [],
        {},
        "1.0",
        "1e1",
        "+1",
        " 1",
        "1 ",
        "1_0",
        "٣",
        "",
        "--1",
    ],
)
def test_what_is_not_a_whole_number_is_refused(value: Any) -> None:
    said(whole=value)


@pytest.mark.parametrize("value", ["5", 5.5, True, 10**15, 1e15])
def test_a_strict_whole_number_is_a_json_number(value: Any) -> None:
    said(strict=value)


@pytest.mark.parametrize("value", [10**15, -(10**15), 1e15])
def test_how_many_digits_are_read_is_told_where_there_is_no_range(value: Any) -> None:
    assert said(strict=value) == "This must have 15 digits at most."


@given(st.integers().filter(lambda n: not -5 <= n <= 100))
def test_a_whole_number_out_of_range_is_refused(number: int) -> None:
    assert said(whole=number)


@pytest.mark.parametrize("value", [101, 10**20, "101", "9" * 20, "-" + "9" * 100])
def test_the_range_is_told(value: Any) -> None:
    message = said(whole=value)

    assert message == "This must be between -5 and 100."
    assert message.vi == "Phải từ -5 đến 100."


@given(st.floats(-1e15, 1e15).filter(lambda x: x == 0 or abs(x) > 1e-15))
def test_a_number_is_read_as_it_is_written_in_json(number: float) -> None:
    assert load(number=number) == number
    assert load(number=f"{number:.6f}") == pytest.approx(number, abs=1e-6)


@pytest.mark.parametrize(
    "value",
    [math.nan, math.inf, -math.inf, True, None, [], "nan", "inf", "1e999", "1_0", "٣.٥",
     "０", "+1", " 1", "1 ", "1\n", ".5", "5.", "0x1", "1,5", "9" * 50, ""],
)  # fmt: skip
def test_what_is_not_a_finite_number_is_refused(value: Any) -> None:
    said(number=value)


def test_the_most_digits_of_a_number_are_told() -> None:
    assert "20 digits at most" in said(number="20.85610000000000000000001")


@pytest.mark.parametrize(("value", "expected"), [("true", True), (False, False)])
def test_truth_is_true_or_false(value: Any, expected: bool) -> None:
    assert load(truth=value) is expected


@pytest.mark.parametrize("value", ["1", "yes", "True", "", "on"])
def test_truth_is_nothing_else(value: Any) -> None:
    said(truth=value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("bánh đa", "bánh đa"),
        ("  ba\u0301nh  ", "bánh"),
        ("ờ" * 10, "ờ" * 10),
        ("o\u031b\u0300" * 10, "ờ" * 10),
        ("🍜" * 10, "🍜" * 10),
        ("👨\u200d🍳", "👨\u200d🍳"),
    ],
)
def test_words_are_counted_in_characters_and_answered_in_nfc(
    value: str, expected: str
) -> None:
    assert load(words=value) == expected


@pytest.mark.parametrize("value", ["", "  ", "\u3000", "\u200d", "\u200c\u200d"])
def test_words_may_not_be_empty(value: str) -> None:
    assert said(words=value) == "This may not be empty."


@pytest.mark.parametrize("value", ["x" * 11, "ờ" * 11, "x" * 10**6])
def test_words_may_not_be_too_long(value: str) -> None:
    assert said(words=value) == "The most is 10 characters."


@pytest.mark.parametrize(
    "letter",
    ["\x00", "\x1b", "\x7f", "\x85", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff",
     "\u2028", "\u2029", "\ue000", "\ud800", "\U000e0041"],
)  # fmt: skip
@pytest.mark.parametrize("field", ["words", "lines"])
def test_letters_that_are_not_seen_are_refused(field: str, letter: str) -> None:
    assert "control" in said(**{field: f"a{letter}b"})


@pytest.mark.parametrize("letter", ["\n", "\r\n", "\t"])
def test_line_breaks_are_for_texts_of_several_lines(letter: str) -> None:
    assert load(lines=f"a{letter}b") == f"a{letter}b"
    said(words=f"a{letter}b")


@pytest.mark.parametrize("value", [1, None, [], {}, True])
def test_words_are_text(value: Any) -> None:
    said(words=value)


@given(st.text(max_size=40))
def test_words_are_never_changed_twice(text: str) -> None:
    try:
        once = load(lines=text)
    except ValidationError:
        return
    assert load(lines=once) == once


@pytest.mark.parametrize("value", ["", "VI", "fr", 1, None, "vi "])
def test_a_choice_is_one_of_few(value: Any) -> None:
    said(choice=value)


def test_what_reads_a_text_says_what_is_wrong_with_it() -> None:
    def read(text: str) -> str:
        raise BadText(Said("không", "no"))

    field = Parsed(read)

    with pytest.raises(ValidationError) as refused:
        field.deserialize("x")
    assert refused.value.messages == ["no"]
