"""Boxes: how they are read, what is refused, what lies inside."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from geo.bbox import BadBbox, Bbox
from geo.points import Point
from tests.geo.strategies import places

CITY = Bbox(106.0, 20.0, 107.8, 21.3)


@st.composite
def boxes(draw: st.DrawFn) -> Bbox:
    one, other = draw(places), draw(places)
    return Bbox(
        min(one.lon, other.lon),
        min(one.lat, other.lat),
        max(one.lon, other.lon),
        max(one.lat, other.lat),
    )


def test_four_numbers_are_west_south_east_north() -> None:
    box = Bbox.parse("106.65, 20.83,106.7,2.087e1")

    assert box == Bbox(west=106.65, south=20.83, east=106.7, north=20.87)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not_four_numbers"),
        ("106,20,107", "not_four_numbers"),
        ("106,20,107,21,22", "not_four_numbers"),
        ("106,20,,21", "not_four_numbers"),
        ("a,b,c,d", "not_four_numbers"),
        ("106;20;107;21", "not_four_numbers"),
        ("1_06,20,107,21", "not_four_numbers"),
        ("١٠٦,20,107,21", "not_four_numbers"),
        ("nan,20,107,21", "not_finite"),
        ("106,20,inf,21", "not_finite"),
        ("106,20,1e999,21", "not_finite"),
        ("106,20,1e308,21", "out_of_range"),
        ("-181,20,107,21", "out_of_range"),
        ("20,106,21,107", "out_of_range"),
        ("106,21,107,20", "inverted"),
        ("107,20,106,21", "crosses_date_line"),
        ("179,20,-179,21", "crosses_date_line"),
        ("106,20,106,21", "no_area"),
        ("106,20,107,20", "no_area"),
    ],
)
def test_what_is_no_box_is_refused_by_name(text: str, reason: str) -> None:
    with pytest.raises(BadBbox) as refused:
        Bbox.parse(text)

    assert refused.value.reason == reason


@given(st.text(max_size=40))
def test_any_text_is_a_box_or_refused(text: str) -> None:
    try:
        box = Bbox.parse(text)
    except BadBbox:
        return
    assert box.west < box.east
    assert box.south < box.north


@given(boxes())
def test_a_box_is_read_as_it_is_written(box: Bbox) -> None:
    assume(box.west < box.east and box.south < box.north)

    assert Bbox.parse(f"{box.west},{box.south},{box.east},{box.north}") == box


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        (Point(106.7, 20.86), True),
        (Point(106.0, 20.0), True),
        (Point(107.8, 21.3), True),
        (Point(105.85, 21.03), False),
        (Point(106.7, 21.300001), False),
    ],
)
def test_a_box_contains_its_inside_and_its_edge(point: Point, inside: bool) -> None:
    assert CITY.contains(point) is inside


@given(boxes(), boxes())
def test_boxes_intersect_when_a_corner_of_their_common_part_is_in_both(
    one: Bbox, other: Bbox
) -> None:
    corner = Point(max(one.west, other.west), max(one.south, other.south))

    both = one.contains(corner) and other.contains(corner)

    assert one.intersects(other) is both
    assert other.intersects(one) is both


def test_micro_degrees_are_the_nearest() -> None:
    assert CITY.to_micro() == (106_000_000, 20_000_000, 107_800_000, 21_300_000)


@given(box=boxes())
def test_the_middle_lies_in_the_box_as_far_from_either_side(box: Bbox) -> None:
    middle = box.middle

    assert box.contains(middle)
    assert middle.lon - box.west == pytest.approx(box.east - middle.lon)
    assert middle.lat - box.south == pytest.approx(box.north - middle.lat)
