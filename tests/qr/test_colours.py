"""Colours of codes: told apart by phones and eyes, or refused."""

from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qr.colours import BadColours, Colours, blend, contrast
from qr.design import Design
from qr.image import encode, png

LINK = "https://qr.haiphong.gov.vn/q/4JT86HPJ?s=1"
SYMBOL = encode(LINK)


def mixed(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.integers(least, most), min_size=3, max_size=3).map(
        lambda channels: "#" + bytes(channels).hex()
    )


colour = mixed(0, 255)


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#777777") == pytest.approx(4.478, abs=0.001)
    assert contrast("#c8102e", "#ffffff") == pytest.approx(5.88, abs=0.01)


@pytest.mark.parametrize(
    ("dark", "light", "accent"),
    [
        ("#ffffff", "#000000", "#c8102e"),
        ("#000000", "#000000", "#c8102e"),
        ("#c8102e", "#ffffff", "#c8102e"),
        ("#595959", "#eeeeee", "#c8102e"),
        ("#000000", "#ffffff", "#ffd400"),
        ("#000000", "#ffffff", "#ffffff"),
    ],
)
def test_inverted_and_faint_colours_are_refused(
    dark: str, light: str, accent: str
) -> None:
    with pytest.raises(BadColours):
        Colours(dark, light, accent)


@pytest.mark.parametrize(
    "text",
    ["", "black", "#000", "#00000g", "#000000 ", "#000000\n", "#ABCDEF", "#" * 10**7],
)
def test_only_six_small_hexadecimal_digits_are_a_colour(text: str) -> None:
    for place in ("dark", "light", "accent"):
        with pytest.raises(BadColours) as refused:
            Colours(**{place: text})

        assert len(str(refused.value)) < 100


@settings(deadline=None)
@given(dark=mixed(0, 110), light=mixed(150, 255))
def test_colours_that_are_taken_are_read(
    dark: str, light: str, read: Callable[[Image.Image], list[str]]
) -> None:
    try:
        colours = Colours(dark, light, dark)
    except BadColours:
        return

    drawn = png(SYMBOL, 4, design=Design(colours))

    assert read(Image.open(BytesIO(drawn))) == [LINK]


@given(colour, colour)
def test_a_blend_goes_from_the_colour_to_the_ground(top: str, ground: str) -> None:
    assert blend(top, ground, 0) == top
    assert blend(top, ground, 1) == ground
