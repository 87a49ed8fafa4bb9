"""Short codes: what is understood, and that mistakes are never taken for a code."""

import random
from itertools import combinations, permutations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from qr import QrError
from qr.codes import (
    ALPHABET,
    CODE_COUNT,
    CODE_LENGTH,
    BadCode,
    Code,
    NumberOutOfRange,
    Reason,
    new_code,
    nth_code,
    parse,
)

numbers = st.integers(0, CODE_COUNT - 1)
codes = numbers.map(nth_code)
separators = st.sampled_from(
    [" ", "-", "\u00a0", "\u3000", "\u2011", "\u2013", "\uff0d"]
)


def refusal(text: str) -> BadCode:
    with pytest.raises(BadCode) as refused:
        parse(text)
    return refused.value


def number_of(code: Code) -> int:
    number = 0
    for letter in code.text[:-1]:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    return number


def with_letters(letters: dict[int, str], check_free: bool) -> Code:
    """The code that has these letters at these places, whatever the others are.

    One place is left to make the code check out: the last, or the first free one.
    """
    body = [letters.get(place, "7") for place in range(CODE_LENGTH)]
    places = range(CODE_LENGTH)
    loose = 7 if check_free else next(place for place in places if place not in letters)
    for letter in ALPHABET:
        body[loose] = letter
        try:
            return Code("".join(body))
        except BadCode:
            continue
    raise AssertionError("no letter makes this code check out")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "22222222"), (1, "2222223V"), (123_456_789, "4JT86HPJ")],
)
def test_a_printed_code_never_changes_its_check_letter(number: int, text: str) -> None:
    assert nth_code(number).text == text


@given(numbers)
@example(0)
@example(CODE_COUNT - 1)
def test_every_number_has_its_own_code(number: int) -> None:
    assert number_of(nth_code(number)) == number


@pytest.mark.parametrize("number", [-1, CODE_COUNT, 10**30])
def test_there_are_no_codes_beyond_the_last(number: int) -> None:
    with pytest.raises(NumberOutOfRange):
        nth_code(number)


def test_no_letters_look_alike_or_form_words() -> None:
    families = ["0OQD", "1IL", "2Z", "5S", "6G", "8B", "MN", "UVY", "VW"]

    kept = [[letter for letter in family if letter in ALPHABET] for family in families]

    assert max(map(len, kept)) <= 1
    assert not set("AEIOUYW") & set(ALPHABET)


@given(codes)
def test_a_code_reads_back_as_itself(code: Code) -> None:
    assert parse(str(code)) == code


@given(codes, st.lists(separators, min_size=9, max_size=9), st.booleans())
def test_small_and_full_width_letters_spaces_and_hyphens_are_understood(
    code: Code, gaps: list[str], wide: bool
) -> None:
    typed = code.text.lower()
    if wide:
        typed = "".join(chr(ord(letter) + 0xFEE0) for letter in typed)

    spaced = gaps[8] + "".join(map("".join, zip(typed, gaps, strict=False)))

    assert parse(spaced) == code


@pytest.mark.parametrize("place", range(CODE_LENGTH))
def test_no_single_wrong_letter_passes(place: int) -> None:
    for right, wrong in permutations(ALPHABET, 2):
        code = with_letters({place: right}, check_free=place != 7).text

        assert refusal(code[:place] + wrong + code[place + 1 :]).reason is Reason.CHECK


@pytest.mark.parametrize("places", list(combinations(range(CODE_LENGTH), 2)))
def test_no_two_swapped_letters_pass(places: tuple[int, int]) -> None:
    left, right = places
    for one, other in permutations(ALPHABET, 2):
        letters = {left: one, right: other}
        swapped = list(with_letters(letters, check_free=right != 7).text)
        swapped[left], swapped[right] = other, one

        assert refusal("".join(swapped)).reason is Reason.CHECK


@given(codes, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_a_wrong_letter_never_passes_in_any_code(
    code: Code, place: int, wrong: str
) -> None:
    assume(code.text[place] != wrong)

    typed = code.text[:place] + wrong + code.text[place + 1 :]

    assert refusal(typed).reason is Reason.CHECK


@given(codes, st.integers(0, 7))
def test_a_half_read_code_is_told_by_its_length(code: Code, length: int) -> None:
    assert refusal(code.text[:length]).reason is Reason.LENGTH


def test_one_letter_too_many_is_told_by_its_length() -> None:
    assert refusal("222222222").reason is Reason.LENGTH


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("222222O2", "O"),
        ("zoo-keeper", "ZOE"),
        ("2222222đ", "Đ"),
        ("2222222e\u0301", "É"),
        ("ß2222222", "S"),
        ("222\u202e2222", ""),
        ("2222222\n", ""),
        ("2222\x002222", ""),
        ("<script>", "SI"),
        ("22222222' OR 1=1", "O1"),
        ("../../etc", "E"),
        ("%2e%2e%2f", "E"),
        ("\uff12\uff12\uff12\uff2f", "O"),
    ],
)
def test_letters_that_no_code_has_are_named(typed: str, letters: str) -> None:
    refused = refusal(typed)

    assert (refused.reason, refused.letters) == (Reason.LETTER, letters)


def test_ten_megabytes_are_refused_unread() -> None:
    assert refusal("Z" * 10_000_000).reason is Reason.LENGTH


@given(st.text(max_size=70))
def test_any_text_is_a_code_or_refused_by_name(text: str) -> None:
    try:
        code = parse(text)
    except BadCode as refused:
        outcome = refused.letters
    else:
        outcome = nth_code(number_of(code)).text

    assert outcome.isalnum() or outcome == ""


def test_a_code_cannot_exist_in_another_form() -> None:
    with pytest.raises(QrError, match="letter"):
        Code("2222-2222")


def test_new_codes_come_from_the_random_bytes_alone() -> None:
    assert new_code(bytes) == nth_code(0)
    assert new_code(lambda count: b"\x01".rjust(count, b"\0")) == nth_code(1)


def test_new_codes_use_every_letter_at_every_place() -> None:
    source = random.Random(2026)

    drawn = [new_code(source.randbytes).text for _ in range(2000)]

    assert len(set(drawn)) == 2000
    assert [set(letters) for letters in zip(*drawn, strict=True)] == [set(ALPHABET)] * 8
