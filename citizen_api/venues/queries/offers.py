"""The hot question: who serves this, near here, open then, and for how much."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.venues.queries.shapes import Row, Shape, statement
from citizen_api.venues.questions import (
    COARSE_CELL,
    FINE_CELL,
    MOST_CELLS,
    NO_CELL,
    WORLD,
    InAreas,
    Question,
    Sort,
    Square,
)
from geo.bbox import Bbox
from geo.points import to_utm48n

Values = dict[str, Any]

AREA_FILTERS = ("area", "other_area")  # of `ward`, and of the words


def listed(
    database: Database, question: Question, *, open_bits: bytes = b""
) -> list[Row]:
    """The venues that answer, in order, one row each, at most `limit` + 1.

    `open_bits`: a bit a schedule, for `open_at` or `unsure_at`.
    """
    if question.is_nowhere:
        return []
    shape, values = prepared(question, open_bits)
    # The cheapest of a small place are found by place, then sorted.
    sorts = question.sort is Sort.PRICE and question.wants_placed
    ask = database.find if sorts else database.read
    rows = [Row._make(row) for row in ask(statement(shape), values)]
    return _one_each(rows)[: question.limit + 1]


def _one_each(rows: Sequence[Row]) -> list[Row]:
    """The first row of each venue: it may serve several of the dishes asked for."""
    first: dict[int, Row] = {}
    for row in rows:
        first.setdefault(row.venue_id, row)
    return list(first.values())


def prepared(question: Question, open_bits: bytes = b"") -> tuple[Shape, Values]:
    """The shape of a question, and the values of its statement."""
    values: Values = {
        "dishes": _ids(question.dishes),
        "limit": Int4(question.limit + 1),
    }
    filters = []
    for name, given in _filters(question, open_bits):
        filters.append(name)
        values |= given
    if question.near is not None:
        values["x"], values["y"] = to_utm48n(question.near)
    cell, cells = _cells(question)
    if cell is not None:
        values["cells"] = _ids(cells)
    if question.after is not None:
        values["after"], values["after_venue"] = (
            question.after[0],
            Int4(question.after[1]),
        )
    return _shape(question, tuple(filters), cell), values


def _shape(question: Question, filters: tuple[str, ...], cell: int | None) -> Shape:
    return Shape(
        sort=question.sort,
        filters=filters,
        cell=cell,
        after=question.after is not None,
        tail=question.tail,
        centred=question.near is not None,
    )


def _filters(question: Question, open_bits: bytes) -> Iterator[tuple[str, Values]]:
    yield from _where(question)
    if question.venues is not None:
        yield "named", {"venues": _ids(question.venues)}
    bits = {"bits": open_bits, "schedules": Int4(8 * len(open_bits))}
    if question.open_at is not None:
        yield "open", bits
    if question.max_price is not None:
        yield "price", {"max_price": Int4(question.max_price)}
    if question.min_score is not None:
        yield "score", {"min_score": Int4(round(100 * question.min_score))}
    if question.unsure_at is not None:
        yield "unsure", bits
    if question.sort is Sort.PRICE and len(question.dishes) > 1:
        # Else a venue with two of the dishes would come again on a later page.
        yield "cheapest", {}


def _where(question: Question) -> Iterator[tuple[str, Values]]:
    if question.radius is not None:
        yield "circle", {"radius": float(question.radius)}
    if question.bbox is not None:
        yield "box", _box(question.bbox)
    if (box := _searched(question)) is not None:
        yield "reach", _reach(box)
    for name, number, areas in zip(AREA_FILTERS, (0, 1), question.areas, strict=False):
        yield name, lying_in(number, areas)


def _searched(question: Question) -> Bbox | None:
    """The box that bounds the scan of places; the order by score goes by cells."""
    if question.sort is Sort.SCORE or question.tail:
        return None
    # A venue without a place may lie in an area, but is out of every reach.
    by_distance = question.sort is Sort.DISTANCE
    return question.bbox or (question.reach if by_distance else None)


def lying_in(number: int, areas: InAreas) -> Values:
    """The values of the condition that a venue lies in areas."""
    return {
        f"{name}_{number}": _ids(ids)
        for name, ids in asdict(areas).items()
        if name != "extent"
    }


def _reach(box: Bbox) -> Values:
    square = Square.around(box.clipped(WORLD))
    return {f"reach_{side}": metres for side, metres in asdict(square).items()}


def _box(box: Bbox) -> Values:
    west, south, east, north = box.to_micro()
    return {
        "west": Int4(west),
        "south": Int4(south),
        "east": Int4(east),
        "north": Int4(north),
    }


def _cells(question: Question) -> tuple[int | None, Sequence[int]]:
    """For the order by score in a small place: the cells whose best are merged."""
    if question.sort is not Sort.SCORE or question.tail:
        return None, ()
    square = question.square
    if square is None:
        return None, ()
    for side in (FINE_CELL, COARSE_CELL):
        if square.cell_count(side) <= MOST_CELLS:
            unplaced = [] if question.wants_placed else [NO_CELL]
            return side, unplaced + square.cells(side)
    return None, ()


def _ids(numbers: Sequence[int]) -> str:
    """An array as PostgreSQL writes it: less work than a list for psycopg."""
    return f"{{{','.join(map(str, numbers))}}}"
