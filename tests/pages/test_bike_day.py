"""The drawing of a station's day: no database, no page."""

from datetime import UTC, datetime

from citizen_api.bikes.history import Series
from citizen_api.pages.bikes.day import HIGH, SLOT, drawn, line

MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)


def series(bikes: list[int | None], docks: list[int | None]) -> Series:
    return Series(MIDNIGHT, bikes, docks)


def test_a_count_goes_on_until_the_next() -> None:
    assert line([0, 4, 4], top=4) == (
        f"M0 {HIGH}V{HIGH}H{SLOT}V0H{2 * SLOT}V0H{3 * SLOT}",
        0,
        4,
    )


def test_there_is_a_gap_where_nobody_counted() -> None:
    found = line([1, None, 1], top=1)

    assert found is not None
    assert found.path.count("M") == 2


def test_nothing_is_drawn_of_a_day_without_counts() -> None:
    day = drawn(series([None] * 4, [None] * 4))

    assert (day.bikes, day.docks, day.top) == (None, None, 1)


def test_an_empty_station_is_drawn_at_the_bottom() -> None:
    day = drawn(series([0, 0], [None, None]))

    assert day.bikes is not None
    assert day.docks is None
    assert (day.top, day.bikes.path) == (1, "M0 100V100H4V100H8")


def test_every_sixth_hour_is_marked() -> None:
    day = drawn(series([1] * 96, [1] * 96))

    assert [mark.at.hour for mark in day.marks] == [0, 6, 12, 18]
    assert [mark.x for mark in day.marks] == [0, 96, 192, 288]
    assert day.width == 384
