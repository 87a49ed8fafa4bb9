"""QR pictures: a phone reads them, they are small, exact and always the same."""

import math
import random
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from qr import QrError
from qr.codes import new_code
from qr.image import (
    MODULE_MM_MIN,
    QUIET_ZONE,
    BadTitle,
    Correction,
    TextTooLong,
    TooLarge,
    TooSmall,
    encode,
    png,
    print_png,
    svg,
)
from qr.payload import link_url

Read = Callable[[Image.Image], list[str]]
Render = Callable[[bytes, int], Image.Image]
Wear = Callable[[Image.Image], Image.Image]

SVG = "{http://www.w3.org/2000/svg}"
SOURCE = random.Random(31)
LINKS = [
    link_url("https://qr.haiphong.gov.vn", new_code(SOURCE.randbytes))
    for _ in range(100)
]
SYMBOL = encode(LINKS[0])


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


@pytest.mark.parametrize("correction", Correction)
def test_a_hundred_png_codes_are_read_clean_and_worn(
    correction: Correction, read: Read, wear: Wear
) -> None:
    for link in LINKS:
        picture = opened(png(encode(link, correction), 9))

        assert read(picture) == [link]
        assert read(wear(picture)) == [link]


def test_a_hundred_svg_codes_are_read(read: Read, render: Render) -> None:
    for link in LINKS:
        assert read(render(svg(encode(link), title="Phố ẩm thực"), 270)) == [link]


@pytest.mark.parametrize("correction", Correction)
@pytest.mark.parametrize("size_mm", [18, 20, 30, 40, 60, 100, 160])
@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_every_print_size_is_read_and_comes_out_as_wide_as_asked(
    correction: Correction, size_mm: float, dpi: int, read: Read
) -> None:
    picture = opened(print_png(encode(LINKS[1], correction), size_mm, dpi))

    assert read(picture) == [LINKS[1]]
    resolution = picture.info["dpi"][0]
    assert picture.width / resolution * 25.4 == pytest.approx(size_mm, rel=1e-3)
    assert resolution <= dpi + 0.02


def test_svg_and_png_show_the_same_modules(render: Render) -> None:
    drawn = opened(png(SYMBOL, 12)).convert("L")

    rendered = render(svg(SYMBOL), drawn.width)

    assert ImageChops.difference(drawn, rendered).getextrema() == (0, 0)


@pytest.mark.parametrize("module_px", [1, 2, 7, 12])
def test_png_has_one_bit_a_pixel_whole_modules_and_a_quiet_zone(module_px: int) -> None:
    picture = opened(png(SYMBOL, module_px))

    quiet, side = QUIET_ZONE * module_px, SYMBOL.width * module_px
    assert (picture.mode, picture.size) == ("1", (side, side))
    dark = ImageChops.invert(picture.convert("L")).getbbox()
    assert dark == (quiet, quiet, side - quiet, side - quiet)


def test_png_is_small_and_tells_no_resolution_of_its_own() -> None:
    assert len(png(SYMBOL)) < 1100
    assert "dpi" not in opened(png(SYMBOL)).info


def test_the_same_symbol_gives_the_same_bytes() -> None:
    again = encode(LINKS[0])

    assert png(SYMBOL) == png(again)
    assert print_png(SYMBOL, 40) == print_png(again, 40)
    assert svg(SYMBOL, 40, "Chợ") == svg(again, 40, "Cho\u031b\u0323")


def test_less_correction_makes_larger_modules() -> None:
    assert encode(LINKS[0], Correction.MEDIUM).width < SYMBOL.width


@pytest.mark.parametrize("text", ["a" * 151, "đ" * 76, "a" * 10_000_000])
def test_a_text_that_no_phone_would_read_is_refused(text: str) -> None:
    with pytest.raises(TextTooLong):
        encode(text)


@pytest.mark.parametrize("module_px", [92, 10**9, 10**400])
def test_a_png_is_never_wider_than_its_bound(module_px: int) -> None:
    assert opened(png(SYMBOL, 91)).width == 4095
    with pytest.raises(TooLarge):
        png(SYMBOL, module_px)


@pytest.mark.parametrize("module_px", [0, -1])
def test_a_module_has_at_least_a_pixel(module_px: int) -> None:
    with pytest.raises(TooSmall):
        png(SYMBOL, module_px)


@pytest.mark.parametrize(
    ("size_mm", "dpi", "error"),
    [
        (0, 300, TooSmall),
        (-40, 300, TooSmall),
        (17.8, 300, TooSmall),
        (math.nan, 300, TooSmall),
        (40, 0, TooSmall),
        (40, -300, TooSmall),
        (40, 20, TooSmall),
        (1000.1, 72, TooLarge),
        (1e308, 72, TooLarge),
        (math.inf, 72, TooLarge),
        (400, 300, TooLarge),
        (40, 2401, TooLarge),
    ],
)
def test_a_print_that_makes_no_sense_is_refused_by_name(
    size_mm: float, dpi: int, error: type[QrError]
) -> None:
    with pytest.raises(error):
        print_png(SYMBOL, size_mm, dpi)


@pytest.mark.parametrize(
    ("size_mm", "error"), [(17, TooSmall), (math.nan, TooSmall), (1001, TooLarge)]
)
def test_an_svg_that_makes_no_sense_is_refused_by_name(
    size_mm: float, error: type[QrError]
) -> None:
    with pytest.raises(error):
        svg(SYMBOL, size_mm)


def test_the_smallest_print_is_still_readable(read: Read) -> None:
    smallest = math.ceil(SYMBOL.width * MODULE_MM_MIN)

    assert read(opened(print_png(SYMBOL, smallest, 150))) == [LINKS[0]]


def test_svg_is_as_wide_as_asked_and_counts_in_modules() -> None:
    root = ElementTree.fromstring(svg(SYMBOL, 62.5))

    assert root.attrib["width"] == root.attrib["height"] == "62.5mm"
    assert root.attrib["viewBox"] == "0 0 45 45"
    assert root.find(f"{SVG}title") is None


plain = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cf", "Cn"]), min_size=1, max_size=60
).filter(lambda title: title.isprintable())


@given(plain)
def test_a_title_is_text_and_never_markup(title: str) -> None:
    hostile = f'</title><script a="{title}">&amp;]]>'

    root = ElementTree.fromstring(svg(SYMBOL, title=hostile))

    assert [child.tag for child in root] == [f"{SVG}title", f"{SVG}path", f"{SVG}path"]
    assert svg(SYMBOL, title=root[0].text or "") == svg(SYMBOL, title=hostile)


@pytest.mark.parametrize(
    "title",
    ["a\0b", "a\nb", "a\x85b", "a\u202eb", "a\u2066b", "\ud800", "\uffff", "a" * 201],
)
def test_a_title_with_control_characters_or_no_end_is_refused(title: str) -> None:
    with pytest.raises(BadTitle):
        svg(SYMBOL, title=title)
