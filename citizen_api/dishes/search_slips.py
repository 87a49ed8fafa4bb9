"""Typing mistakes: what a word may have been meant to be, and what it may not."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

__all__ = ["LAST_LETTER", "Vocabulary", "is_safe_slip", "is_slip"]

LAST_LETTER: Final = "\U0010ffff"
_KEY_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SHORT: Final = 3  # letters; nearly every change of so short a syllable is a word
_LONG: Final = 6  # letters; foreign words, in which any one letter may be wrong
_TWO_SLIPS: Final = 8  # letters


def _neighbours() -> Iterator[frozenset[str]]:
    for row in _KEY_ROWS:
        yield from map(frozenset, pairwise(row))
    for upper, lower in pairwise(_KEY_ROWS):
        yield from map(frozenset, zip(upper, lower, strict=False))
        yield from map(frozenset, zip(upper[1:], lower, strict=False))


# Keys side by side, and letters that sound alike and are written for each other.
_NEIGHBOURS: Final = frozenset(_neighbours())
_SOUND_ALIKE: Final = frozenset(map(frozenset, ("iy", "sx")))


def is_slip(typed: str, meant: str) -> bool:
    """Whether a hand that meant one word may have typed the other.

    Stricter than an edit distance: `xeo` is no slip for `beo`, since x and b are far
    apart on the keyboard. Equal words are no slip.
    """
    edits = OSA.distance(typed, meant, score_cutoff=2)
    if edits == 2:
        return min(len(typed), len(meant)) >= _TWO_SLIPS
    if edits != 1:
        return False
    if len(typed) == len(meant):
        return sorted(typed) == sorted(meant) or _is_wrong_key(typed, meant)
    shorter, longer = sorted((typed, meant), key=len)
    return len(meant) > _SHORT or set(longer) == set(shorter)


def is_safe_slip(typed: str, meant: str) -> bool:
    """Whether letters are swapped, one is missing or one too many, none another."""
    return (
        OSA.distance(typed, meant, score_cutoff=1) == 1
        and is_slip(typed, meant)
        and (len(typed) != len(meant) or sorted(typed) == sorted(meant))
    )


def _is_wrong_key(typed: str, meant: str) -> bool:
    pairs = map(frozenset, zip(typed, meant, strict=True))
    wrong = next(pair for pair in pairs if len(pair) > 1)
    if wrong in _SOUND_ALIKE or len(meant) >= _LONG:
        return True
    return len(meant) > _SHORT and wrong in _NEIGHBOURS


class Vocabulary:
    """A set of words that can be asked for what begins with, or looks like, another."""

    def __init__(
        self, words: Iterable[str], is_near: Callable[[str, str], bool] = is_slip
    ) -> None:
        self._words = sorted(set(words))
        self._is_near = is_near

    def beginning_with(self, start: str) -> list[str]:
        """The words that `start` is the beginning of, itself included."""
        first = bisect_left(self._words, start)
        return self._words[first : bisect_left(self._words, start + LAST_LETTER)]

    def slips_for(self, typed: str) -> list[str]:
        """The words that may have been meant, but for a slip of the hand."""
        edits = 2 if len(typed) >= _TWO_SLIPS else 1
        near = process.extract(
            typed, self._words, scorer=OSA.distance, score_cutoff=edits, limit=None
        )
        return [word for word, _, _ in near if self._is_near(typed, word)]
