"""Forms found by their words in any order, with slips of the hand."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Final, Generic
from unicodedata import normalize

from citizen_api.dishes.search_forms import LIGHT_WORDS, Dish, Form, Word
from citizen_api.dishes.search_hits import Hit, Level, Reading
from citizen_api.dishes.search_slips import Vocabulary, is_safe_slip

_BEST: Final = 0.6  # the score of a form with all the words, all of them right
_AS_TYPED: Final = 1.0
_UNFINISHED: Final = 0.95
_SLIPPED: Final = 0.85
_OUT_OF_ORDER: Final = 0.95
_FEWEST_LETTERS: Final = 4
_GLUED_LETTERS: Final = 7
_LONG_WORD: Final = 4
_LEAST_COVER: Final = 0.6
_WITHIN: Final = 0.4
_SHORTEST_WITHIN: Final = 3  # words


class Bags(Generic[Dish]):
    """An index of forms by the words they hold."""

    def __init__(self, forms: Sequence[Form[Dish]]) -> None:
        self._forms = forms
        self._holding: dict[str, set[int]] = defaultdict(set)
        self._glued: dict[str, set[int]] = defaultdict(set)
        for number, form in enumerate(forms):
            self._glued[form.compact].add(number)
            for word in form.words:
                if word.folded not in LIGHT_WORDS:
                    self._holding[word.folded].add(number)
        self._vocabulary = Vocabulary(self._holding)
        self._compacts = Vocabulary(self._glued, is_safe_slip)

    def hits(self, reading: Reading) -> Iterator[Hit[Dish]]:
        """Forms that hold every word of the query, are it but for a slip, or in it."""
        if len(reading.compact) < _FEWEST_LETTERS:
            return
        if len(reading.words) == 1 and not reading.verbatim:
            return
        yield from self._holding_all(reading)
        if len(reading.compact) >= _GLUED_LETTERS:
            yield from self._slipped_as_one_word(reading)
        yield from self._within(reading)

    def _holding_all(self, reading: Reading) -> Iterator[Hit[Dish]]:
        typed = [word for word in reading.words if word.folded not in LIGHT_WORDS]
        meanings = [
            self._meanings(word.folded, last=word is typed[-1]) for word in typed
        ]
        holding = [
            set[int]().union(*(self._holding[word] for word in meant))
            for meant in meanings
        ]
        for number in set.intersection(*holding) if holding else ():
            hit = _match(self._forms[number], typed, meanings)
            if hit is not None:
                yield hit

    def _slipped_as_one_word(self, reading: Reading) -> Iterator[Hit[Dish]]:
        for compact in self._compacts.slips_for(reading.compact):
            for number in self._glued[compact]:
                form = self._forms[number]
                if len(reading.words) != len(form.words):
                    yield Hit(form, Level.FUZZY, _BEST * _SLIPPED, len(reading.compact))

    def _within(self, reading: Reading) -> Iterator[Hit[Dish]]:
        """The longest form that stands whole in a query with words unknown here.

        Short forms do not count: `cà phê trứng` is another thing than `cà phê`.
        """
        words = [word.folded for word in reading.words]
        for size in range(len(words) - 1, _SHORTEST_WITHIN - 1, -1):
            for start in range(len(words) - size + 1):
                compact = "".join(words[start : start + size])
                for number in self._glued.get(compact, ()):
                    yield Hit(self._forms[number], Level.FUZZY, _WITHIN, len(compact))

    def _meanings(self, typed: str, *, last: bool) -> dict[str, float]:
        """The known words a typed word may stand for, and how surely."""
        meant = dict.fromkeys(self._vocabulary.slips_for(typed), _SLIPPED)
        if last or len(typed) >= _LONG_WORD:
            begun = self._vocabulary.beginning_with(typed)
            meant.update(dict.fromkeys(begun, _UNFINISHED))
        if typed in self._holding:
            meant[typed] = _AS_TYPED
        return meant


def _match(
    form: Form[Dish], typed: Sequence[Word], meanings: Sequence[dict[str, float]]
) -> Hit[Dish] | None:
    """The form with each typed word in a place of its own, if the rest allows it."""
    places: list[int] = []
    qualities: list[float] = []
    for word, meant in zip(typed, meanings, strict=True):
        free = [
            (meant[other.folded], -place)
            for place, other in enumerate(form.words)
            if place not in places and other.folded in meant and _may_mean(word, other)
        ]
        if not free:
            return None
        quality, place = max(free)
        places.append(-place)
        qualities.append(quality)
    if not _is_enough(form, typed, places):
        return None
    order = 1.0 if places == sorted(places) else _OUT_OF_ORDER
    score = _BEST * fmean(qualities) * (0.7 + 0.3 * _cover(form, places)) * order
    return Hit(form, Level.FUZZY, score, sum(len(word.folded) for word in typed))


def _may_mean(typed: Word, meant: Word) -> bool:
    """A slipped word must have the marks of the other, if it has any."""
    if typed.marked == typed.folded or meant.folded.startswith(typed.folded):
        return True
    return _marks(typed) == _marks(meant)


def _marks(word: Word) -> list[str]:
    return sorted(
        piece for piece in normalize("NFD", word.marked) if not piece.isascii()
    )


def _is_enough(form: Form[Dish], typed: Sequence[Word], places: Sequence[int]) -> bool:
    """Whether the words found are the beginning of the form, or most of it."""
    found = [form.words[place] for place in places]
    if len(typed) == 1 and not _is_safe(typed[0].folded, found[0].folded):
        return False
    if list(places) == list(range(len(places))):
        return True
    cover = _cover(form, places)
    return cover == 1 or (cover >= _LEAST_COVER and all(map(_agrees, typed, found)))


def _is_safe(typed: str, meant: str) -> bool:
    """Whether a word with no others beside it is clear enough."""
    return meant.startswith(typed) or is_safe_slip(typed, meant)


def _agrees(typed: Word, meant: Word) -> bool:
    """Whether a word is surely meant where others are missing: as typed, marks too."""
    if typed.folded == meant.folded:
        return typed.marked in {meant.marked, typed.folded}
    return len(typed.folded) >= _LONG_WORD and meant.marked.startswith(typed.marked)


def _cover(form: Form[Dish], places: Sequence[int]) -> float:
    heavy = [word for word in form.words if word.folded not in LIGHT_WORDS]
    return len(places) / len(heavy)
