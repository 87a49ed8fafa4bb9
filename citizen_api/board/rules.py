"""Which cells of a table are told, and of which days. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from citizen_api.problems import FieldError, InvalidRequest, Said

K: Final = 5
TOGETHER: Final = "*"
"""Stands for whatever was too little to be told apart."""
FIRST_YEAR: Final = 2025
NOT_OVER: Final = Said(
    "Chưa có ngày nào của tháng này đã qua; bảng bắt đầu từ năm 2025.",
    "No day of this month is over yet; the board begins with 2025.",
)


class Period(NamedTuple):
    """Whole days, both included."""

    first: date
    last: date


class Cell(NamedTuple):
    """How many there are of what has these values."""

    values: tuple[str, ...]
    size: int


class Table(NamedTuple):
    """Cells that may be told, in order; `left_out`: there were others."""

    cells: Sequence[Cell]
    left_out: bool


def period(month: date | None, today: date) -> Period:
    """The days of a month that are over; without one, of the month of yesterday.

    Of today nobody is told: a count that grows tells who came. Raises InvalidRequest.
    """
    yesterday = today - timedelta(days=1)
    first = month or yesterday.replace(day=1)
    if first > yesterday or first.year < FIRST_YEAR:
        raise InvalidRequest(errors=[FieldError(NOT_OVER, parameter="month")])
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(first, min(after - timedelta(days=1), yesterday))


def told(cells: Iterable[Cell], *kept: int) -> Table:
    """The cells that may be told: each count stands in one of them, or in none.

    Small cells are put together, keeping fewer and fewer of their first values; `kept`
    says how many. So nothing can be found out by taking cells from each other, and a
    sum of what is told tells nothing more.
    """
    found: list[Cell] = []
    rest = list(cells)
    for keep in kept:
        found += [cell for cell in rest if cell.size >= K]
        rest = together((cell for cell in rest if cell.size < K), keep)
    found += [cell for cell in rest if cell.size >= K]
    left_out = any(0 < cell.size < K for cell in rest)
    return Table(sorted(found), left_out)


def together(cells: Iterable[Cell], keep: int) -> list[Cell]:
    """Cells put together where their first values are alike."""
    sums: Counter[tuple[str, ...]] = Counter()
    for values, size in cells:
        rest = (TOGETHER,) * (len(values) - keep)
        sums[(*values[:keep], *rest)] += size
    return [Cell(values, size) for values, size in sums.items()]
