"""Forms found by how they, or one of their later words, begin."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter, itemgetter
from typing import Final, Generic

from citizen_api.dishes.search_forms import Dish, Form
from citizen_api.dishes.search_hits import Hit, Level, Reading, both_numbers
from citizen_api.dishes.search_slips import LAST_LETTER

_SCORES: Final = {
    Level.EXACT: 1.0,
    Level.FOLDED: 0.95,
    Level.HEAD: 0.88,
    Level.LAST: 0.86,
    Level.TYPING: 0.84,
    Level.GLUED: 0.8,
    Level.INSIDE: 0.76,
    Level.INSIDE_TYPING: 0.72,
}
# Wrong marks cost more than a place in the order of prefixes, less than a level above.
_MARKS_FOLDED: Final = 0.04
_MARKS_PREFIX: Final = 0.2
_MOST_DISAGREEMENT: Final = 0.5
_GLUED_LETTERS: Final = 5  # of fewer, most beginnings are other words: cam, ca moi


class Starts(Generic[Dish]):
    """An index of forms by their beginning and by each word inside."""

    def __init__(self, forms: Sequence[Form[Dish]]) -> None:
        self._starts = sorted(
            (
                (_from_word(form, place), place, form)
                for form in forms
                for place in (0, *form.inner)
            ),
            key=itemgetter(0, 1),
        )
        self._keys = [key for key, _, _ in self._starts]
        self._glued = sorted(forms, key=attrgetter("compact"))
        self._compacts = [form.compact for form in self._glued]

    def hits(self, reading: Reading) -> Iterator[Hit[Dish]]:
        """What begins with the query; a form may come more than once."""
        for each in both_numbers(reading):
            yield from self._beginning_with(each)

    def _beginning_with(self, reading: Reading) -> Iterator[Hit[Dish]]:
        first, after = _range(self._keys, reading.folded)
        for key, place, form in self._starts[first:after]:
            rest = key[len(reading.folded) :]
            if form.english and (rest == "s" or rest.startswith("s ")):
                rest = rest[1:]
            hit = (
                _inside(reading, form, rest, place)
                if place
                else _head(reading, form, rest)
            )
            if hit is not None:
                yield hit
        first, after = _range(self._compacts, reading.compact)
        for form in self._glued[first:after]:
            if form.compact == reading.compact:
                yield _hit(reading, Level.FOLDED, form)
            elif len(reading.compact) >= _GLUED_LETTERS and not reading.complete:
                yield _hit(reading, Level.GLUED, form)


def _from_word(form: Form[Dish], place: int) -> str:
    return " ".join(word.folded for word in form.words[place:])


def _range(keys: Sequence[str], start: str) -> tuple[int, int]:
    return bisect_left(keys, start), bisect_left(keys, start + LAST_LETTER)


def _head(reading: Reading, form: Form[Dish], rest: str) -> Hit[Dish] | None:
    if not rest:
        same = reading.letters == form.letters
        return _hit(reading, Level.EXACT if same else Level.FOLDED, form)
    if rest[0] == " ":
        return _hit(reading, Level.HEAD, form)
    return None if reading.complete else _hit(reading, Level.TYPING, form)


def _inside(
    reading: Reading, form: Form[Dish], rest: str, place: int
) -> Hit[Dish] | None:
    """A hit further on: a weak hint, so one word alone or all to the end of the form.

    "fried rice" is not what "fried rice pancakes" are.
    """
    if len(reading.folded) == 1 or (len(reading.words) > 1 and " " in rest):
        return None
    whole = rest == "" or rest[0] == " "
    last = rest == "" and form.ends_with_its_kind
    level = Level.LAST if last else Level.INSIDE
    skipped = sum(len(word.folded) for word in form.words[:place])
    if not reading.verbatim:
        same = form.letters.startswith(reading.letters, skipped)
        return _hit(reading, level, form, skipped) if whole and same else None
    hit = _hit(reading, level if whole else Level.INSIDE_TYPING, form, skipped)
    return hit if hit.disagreement <= _MOST_DISAGREEMENT else None


def _hit(
    reading: Reading, level: Level, form: Form[Dish], skipped: int = 0
) -> Hit[Dish]:
    letters = form.letters[skipped:]
    wrong = reading.disagreement(letters)
    cost = _MARKS_FOLDED if level <= Level.FOLDED else _MARKS_PREFIX
    return Hit(
        form,
        level,
        score=_SCORES[level] - cost * wrong,
        typed=len(reading.letters),
        disagreement=wrong,
        to_the_letter=reading.verbatim and letters.startswith(reading.letters),
    )
