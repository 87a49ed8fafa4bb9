"""What the words of a search mean: dishes, areas, or names of venues."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from citizen_api.areas.queries import Areas
from citizen_api.db import Database
from citizen_api.dishes.search import MatchKind
from citizen_api.venues.queries import naming
from citizen_api.venues.queries.known import Known
from citizen_api.venues.questions import InAreas, Question
from geo.bbox import Bbox
from geo.names import fold
from geo.wards import AreaMatch

MOST_WORDS = 20
NOWHERE = Bbox(102, 18, 102, 18)
NAMED = {MatchKind.EXACT, MatchKind.FOLDED}
REMARK = re.compile(r"\([^)]*\)")
HOUSE_LETTER = re.compile("(?<=[0-9]) (?=[a-z]( |$))")
# What is said beside a house number, folded.
BESIDE_NUMBERS = frozenset(
    ("so", "nha", "no", "ngo", "ngach", "hem", "kiet", "duong", "pho")
)
Parts = Sequence[tuple[str, Sequence[AreaMatch]]]


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What was understood; empty when it means nothing here."""

    dishes: tuple[int, ...] = ()
    areas: InAreas | None = None
    matched: tuple[AreaMatch, ...] = ()
    venues: tuple[int, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was understood."""
        return not (self.dishes or self.areas or self.venues)


def understand(database: Database, known: Known, q: str, place: Question) -> Meaning:
    """The meaning of a search, the surest first; `place`: where it asks about.

    A dish by name; a street, ward or district; a dish that is nearly it; a dish and
    then an area ("banh da cua cau dat"); a house number and its street; the name of a
    venue; such a name and then an area; nearly a name; last a mistyped area.
    """
    areas, meant = known.areas, known.dishes.names.meant(q)
    found = tuple(match.dish for match in meant)
    if found and meant[0].kind in NAMED:
        return Meaning(dishes=found)
    matches = areas.find(q)
    if matches and matches[0].how != "typo":
        return _in(areas, matches)
    if found:
        return Meaning(dishes=found)
    parts = _parted(areas, q)
    return (
        _dish_there(known, parts)
        or _address(database, areas, parts)
        or _venues(naming.called(database, q, place))
        or _venue_there(database, areas, parts)
        or _venues(naming.nearly_called(database, q))
        or (_in(areas, matches) if matches else Meaning())
    )


def _parted(areas: Areas, q: str) -> Parts:
    """Every way to part the words: some, and then an area, without slips.

    An address may go on with a ward that nobody knows: then its beginning counts.
    """
    plain = REMARK.sub(" ", q)
    return [
        (" ".join(words[:end]), behind)
        for text in dict.fromkeys((plain, plain.partition(",")[0]))
        if (words := text.split()[:MOST_WORDS])
        for end in range(len(words) - 1, 0, -1)
        if (behind := areas.find(" ".join(words[end:]), slips=False))
    ]


def _dish_there(known: Known, parts: Parts) -> Meaning | None:
    """The meaning of a dish and then an area."""
    for before, behind in parts:
        if dishes := known.dishes.names.resolve(before):
            return _in(known.areas, behind, dishes=tuple(dishes))
    return None


def _address(database: Database, areas: Areas, parts: Parts) -> Meaning | None:
    """The meaning of a house number and its street: the street if nobody is there.

    After other words, such as a name, it counts only where somebody is.
    """
    for before, behind in parts:
        streets = [match for match in behind if match.area.kind == "street"]
        said, number = _house_number(before)
        if streets and number:
            found = naming.numbered(database, number, in_areas(areas, streets))
            if found or not said:
                return replace(_in(areas, streets), venues=tuple(found) or None)
    return None


def _house_number(words: str) -> tuple[list[str], str]:
    """What else is said, and the last numbers, folded: `số 20 ngõ 124`, `57 A`."""
    said = HOUSE_LETTER.sub("", fold(words)).split()
    numbers: list[str] = []
    while said and (said[-1] in BESIDE_NUMBERS or said[-1][0].isdigit()):
        word = said.pop()
        if word not in BESIDE_NUMBERS:
            numbers.insert(0, word)
    return said, " ".join(numbers)


def _venue_there(database: Database, areas: Areas, parts: Parts) -> Meaning | None:
    """The meaning of the name of a venue and then the area that it is in."""
    for before, behind in reversed(parts):  # the longest area first
        found = naming.called_there(database, before, in_areas(areas, behind))
        if found:
            return replace(_in(areas, behind), venues=tuple(found))
    return None


def _venues(found: Sequence[int]) -> Meaning | None:
    return Meaning(venues=tuple(found)) if found else None


def _in(
    areas: Areas, matches: Sequence[AreaMatch], dishes: tuple[int, ...] = ()
) -> Meaning:
    return Meaning(
        dishes=dishes, areas=in_areas(areas, matches), matched=tuple(matches)
    )


def in_areas(areas: Areas, matches: Iterable[AreaMatch]) -> InAreas:
    """The condition that a venue lies in one of the areas that were meant.

    A former ward also means venues that may have been in it; not so when the name is
    that of a street too, because then the street is what people mean.
    """
    meant = [match.area for match in matches]
    ids = {
        kind: tuple(area.id for area in meant if area.kind == kind)
        for kind in ("ward", "street", "former_district", "former_ward")
    }
    former = [area for area in meant if area.kind == "former_ward"]
    if ids["street"]:
        former = []
    codes = {code for area in former for code in area.successors}
    parents = {area.parent for area in former}
    successors = [
        area.id
        for area in areas.by_id.values()
        if area.kind == "ward" and area.code in codes
    ]
    districts = [
        area.id
        for area in areas.by_id.values()
        if area.kind == "former_district" and area.name in parents
    ]
    reaching = [area.id for area in meant] + successors
    return InAreas(
        wards=ids["ward"],
        streets=ids["street"],
        former_districts=ids["former_district"],
        former_wards=ids["former_ward"],
        successors=tuple(successors),
        districts=tuple(districts),
        extent=_together(
            areas.extents[area] for area in reaching if area in areas.extents
        ),
    )


def _together(boxes: Iterable[Bbox]) -> Bbox:
    reached = list(boxes)
    if not reached:
        return NOWHERE
    return Bbox(
        min(box.west for box in reached),
        min(box.south for box in reached),
        max(box.east for box in reached),
        max(box.north for box in reached),
    )
