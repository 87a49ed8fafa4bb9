"""A dataset in a format, piece by piece, so that it may be of any size. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

import orjson

from citizen_api.datasets.catalogue import Dataset
from citizen_api.datasets.linked import CONTEXT, THINGS, about
from citizen_api.datasets.reading import Body, Known
from citizen_api.datasets.rows import COLUMNS, ROWS, Cell, Row
from geo.geojson import feature

BETWEEN: Final = b",\n"
# With these a spreadsheet takes a text for a formula, and would run it.
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
PLACE_COLUMNS: Final = ("lon", "lat")


def geojson(dataset: Dataset, bodies: Iterable[Body], known: Known) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946); programs take `name` for the layer's."""
    head = {
        "type": "FeatureCollection",
        "name": dataset.id,
        "licence": dataset.licence.address,
        "attribution": str(dataset.attribution),
        "updated": known.state.made_at,
        "hash": known.state.hash,
    }
    yield orjson.dumps(head)[:-1] + b',"features":[\n'
    yield from _joined(
        feature(row.place, row.cells, row.id) for row in _rows(dataset, bodies, known)
    )
    yield b"\n]}\n"


def jsonld(dataset: Dataset, bodies: Iterable[Body], known: Known) -> Iterator[bytes]:
    """A graph of schema.org: the dataset itself, and each thing in it."""
    yield b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[\n'
    things = (each for body in bodies for each in THINGS[dataset.id](body, known))
    yield from _joined(chain([about(dataset, known)], things))
    yield b"\n]}\n"


def table(dataset: Dataset, bodies: Iterable[Body], known: Known) -> Iterator[bytes]:
    """A table (RFC 4180) with a head; lists are joined with semicolons.

    Each row says under which licence it is, because rows get cut out and pasted.
    """
    is_placed = "geojson" in dataset.formats
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    columns = COLUMNS[dataset.id]
    writer.writerow([*columns, *(PLACE_COLUMNS if is_placed else ()), "licence"])
    for row in _rows(dataset, bodies, known):
        cells = [cell(row.cells[name]) for name in columns]
        if is_placed:
            cells += row.place["coordinates"] if row.place else ("", "")
        writer.writerow([*cells, dataset.licence.id])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def cell(value: Cell) -> Cell:
    """A value as a table has it; a text is never a formula."""
    if isinstance(value, list):
        value = ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULAS):
        return f"'{value}"
    return "" if value is None else value


def _rows(dataset: Dataset, bodies: Iterable[Body], known: Known) -> Iterator[Row]:
    return (row for body in bodies for row in ROWS[dataset.id](body, known))


def _joined(things: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    between = b""
    for each in things:
        yield between + orjson.dumps(each)
        between = BETWEEN


WRITERS: Final[
    Mapping[str, Callable[[Dataset, Iterable[Body], Known], Iterator[bytes]]]
] = {"geojson": geojson, "csv": table, "jsonld": jsonld}
