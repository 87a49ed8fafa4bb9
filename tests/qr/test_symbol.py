"""QR symbols: room for a logo, and the outlines that are drawn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.symbol import (
    LOGO_SHARE,
    QUIET_ZONE,
    Correction,
    LogoNeedsHigh,
    Symbol,
    encode,
    logo_span,
    outlines,
    with_room,
)

LINK = "https://qr.haiphong.gov.vn/q/4JT86HPJ?s=1"

squares = st.integers(1, 12).flatmap(
    lambda side: st.lists(
        st.lists(st.integers(0, 1), min_size=side, max_size=side).map(bytes),
        min_size=side,
        max_size=side,
    )
)


def filled(symbol: Symbol) -> set[tuple[int, int]]:
    """The modules inside an odd number of outlines, by counting sides to the left."""
    sides = [
        (x, *sorted((y, next_y)))
        for walk in outlines(symbol)
        for (x, y), (next_x, next_y) in zip(walk, walk[1:] + walk[:1], strict=True)
        if x == next_x
    ]
    every = range(symbol.width)
    return {
        (column, row)
        for row in every
        for column in every
        if sum(x <= column and low <= row < high for x, low, high in sides) % 2
    }


@given(squares)
def test_outlines_hold_the_dark_modules_and_no_others(rows: list[bytes]) -> None:
    symbol = Symbol(tuple(rows), Correction.HIGH)

    dark = {
        (x + QUIET_ZONE, y + QUIET_ZONE)
        for y, row in enumerate(rows)
        for x, module in enumerate(row)
        if module
    }
    assert filled(symbol) == dark


@given(squares)
def test_outlines_turn_at_every_corner(rows: list[bytes]) -> None:
    for walk in outlines(Symbol(tuple(rows), Correction.HIGH)):
        around = walk + walk[:2]
        for before, corner, after in zip(around, around[1:], around[2:], strict=False):
            assert (before[0] == corner[0]) != (before[1] == corner[1])
            assert (before[0] == corner[0]) != (corner[0] == after[0])


@pytest.mark.parametrize("length", range(1, 151, 10))
def test_a_logo_has_a_square_in_the_very_middle(length: int) -> None:
    symbol = encode("a" * length)

    changed = [
        (x, y)
        for y, (before, after) in enumerate(
            zip(symbol.rows, with_room(symbol).rows, strict=True)
        )
        for x in range(len(before))
        if before[x] != after[x]
    ]

    span, middle = logo_span(symbol), len(symbol.rows) // 2
    assert span % 2 == 1
    assert span <= LOGO_SHARE * len(symbol.rows)
    assert changed
    assert all(abs(part - middle) <= span // 2 for at in changed for part in at)


def test_only_the_high_level_has_room_for_a_logo() -> None:
    with pytest.raises(LogoNeedsHigh):
        with_room(encode(LINK, Correction.MEDIUM))
