"""The four tables of the board, each as it may be told."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from citizen_api.board import queries
from citizen_api.board.rules import K, Period, Table, told
from citizen_api.db import Database

Columns = tuple[str, ...]


class Name(StrEnum):
    """A table of the board."""

    SCANS = "scans"
    FRUITLESS_SEARCHES = "fruitless-searches"
    STALE_LISTINGS = "stale-listings"
    SURGES = "surges"


COLUMNS: Final[Mapping[Name, Columns]] = {
    Name.SCANS: ("day", "kind", "street"),
    Name.FRUITLESS_SEARCHES: ("words",),
    Name.STALE_LISTINGS: ("fact", "state", "ward"),
    Name.SURGES: ("opened_on", "venue", "name", "why", "decision"),
}


class Board(NamedTuple):
    """A table of a time."""

    name: Name
    period: Period
    table: Table

    @property
    def columns(self) -> Columns:
        """What the values of its cells are called."""
        return COLUMNS[self.name]

    @property
    def shown(self) -> dict[str, Any]:
        """The table on the wire."""
        rows = [
            dict(zip(self.columns, (value or None for value in values), strict=True))
            | {"count": count}
            for values, count in self.table.cells
        ]
        return {
            "period": {"from": self.period.first, "to": self.period.last},
            "least": K,
            "left_out": self.table.left_out,
            "rows": rows,
        }


def board(database: Database, name: Name, period: Period, today: date) -> Board:
    """A table of the board; stale listings are as of today, whatever the period."""
    if name is Name.SCANS:
        return Board(name, period, told(queries.scans(database, period), 2, 1))
    if name is Name.FRUITLESS_SEARCHES:
        return Board(
            name, period, told(queries.fruitless_searches(database, period), 0)
        )
    if name is Name.SURGES:
        return Board(name, period, told(queries.surges(database, period)))
    cells = queries.stale_listings(database, today)
    return Board(name, Period(today, today), told(cells, 2))
