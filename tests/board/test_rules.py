"""Which cells are told: laws of every table, and the days of a month."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from citizen_api.board.rules import TOGETHER, Cell, K, Period, period, told
from citizen_api.problems import InvalidRequest

VALUES = some.tuples(*(some.sampled_from("abc") for _ in range(3)))
TABLES = some.dictionaries(VALUES, some.integers(0, 12), max_size=20)


@given(TABLES, some.sampled_from([(), (0,), (2,), (2, 1), (2, 1, 0)]))
def test_no_cell_below_five_is_told(
    counts: dict[tuple[str, ...], int], kept: tuple[int, ...]
) -> None:
    cells = [Cell(values, count) for values, count in counts.items()]

    table = told(cells, *kept)

    assert all(count >= K for _, count in table.cells)
    rest = sum(counts.values()) - sum(count for _, count in table.cells)
    assert table.left_out == (rest > 0)
    for values, count in table.cells:
        assert counts.get(values) == count or TOGETHER in values


@given(TABLES)
def test_every_cell_stands_in_one_count_or_in_none(
    counts: dict[tuple[str, ...], int],
) -> None:
    cells = [Cell(values, count) for values, count in counts.items()]

    found = Counter(dict(told(cells, 2, 1, 0).cells))

    for (first, *_), _count in counts.items():
        own = sum(n for values, n in found.items() if values[0] == first)
        assert own <= sum(n for values, n in counts.items() if values[0] == first)
    if sum(counts.values()) - sum(found.values()):
        assert sum(counts.values()) - sum(found.values()) < K


def test_small_cells_are_put_together_as_finely_as_can_be() -> None:
    cells = [
        Cell(("1", "venue", "A"), 7),
        Cell(("1", "venue", "B"), 3),
        Cell(("1", "venue", "C"), 2),
        Cell(("1", "dish", ""), 4),
        Cell(("2", "dish", ""), 1),
    ]

    table = told(cells, 2, 1)

    assert table.cells == [Cell(("1", "venue", "*"), 5), Cell(("1", "venue", "A"), 7)]
    assert table.left_out


@pytest.mark.parametrize(
    ("month", "today", "days"),
    [
        (None, date(2026, 11, 21), (date(2026, 11, 1), date(2026, 11, 20))),
        (None, date(2026, 12, 1), (date(2026, 11, 1), date(2026, 11, 30))),
        (date(2026, 2, 1), date(2026, 11, 21), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2025, 12, 1), date(2026, 1, 1), (date(2025, 12, 1), date(2025, 12, 31))),
    ],
)
def test_only_days_that_are_over_are_told(
    month: date | None, today: date, days: tuple[date, date]
) -> None:
    assert period(month, today) == Period(*days)


@pytest.mark.parametrize("month", [date(2026, 12, 1), date(2024, 12, 1)])
def test_a_month_of_which_nothing_is_known_is_refused(month: date) -> None:
    with pytest.raises(InvalidRequest):
        period(month, date(2026, 12, 1))
