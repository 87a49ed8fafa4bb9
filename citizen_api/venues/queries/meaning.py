"""What the words of a search mean: dishes, areas, or names of venues."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from psycopg.types.numeric import Int4

from citizen_api.areas.queries import Areas
from citizen_api.db import Database
from citizen_api.dishes.search import MatchKind
from citizen_api.venues.queries.known import Known
from citizen_api.venues.questions import WORLD, InAreas, Question, Square
from geo.bbox import Bbox
from geo.names import fold
from geo.points import to_utm48n
from geo.wards import AreaMatch

MOST_WORDS = 12
MOST_VENUES = 200
NOWHERE = Bbox(102, 18, 102, 18)
NAMED = {MatchKind.EXACT, MatchKind.FOLDED}

# A name of a venue that was merged is one of the venue that it is now.
# Those that hold the words as typed come first, then those that hold them without
# marks, then those that are nearly it.
HOLDING = """
SELECT coalesce(merged_into_id, id) FROM venues WHERE folded LIKE %(holding)s
ORDER BY (normalize(lower(name), NFC) LIKE %(marked)s) DESC,
         char_length(folded), id
LIMIT %(limit)s
"""
# Of more namesakes than are looked at, those around the place that is asked about.
AROUND = """
SELECT o.venue_id
FROM venues v JOIN offers o ON o.venue_id = coalesce(v.merged_into_id, v.id)
WHERE v.folded LIKE %(holding)s AND o.dish_id = 0
  AND o.place && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 32648)
ORDER BY (normalize(lower(v.name), NFC) LIKE %(marked)s) DESC,
         o.place <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648), o.venue_id
LIMIT %(limit)s
"""
NEARLY = """
SELECT coalesce(merged_into_id, id) FROM venues WHERE %(folded)s::text <%% folded
ORDER BY word_similarity(%(folded)s::text, folded) DESC, char_length(folded), id
LIMIT %(limit)s
"""


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
    then an area ("banh da cua cau dat"); the name of a venue; last a mistyped area.
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
    if there := _dish_there(known, q):
        return there
    if named := venues_named(database, q, place):
        return Meaning(venues=tuple(named))
    return _in(areas, matches) if matches else Meaning()


def _dish_there(known: Known, q: str) -> Meaning | None:
    """The meaning of a dish and then an area."""
    words = q.split()[:MOST_WORDS]
    for end in range(len(words) - 1, 0, -1):
        behind = known.areas.find(" ".join(words[end:]))
        before = known.dishes.names.resolve(" ".join(words[:end]))
        if before and behind and behind[0].how != "typo":
            return _in(known.areas, behind, tuple(before))
    return None


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


def venues_named(database: Database, q: str, place: Question) -> list[int]:
    """The ids of venues whose name or address part holds the words, best first."""
    folded = fold(q)
    if len(folded) < 2:
        return []
    values = {
        "folded": folded,
        "holding": f"%{folded}%",  # fold leaves no % and no _
        "marked": f"%{_plain(q)}%",
        "limit": Int4(MOST_VENUES),
    }
    rows = database.find(HOLDING, values) or (
        database.find(NEARLY, values) if len(folded) > 3 else []
    )
    if len(rows) == MOST_VENUES and (place.near or place.square):
        rows = database.find(AROUND, values | _around(place)) or rows
    return [row[0] for row in rows]


def _around(place: Question) -> dict[str, float]:
    square = place.square or Square.around(WORLD)
    middle = (square.west + square.east) / 2, (square.south + square.north) / 2
    x, y = to_utm48n(place.near) if place.near else middle
    return asdict(square) | {"x": x, "y": y}


def _plain(q: str) -> str:
    escaped = q.lower().replace("\\", r"\\")
    return escaped.replace("%", r"\%").replace("_", r"\_")
