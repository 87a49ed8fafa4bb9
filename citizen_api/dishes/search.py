"""Which dishes people mean by what they type: in the process, without the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import Final, Generic

from citizen_api.dishes.search_bags import Bags
from citizen_api.dishes.search_forms import Dish, Entry, FormKind, forms_of
from citizen_api.dishes.search_hits import Hit, Level, Reading, readings
from citizen_api.dishes.search_starts import Starts

__all__ = ["DishNames", "Entry", "FormKind", "Match", "MatchKind"]

_LONGEST_QUERY: Final = 300  # characters; also the longest form in NFD is shorter
_REMEMBERED: Final = 1024
_MOST_WORDS: Final = 12
_SURE_SLIP: Final = 0.48  # score of a fuzzy hit that is more than a suggestion
_FEWEST_LETTERS: Final = 3  # of an unfinished word that is more than a suggestion


class _Grade(IntEnum):
    """How surely a hit is meant, best first."""

    NAMED = 0
    BEGUN = 1
    INSIDE = 2
    SLIPPED = 3
    UNSURE = 4


class MatchKind(StrEnum):
    """How a form matched, best first."""

    EXACT = "exact"
    FOLDED = "folded"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


_KINDS: Final = {
    Level.EXACT: MatchKind.EXACT,
    Level.FOLDED: MatchKind.FOLDED,
    Level.FUZZY: MatchKind.FUZZY,
}


@dataclass(frozen=True, slots=True)
class Match(Generic[Dish]):
    """A dish that a query may mean, and the form that says so, as it is written.

    `score` is 1 for the very form and falls with every doubt; it orders matches of one
    query and says nothing between queries.
    """

    dish: Dish
    form: str
    kind: MatchKind
    score: float


class DishNames(Generic[Dish]):
    """The names of all dishes, to be searched as people type. Unchanging, shareable.

    The order of the entries is the rank among equals: put well known dishes first.
    """

    def __init__(self, entries: Iterable[Entry[Dish]]) -> None:
        forms = forms_of(entries)
        self._starts = Starts(forms)
        self._bags = Bags(forms)
        # Many people type the same.
        self._best = lru_cache(maxsize=_REMEMBERED)(self._found)

    def search(self, query: str, limit: int) -> list[Match[Dish]]:
        """The dishes a query may mean, best first; none when it means nothing here."""
        return [_match(hit) for hit in self._best(query)[:limit]]

    def resolve(self, query: str) -> list[Dish]:
        """The dishes a query means with confidence, best first."""
        return [match.dish for match in self.meant(query)]

    def meant(self, query: str) -> list[Match[Dish]]:
        """The matches of the dishes a query means with confidence, best first.

        A word that names one dish and begins the names of others means them all:
        `nem` every nem; an English one also if it ends them: `coffee` every coffee.
        Marks that were typed right rule out the dishes without them.
        """
        best = self._best(query)
        grades = [_grade(hit) for hit in best]
        surest = min(grades, default=_Grade.UNSURE)
        if surest is _Grade.UNSURE:
            return []
        sure = [hit for hit, grade in zip(best, grades, strict=True) if grade is surest]
        if surest is _Grade.NAMED and sure[0].form.english:
            sure += [hit for hit in best if hit.level is Level.LAST]
        least = min(hit.disagreement for hit in sure)
        return [_match(hit) for hit in sure if hit.disagreement == least]

    def _found(self, query: str) -> list[Hit[Dish]]:
        """The best hit of each dish, from the first reading that has any."""
        if len(query) > _LONGEST_QUERY:
            return []
        readable = [reading for reading in readings(query) if _is_sensible(reading)]
        for index in (self._starts, self._bags):
            for reading in readable:
                hits = _best_of_each_dish(index.hits(reading))
                if hits:
                    return hits
        return []


def _match(hit: Hit[Dish]) -> Match[Dish]:
    return Match(
        dish=hit.form.dish,
        form=hit.form.text,
        kind=_KINDS.get(hit.level, MatchKind.PREFIX),
        score=round(hit.score, 4),
    )


def _grade(hit: Hit[Dish]) -> _Grade:
    if hit.level <= Level.FOLDED:
        return _Grade.NAMED
    if hit.disagreement == 1:
        return _Grade.UNSURE
    if hit.level is Level.HEAD:
        return _Grade.NAMED
    if hit.level in {Level.LAST, Level.INSIDE}:
        return _Grade.INSIDE if hit.to_the_letter else _Grade.UNSURE
    if hit.level <= Level.GLUED and hit.typed >= _FEWEST_LETTERS:
        return _Grade.BEGUN
    if hit.level is Level.FUZZY and hit.score >= _SURE_SLIP:
        return _Grade.SLIPPED
    return _Grade.UNSURE


def _is_sensible(reading: Reading) -> bool:
    return 0 < len(reading.words) <= _MOST_WORDS


def _best_of_each_dish(hits: Iterator[Hit[Dish]]) -> list[Hit[Dish]]:
    ordered = sorted(hits, key=lambda hit: (-hit.score, hit.form.order))
    best: dict[Dish, Hit[Dish]] = {}
    for hit in ordered:
        best.setdefault(hit.form.dish, hit)
    return list(best.values())
