"""How far it is from stop to stop: laws that hold for every walk."""

from hypothesis import given
from hypothesis import strategies as st

from citizen_api.tours.rules import Leg, Place, legs, walking_minutes
from geo.points import Point

STATION = Place(Point(106.686348, 20.857242), 95)
MARKET = Place(Point(106.694308, 20.860154), 250)
PLACES = st.builds(
    Place,
    st.builds(Point, st.floats(106.5, 106.9), st.floats(20.7, 21.0)),
    st.none() | st.integers(1, 2000),
)
WALKS = st.lists(st.none() | PLACES, max_size=8)


def test_a_leg_says_how_far_how_sure_and_how_long() -> None:
    assert legs([STATION, MARKET]) == [None, Leg(889, 345, 16)]


def test_no_stop_has_no_way_and_one_stop_none_either() -> None:
    assert legs([]) == []
    assert legs([STATION]) == [None]


def test_a_stop_that_nobody_can_place_has_no_way_to_it_nor_from_it() -> None:
    assert legs([STATION, None, MARKET]) == [None, None, None]


def test_how_sure_is_not_known_when_one_end_is_not() -> None:
    vague = MARKET._replace(accuracy_m=None)

    assert legs([STATION, vague]) == [None, Leg(889, None, 16)]


def test_whoever_stands_there_already_walks_no_minute() -> None:
    assert walking_minutes(0) == 0
    assert walking_minutes(0.1) == 1


@given(WALKS)
def test_each_stop_has_one_place_in_the_list_of_legs(walk: list[Place | None]) -> None:
    assert len(legs(walk)) == len(walk)


@given(WALKS)
def test_the_way_back_is_as_long(walk: list[Place | None]) -> None:
    there, back = legs(walk), legs(walk[::-1])

    assert there[1:] == back[:0:-1]


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_farther_never_takes_less_time(one: float, other: float) -> None:
    near, far = sorted([one, other])

    assert walking_minutes(near) <= walking_minutes(far)
