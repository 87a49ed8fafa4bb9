"""Venues by what they are called, and by their house number."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.venues.queries.offers import lying_in
from citizen_api.venues.queries.shapes import IN_AREAS
from citizen_api.venues.questions import WORLD, InAreas, Question, Square
from geo.names import fold, split_syllables
from geo.points import to_utm48n

MOST_VENUES = 200
LONGEST_GLUED = 40
NEARLY_LETTERS = 4

# How a name answers, and what comes first: as typed before without marks.
MARKED = "(normalize(lower(v.name), NFC) LIKE %(marked)s) DESC"
HOLDING = "v.folded LIKE %(holding)s", f"{MARKED}, char_length(v.folded), v.id"
PARTED = "v.folded LIKE ANY(%(parted)s::text[])", "char_length(v.folded), v.id"
NEARLY = (
    "%(folded)s::text <%% v.folded",
    "word_similarity(%(folded)s::text, v.folded) DESC, char_length(v.folded), v.id",
)
# A name of a venue that was merged is one of the venue that it is now.
ANYWHERE = """
SELECT coalesce(v.merged_into_id, v.id) FROM venues v
WHERE {answers} ORDER BY {order} LIMIT %(limit)s
"""
IN_SQUARE = (
    "o.place && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 32648)"
)
# Of more namesakes than are looked at, those around the place that is asked about.
AROUND = f"""
SELECT o.venue_id
FROM venues v JOIN offers o ON o.venue_id = coalesce(v.merged_into_id, v.id)
WHERE v.folded LIKE %(holding)s AND o.dish_id = 0 AND {IN_SQUARE}
ORDER BY {MARKED}, o.place <-> ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 32648), o.venue_id
LIMIT %(limit)s
"""  # noqa: S608 - our own words
# A venue without a place may lie in an area, but is out of its square.
LYING_IN = (
    f"o.dish_id = 0 AND {IN_AREAS.format(n=0)} AND ({IN_SQUARE} OR o.place IS NULL)"
)
THERE = f"""
SELECT o.venue_id
FROM venues v JOIN offers o ON o.venue_id = coalesce(v.merged_into_id, v.id)
WHERE {{answers}} AND {LYING_IN} ORDER BY {{order}} LIMIT %(limit)s
"""  # noqa: S608 - our own words
# The house, then those in the alley of its number: 124, then 20/124.
NUMBERED = f"""
SELECT o.venue_id FROM offers o JOIN venues v ON v.id = o.venue_id
WHERE {LYING_IN} AND ' ' || fold_name(v.house_number) LIKE %(number)s
ORDER BY char_length(v.house_number), v.id LIMIT %(limit)s
"""  # noqa: S608 - our own words


def called(database: Database, q: str, place: Question) -> list[int]:
    """The ids of venues whose name holds the words, best first."""
    values = _values(q)
    if HOLDING not in _ways(values):
        return []
    rows = database.find(_anywhere(HOLDING), values)
    if len(rows) == MOST_VENUES and (place.near or place.square):
        rows = database.find(AROUND, values | _around(place)) or rows
    return [row[0] for row in rows]


def nearly_called(database: Database, q: str) -> list[int]:
    """The ids of venues whose name is nearly that: written as one word, or mistyped."""
    values = _values(q)
    ways = [_anywhere(way) for way in _ways(values) if way is not HOLDING]
    return _first_found(database, ways, values)


def called_there(database: Database, q: str, areas: InAreas) -> list[int]:
    """The ids of venues in an area that are called so, or nearly so, best first."""
    values = _values(q)
    ways = [
        THERE.format(answers=answers, order=order) for answers, order in _ways(values)
    ]
    return _first_found(database, ways, values | _lying_in(areas))


def numbered(database: Database, number: str, areas: InAreas) -> list[int]:
    """The ids of venues at a house number of a street, then of those in its alley."""
    values = {"number": f"% {number}", "limit": Int4(MOST_VENUES)}
    return _first_found(database, [NUMBERED], values | _lying_in(areas))


def _ways(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The ways in which the words may be a name, the surest first."""
    letters = len(values["folded"])
    ways = [HOLDING] if letters > 1 else []
    if values["parted"]:
        ways.append(PARTED)
    return [*ways, NEARLY] if letters >= NEARLY_LETTERS else ways


def _anywhere(way: tuple[str, str]) -> str:
    answers, order = way
    return ANYWHERE.format(answers=answers, order=order)


def _first_found(
    database: Database, statements: Iterable[str], values: Mapping[str, Any]
) -> list[int]:
    for statement in statements:
        if rows := database.find(statement, values):
            return [row[0] for row in rows]
    return []


def _values(q: str) -> dict[str, Any]:
    folded = fold(q)  # it leaves no % and no _
    parted = split_syllables(folded) if len(folded) <= LONGEST_GLUED else []
    return {
        "folded": folded,
        "holding": f"%{folded}%",
        "parted": [f"%{words}%" for words in parted if words != folded],
        "marked": f"%{_plain(q)}%",
        "limit": Int4(MOST_VENUES),
    }


def _lying_in(areas: InAreas) -> dict[str, Any]:
    return lying_in(0, areas) | _square(Question(areas=(areas,)))


def _around(place: Question) -> dict[str, float]:
    square = _square(place)
    middle = (
        (square["west"] + square["east"]) / 2,
        (square["south"] + square["north"]) / 2,
    )
    x, y = to_utm48n(place.near) if place.near else middle
    return square | {"x": x, "y": y}


def _square(place: Question) -> dict[str, float]:
    return asdict(place.square or Square.around(WORLD))


def _plain(q: str) -> str:
    escaped = q.lower().replace("\\", r"\\")
    return escaped.replace("%", r"\%").replace("_", r"\_")
