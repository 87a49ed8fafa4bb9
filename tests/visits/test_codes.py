"""The code that a venue shows follows from secret, venue and minute."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as some

from citizen_api.visits import codes
from citizen_api.visits.codes import Standing
from qr.codes import ALPHABET
from tests.conftest import NOON, SECRET

VENUE = 7


def standing(code: str, *, later: timedelta = timedelta(), venue: int = VENUE) -> str:
    return codes.judged(SECRET, venue, code, NOON + later).standing


def test_a_code_is_good_for_ten_minutes() -> None:
    shown = codes.shown(SECRET, VENUE, NOON)

    assert shown.expires_at == NOON + timedelta(minutes=10)
    assert standing(shown.code) == Standing.GOOD
    assert standing(shown.code, later=timedelta(minutes=9, seconds=59)) == Standing.GOOD
    assert standing(shown.code, later=timedelta(minutes=10)) == Standing.OVER


def test_a_code_of_later_is_not_good_yet() -> None:
    shown = codes.shown(SECRET, VENUE, NOON + timedelta(minutes=1))

    assert standing(shown.code) == Standing.WRONG


def test_a_code_is_of_one_venue_and_one_secret() -> None:
    shown = codes.shown(SECRET, VENUE, NOON).code

    assert standing(shown, venue=VENUE + 1) == Standing.WRONG
    assert codes.judged("another", VENUE, shown, NOON).standing == Standing.WRONG


def test_it_may_be_typed_in_small_letters_with_gaps() -> None:
    shown = codes.shown(SECRET, VENUE, NOON).code

    assert standing(f" {shown[:3].lower()}-{shown[3:]} ") == Standing.GOOD


@given(some.integers(0, 10**9), some.integers(0, 5), some.sampled_from(ALPHABET))
def test_one_wrong_letter_is_seen(step: int, at: int, letter: str) -> None:
    code = codes.code_of(SECRET, VENUE, step)
    typed = code[:at] + letter + code[at + 1 :]

    if typed != code:
        assert standing(typed) == Standing.MISTYPED


@given(some.text(max_size=50))
def test_any_text_is_judged(typed: str) -> None:
    assert standing(typed) in set(Standing)
