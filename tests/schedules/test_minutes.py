"""Sets of minutes against Python's own sets."""

from hypothesis import given
from hypothesis import strategies as st

from citizen_api.schedules.minutes import (
    Minutes,
    contains,
    periods,
    shift,
    subtract,
    union,
    window,
)

LIMIT = 60

boundaries = st.sets(st.integers(0, LIMIT), max_size=10).map(sorted)
minute_sets = boundaries.map(lambda found: tuple(found[: len(found) // 2 * 2]))


def members(minutes: Minutes) -> set[int]:
    return {minute for start, end in periods(minutes) for minute in range(start, end)}


@given(minute_sets, st.integers(-5, LIMIT + 5))
def test_a_minute_is_inside_its_period_and_not_at_its_end(
    minutes: Minutes, minute: int
) -> None:
    assert contains(minutes, minute) == (minute in members(minutes))


@given(minute_sets, minute_sets)
def test_union_has_the_minutes_of_both(left: Minutes, right: Minutes) -> None:
    assert members(union(left, right)) == members(left) | members(right)


@given(minute_sets, minute_sets)
def test_subtract_leaves_the_minutes_of_the_left_alone(
    left: Minutes, right: Minutes
) -> None:
    assert members(subtract(left, right)) == members(left) - members(right)


@given(minute_sets, minute_sets)
def test_one_set_of_minutes_has_one_form(left: Minutes, right: Minutes) -> None:
    both = union(left, right)

    assert list(both) == sorted(set(both))
    assert union(right, left) == both


@given(minute_sets, st.integers(0, LIMIT), st.integers(1, LIMIT))
def test_a_window_counts_from_its_own_start(
    minutes: Minutes, start: int, length: int
) -> None:
    kept = window(minutes, start, start + length)

    wanted = members(minutes) & set(range(start, start + length))
    assert members(shift(kept, start)) == wanted
