"""Wards, old wards, old districts and streets, by the names people type."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from rapidfuzz import fuzz, process

from geo.names import fold, normalise, with_i

__all__ = ["Area", "AreaKind", "AreaMatch", "AreaNames", "Likeness"]

AreaKind = Literal["ward", "former_district", "former_ward", "street"]
Likeness = Literal["code", "exact", "folded", "typo"]

LEAST_RATIO: Final = 88
"""Of 100: a letter too many or missing in a name of five, a wrong one in nine."""
MOST_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class Area:
    """Something an address names; `name` with its designation: "Phường Gia Viên"."""

    id: int
    kind: AreaKind
    name: str
    code: str | None = None
    parent: str | None = None
    """The name of the district an old ward was in."""
    successors: tuple[str, ...] = ()
    """Codes of the wards of today: what it became, or where the street runs."""


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """An area that was meant, and how what was typed is like it."""

    area: Area
    how: Likeness


class _Reading(NamedTuple):
    """One way to take what was typed: a designation, and the name after it."""

    kinds: frozenset[AreaKind]
    designation: str | None
    name: str


class _Entry(NamedTuple):
    area: Area
    name: str
    around: frozenset[str]
    """Folded names of its old district; of a street, of its wards, old and new."""


_KINDS: Final[tuple[AreaKind, ...]] = get_args(AreaKind)
_WARDS: Final[frozenset[AreaKind]] = frozenset({"ward", "former_ward"})
_DISTRICTS: Final[frozenset[AreaKind]] = frozenset({"former_district"})
_STREETS: Final[frozenset[AreaKind]] = frozenset({"street"})

_OFFICIAL: Final = (
    dict.fromkeys(("phường", "xã", "thị trấn", "đặc khu"), _WARDS)
    | dict.fromkeys(("quận", "huyện", "thành phố", "thị xã"), _DISTRICTS)
    | dict.fromkeys(("đường", "phố", "ngõ", "đại lộ"), _STREETS)
)
_ABBREVIATED: Final = {
    "p": "phường",
    "x": "xã",
    "tt": "thị trấn",
    "q": "quận",
    "h": "huyện",
    "tp": "thành phố",
    "tx": "thị xã",
    "d": "đường",
}
_ENGLISH: Final = (
    dict.fromkeys(("ward", "commune", "town"), _WARDS)
    | dict.fromkeys(("district", "city"), _DISTRICTS)
    | dict.fromkeys(("street", "st", "road"), _STREETS)
)
_FOLDED: Final = {fold(word): word for word in _OFFICIAL} | _ABBREVIATED
_EVERYWHERE: Final = frozenset({"hai phong", "hp", "viet nam", "vietnam"})


class AreaNames:
    """The areas of a city, found by what people type; kept in the process."""

    def __init__(self, areas: Iterable[Area]) -> None:
        """Names need not be unique; among equals the order given decides."""
        listed = sorted(areas, key=lambda area: _KINDS.index(area.kind))
        wards = {area.code: _bare(area.name) for area in listed if area.kind == "ward"}
        self._codes: dict[str, list[Area]] = defaultdict(list)
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        before = _names_before(listed)
        for area in listed:
            around = {wards[code] for code in area.successors if code in wards}
            around |= {_bare(area.parent)} if area.parent else set()
            if area.kind == "street":
                around |= set[str]().union(*(before[c] for c in area.successors))
            entry = _Entry(area, _bare(area.name), frozenset(map(fold, around)))
            self._entries[fold(entry.name)].append(entry)
            if area.code:
                self._codes[area.code].append(area)
        self._names = tuple(self._entries)
        # "208 Hai Bà Trưng" is no road 208 in a street.
        self._holding = frozenset(
            name
            for name, entries in self._entries.items()
            if any(entry.area.kind != "street" for entry in entries)
        )

    def find(self, text: str, *, slips: bool = True) -> list[AreaMatch]:
        """The areas meant, the likeliest first; empty when nothing is like it.

        A code, or a name with or without marks, capitals, designation ("P.", "quận",
        "street") and the places around it ("Cầu Đất, quận Ngô Quyền, Hải Phòng").
        Right marks come before others, wards of today before what is older; a
        mistyped name counts when no name is spelled so, unless without `slips`.
        """
        if coded := self._codes.get(text.strip()):
            return [AreaMatch(area, "code") for area in coded]
        words = with_i(normalise(text)).split()
        if len(words) > MOST_WORDS:
            return []
        splits = self._splits(words)
        for search in (self._spelled, self._mistyped) if slips else (self._spelled,):
            for end, around in splits.items():
                if found := _inside(search(words[:end]), around):
                    return [AreaMatch(entry.area, how) for entry, how in found.items()]
        return []

    def _splits(self, words: list[str]) -> dict[int, frozenset[str]]:
        """Where the name may end and only names of places follow: which ones."""
        splits: dict[int, frozenset[str]] = {len(words): frozenset()}
        for start in range(len(words) - 1, 0, -1):
            for end in tuple(splits):
                if named := self._places(words[start:end]):
                    splits[start] = splits[end] | named
                    break
        return splits

    def _places(self, words: list[str]) -> frozenset[str]:
        names = {fold(reading.name) for reading in _readings(words)}
        return frozenset(n for n in names if n in self._holding or n in _EVERYWHERE)

    def _spelled(self, words: list[str]) -> dict[_Entry, Likeness]:
        exact: dict[_Entry, Likeness] = {}
        folded: dict[_Entry, Likeness] = {}
        for reading in _readings(words):
            for entry in _fitting(self._entries.get(fold(reading.name), ()), reading):
                if entry.name == reading.name:
                    exact[entry] = "exact"
                else:
                    folded[entry] = "folded"
        return exact | folded

    def _mistyped(self, words: list[str]) -> dict[_Entry, Likeness]:
        scores: dict[_Entry, float] = {}
        for reading in _readings(words):
            typed = fold(reading.name)
            for name, score, _ in process.extract(
                typed, self._names, scorer=fuzz.ratio, score_cutoff=LEAST_RATIO
            ):
                # a wrong figure is another road, not a slip
                if _figures(name) == _figures(typed):
                    fitting = _fitting(self._entries[name], reading)
                    scores |= dict.fromkeys(fitting, score)
        best = max(scores.values(), default=0)
        return {entry: "typo" for entry, score in scores.items() if score == best}


def _names_before(areas: Iterable[Area]) -> dict[str, set[str]]:
    """The old wards and districts that each ward of today was, by its code."""
    before: dict[str, set[str]] = defaultdict(set)
    for area in areas:
        if area.kind == "former_ward":
            for code in area.successors:
                before[code] |= {_bare(area.name), _bare(area.parent or "")}
    return before


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _bare(name: str) -> str:
    """An official name in small letters, after its designation."""
    words = with_i(normalise(name)).split()
    for length in (2, 1):
        if " ".join(words[:length]) in _OFFICIAL and words[length:]:
            return " ".join(words[length:])
    return " ".join(words)


def _readings(words: list[str]) -> Iterator[_Reading]:
    """With and without a designation: "ngo quyen" may be Ngô Quyền or ngõ Quyền."""
    yield _Reading(frozenset(_KINDS), None, " ".join(words))
    for length in (2, 1):
        official = _FOLDED.get(fold(" ".join(words[:length])))
        if official and words[length:]:
            yield _Reading(_OFFICIAL[official], official, " ".join(words[length:]))
    for said, name in ((words[:1], words[1:]), (words[-1:], words[:-1])):
        kinds = _ENGLISH.get(" ".join(said))
        if kinds and name:
            yield _Reading(kinds, None, " ".join(name))


def _fitting(entries: Iterable[_Entry], reading: _Reading) -> list[_Entry]:
    """Those of the kind said; of the very designation said, if there is one."""
    fitting = [entry for entry in entries if entry.area.kind in reading.kinds]
    if reading.designation is None or reading.kinds == _STREETS:
        return fitting
    said = f"{reading.designation} "
    return [e for e in fitting if normalise(e.area.name).startswith(said)] or fitting


def _inside(
    found: dict[_Entry, Likeness], around: frozenset[str]
) -> dict[_Entry, Likeness]:
    """Without what lies elsewhere, unless nothing would be left."""
    if not (around := around - _EVERYWHERE):
        return found
    inside = {e: how for e, how in found.items() if not e.around or e.around & around}
    return inside or found
