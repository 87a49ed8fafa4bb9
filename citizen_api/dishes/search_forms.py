"""The written forms of dishes, made ready for search."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Generic, NamedTuple, TypeVar

from geo.names import fold, normalise, with_i

Dish = TypeVar("Dish", bound=Hashable)


class FormKind(StrEnum):
    """What a form is to its dish; on equal terms the earlier kind wins."""

    NAME_VI = "name_vi"
    NAME_EN = "name_en"
    ALIAS = "alias"


class Word(NamedTuple):
    """A folded word, the same with its marks, and whether it is written as a name."""

    folded: str
    marked: str
    proper: bool


class Entry(NamedTuple, Generic[Dish]):
    """One row of the catalogue: a dish and one way to write it."""

    dish: Dish
    text: str
    kind: FormKind


@dataclass(frozen=True, slots=True)
class Form(Generic[Dish]):
    """A written form without what is not asked for: remarks and context words.

    `compact` and `letters` have no spaces, the latter keeps its marks; they run letter
    by letter alongside. `inner` are the places of the words, after the first, that may
    be asked for without those before them. `english`: as far as the spelling tells.
    """

    dish: Dish
    text: str
    order: int
    words: tuple[Word, ...]
    folded: str
    compact: str
    letters: str
    inner: tuple[int, ...]
    english: bool

    @property
    def ends_with_its_kind(self) -> bool:
        """Whether it says last what it is: a milk bread, but not a bread with milk."""
        light = any(word.folded in LIGHT_WORDS for word in self.words)
        return self.english and not light


def _phrases(listed: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(phrase.split()) for phrase in listed.split(";"))


# What people write before and after a dish, folded.
_BEFORE: Final = _phrases(
    "a;an;authentic;best;cheap;eat;famous;find;food;good;great;haiphong;hai phong;how;"
    "i want;i want to eat;is;local;looking for;place for;places for;restaurant;"
    "restaurants;some;that;the;to;traditional;try;vietnamese;what is;where;"
    "where can i eat;where can i find;where is;where to;which;who;who has;who serves;"
    "an gi;ban;cho nao;cho ban;cua hang;dac san;dia chi;do an;gan day co;hang;mon;"
    "mon an;muon an;nha hang;o dau;o dau co;quan;quan an;quan nao;quan nao co;thich an;"
    "tiem;tim;tim quan;toi muon an;uong"
)
_AFTER: Final = _phrases(
    "around here;cheap;haiphong;hai phong;here;in;in haiphong;in hai phong;in town;"
    "in vietnam;near here;near me;nearby;open now;please;price;restaurant;restaurants;"
    "shop;street food;vietnam;"
    "an gi;an o dau;ban o dau;dac san;dang mo;gan day;gan nhat;hp;ngon;ngon nhat;"
    "ngon re;nong;noi tieng;o;o dau;o hai phong;o quan nao;quan nao;quan nao ngon;"
    "quanh day;re;tai hai phong;tp;thanh pho"
)
_LONGEST_PHRASE: Final = max(map(len, _BEFORE | _AFTER))
LIGHT_WORDS: Final = frozenset({"and", "in", "of", "with"})


def content(words: Sequence[str]) -> slice:
    """Where folded words speak of the dish: without context words at both ends."""
    start, stop = 0, len(words)
    while size := _context_size(words[start:stop], from_end=False):
        start += size
    while size := _context_size(words[start:stop], from_end=True):
        stop -= size
    return slice(start, stop)


def _context_size(words: Sequence[str], *, from_end: bool) -> int:
    for size in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        phrase = words[-size:] if from_end else words[:size]
        if tuple(phrase) in (_AFTER if from_end else _BEFORE):
            return size
    return 0


def spell(text: str) -> list[Word]:
    """The words of a text, in order."""
    return [
        Word(folded, marked, token[0].isupper())
        for token in text.split()
        for folded, marked in _pairs(
            with_i(fold(token)).split(), with_i(normalise(token)).split()
        )
    ]


def _pairs(folded: list[str], marked: list[str]) -> Iterator[tuple[str, str]]:
    """Letter for letter the same length: a foreign word may lose its marks for it."""
    same = list(map(len, folded)) == list(map(len, marked))
    return zip(folded, marked if same else folded, strict=True)


def forms_of(entries: Iterable[Entry[Dish]]) -> list[Form[Dish]]:
    """The forms in rank order; spellings of a dish that fold alike become one form.

    The order of the entries is the rank among equals: put well known dishes first.
    """
    kinds = list(FormKind)
    ranked = sorted(entries, key=lambda entry: kinds.index(entry.kind))
    best: dict[tuple[Dish, str], Form[Dish]] = {}
    for order, form in enumerate(form for entry in ranked for form in _forms(entry)):
        known = best.setdefault((form.dish, form.folded), replace(form, order=order))
        if _marks(form) > _marks(known):
            best[form.dish, form.folded] = replace(form, order=known.order)
    return list(best.values())


def _forms(entry: Entry[Dish]) -> Iterator[Form[Dish]]:
    """`Nem chua / nem chạo` is also two forms; what stands in brackets is a remark."""
    whole = re.sub(r"\([^)]*\)", " ", entry.text)
    for part in dict.fromkeys([whole, *whole.split(" / ")]):
        words = spell(part)
        words = words[content([word.folded for word in words])] or words
        if words:
            yield _form(entry, words)


def _form(entry: Entry[Dish], words: list[Word]) -> Form[Dish]:
    return Form(
        dish=entry.dish,
        text=entry.text,
        order=0,
        words=tuple(words),
        folded=" ".join(word.folded for word in words),
        compact="".join(word.folded for word in words),
        letters="".join(word.marked for word in words),
        inner=tuple(
            place
            for place, word in enumerate(words)
            if place > 0 and not word.proper and word.folded not in LIGHT_WORDS
        ),
        # A Vietnamese alias without marks is one form with its twin that has them.
        english=entry.kind is FormKind.NAME_EN
        or (entry.kind is FormKind.ALIAS and fold(entry.text) == normalise(entry.text)),
    )


def _marks(form: Form[Dish]) -> int:
    return sum(a != b for a, b in zip(form.compact, form.letters, strict=True))
