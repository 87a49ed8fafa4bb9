"""How a query reads, and how well a form answers it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Final, Generic

from citizen_api.dishes.search_forms import Dish, Form, Word, content, spell
from geo.names import strip_telex

_SHORTEST_PLURAL: Final = 3  # letters


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a query.

    `complete`: its last word is not still being typed. `verbatim`: nothing was left out
    or changed, so that even a weak hint counts.
    """

    words: tuple[Word, ...]
    folded: str
    compact: str
    letters: str
    complete: bool
    verbatim: bool

    @property
    def has_marks(self) -> bool:
        """Whether any letter was typed with a mark."""
        return self.letters != self.compact

    def disagreement(self, letters: str) -> float:
        """The share of typed marks, 0 to 1, that the letters of a form do not have."""
        if not self.has_marks:
            return 0.0
        marked = [
            typed == meant
            for typed, bare, meant in zip(
                self.letters, self.compact, letters, strict=False
            )
            if typed != bare
        ]
        return marked.count(False) / len(marked)


class Level(IntEnum):
    """How a form answers, best first."""

    EXACT = 0
    FOLDED = 1
    HEAD = 2  # begins with the words of the query
    LAST = 3  # ends with them, and so says what it is
    TYPING = 4  # begins with them, the last one unfinished
    GLUED = 5  # begins with them, spaces aside
    INSIDE = 6  # has them further on
    INSIDE_TYPING = 7
    FUZZY = 8


@dataclass(frozen=True, slots=True)
class Hit(Generic[Dish]):
    """A form that answers, its `score` from 0 to 1.

    `typed` counts the letters of the reading, `disagreement` is its own. A hit is
    `to_the_letter` if the query as typed stands in the form, marks included.
    """

    form: Form[Dish]
    level: Level
    score: float
    typed: int
    disagreement: float = 0.0
    to_the_letter: bool = False


def readings(query: str) -> Iterator[Reading]:
    """A query as typed, then without context words, then with Telex keys undone."""
    words = spell(query)
    yield _reading(words, complete=False, verbatim=True)
    inner = words[content([word.folded for word in words])]
    if len(inner) < len(words):
        yield _reading(inner, complete=len(inner) == 1, verbatim=False)
    typed = [word.folded for word in inner]
    meant = strip_telex(" ".join(typed)).split()
    if meant != typed:
        changed = meant[-1] != typed[-1]
        yield _reading(spell(" ".join(meant)), complete=changed, verbatim=False)


def both_numbers(reading: Reading) -> Iterator[Reading]:
    """A reading, and also one thing where many English ones are named: `rice cakes`."""
    yield reading
    last = reading.words[-1].folded
    if len(last) > _SHORTEST_PLURAL and last[-1] == "s" and strip_telex(last) == last:
        yield replace(
            reading,
            folded=reading.folded[:-1],
            compact=reading.compact[:-1],
            letters=reading.letters[:-1],
            complete=True,
        )


def _reading(words: Sequence[Word], *, complete: bool, verbatim: bool) -> Reading:
    return Reading(
        words=tuple(words),
        folded=" ".join(word.folded for word in words),
        compact="".join(word.folded for word in words),
        letters="".join(word.marked for word in words),
        complete=complete,
        verbatim=verbatim,
    )
