"""Logos: outlines that PNG, SVG and PDF draw alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.logo import FLAMBOYANT, LOGO_BOX, BadLogo, Logo, Shape, steps

SQUARE = "M 10 10 L 90 10 L 90 90 L 10 90 Z"


def test_a_path_is_read_as_in_svg() -> None:
    assert steps("M 10,20.5 C 1 2 3 4 5 6 L0 0Z") == (
        ("M", (10, 20.5)),
        ("C", (1, 2, 3, 4, 5, 6)),
        ("L", (0, 0)),
        ("Z", ()),
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "Z",
        "10 10",
        "M 10 10 Z",
        "M 10 10 L 90 10",
        "M 10 10 L 90 Z",
        "M 10 10 L 90 10 20 20 Z",
        "M 10 10 L 90 10 Z M 1 1 L 2 2 Z",
        "m 10 10 l 90 10 z",
        "M 10 10 A 5 5 0 0 0 9 9 Z",
        "M 10 10 L 101 10 Z",
        "M -1 10 L 90 10 Z",
        "M 10 10 L 1e1 10 Z",
        "M 10 10 L nan 10 Z",
        "M 10 10 L 90 10 Z'/><script>",
        "M ١٠ 10 L 90 10 Z",
        "M 10 10 L " + "9" * 500 + " 10 Z",
        "M 10 10" + " L 90 10" * 10**6 + " Z",
    ],
)
def test_anything_but_one_closed_outline_in_the_box_is_refused(path: str) -> None:
    with pytest.raises(BadLogo):
        Shape("#c8102e", path)


@given(st.text("MLCZmz0123456789.,- \n", max_size=60))
def test_a_path_is_taken_or_refused_by_name(path: str) -> None:
    try:
        shape = Shape("#c8102e", path)
    except BadLogo:
        return

    numbers = [number for _, numbers in steps(shape.path) for number in numbers]
    assert all(0 <= number <= LOGO_BOX for number in numbers)


@pytest.mark.parametrize("colour", ["red", "#C8102E", "#fff", '#"/><a', ""])
def test_a_shape_needs_a_colour(colour: str) -> None:
    with pytest.raises(BadLogo):
        Shape(colour, SQUARE)


@pytest.mark.parametrize("count", [0, 65])
def test_a_logo_has_some_shapes_and_not_too_many(count: int) -> None:
    with pytest.raises(BadLogo):
        Logo((Shape("#c8102e", SQUARE),) * count)


def test_the_flower_of_the_city_has_five_petals_five_stamens_and_a_heart() -> None:
    colours = [shape.colour for shape in FLAMBOYANT.shapes]

    assert colours == ["#c8102e"] * 5 + ["#f2a900"] * 6
