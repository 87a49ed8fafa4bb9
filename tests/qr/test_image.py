"""QR pictures: a phone reads them, they are small, exact and always the same."""

import math
import string
from collections.abc import Callable
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from qr import QrError
from qr.codes import nth_code
from qr.colours import Colours
from qr.design import Design
from qr.image import (
    MODULE_MM_MIN,
    QUIET_ZONE,
    BadText,
    Correction,
    LogoNeedsHigh,
    TextTooLong,
    TooLarge,
    TooSmall,
    encode,
    png,
    print_png,
    svg,
)
from qr.logo import FLAMBOYANT
from qr.payload import link_url, readable_link
from qr.prints import CITY

Read = Callable[[Image.Image], list[str]]
Render = Callable[[bytes, int], Image.Image]

SVG = "{http://www.w3.org/2000/svg}"
LINK = link_url("https://qr.haiphong.gov.vn", nth_code(123_456_789))
LABEL = readable_link(LINK)
SYMBOL = encode(LINK)


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


@pytest.mark.parametrize("correction", Correction)
@pytest.mark.parametrize("size_mm", [18, 20, 30, 40, 60, 100, 160])
@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_every_print_size_is_read_and_comes_out_as_wide_as_asked(
    correction: Correction, size_mm: float, dpi: int, read: Read
) -> None:
    picture = opened(print_png(encode(LINK, correction), size_mm, dpi))

    assert read(picture) == [LINK]
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
    assert picture.size == (side, side)
    assert picture.png.im_rawmode == "P;1"
    dark = ImageChops.invert(picture.convert("L")).getbbox()
    assert dark == (quiet, quiet, side - quiet, side - quiet)


def test_png_is_small_and_tells_no_resolution_of_its_own() -> None:
    assert len(png(SYMBOL)) < 1300
    assert len(png(SYMBOL, title="Chợ", label=LABEL, design=CITY)) < 6000
    assert "dpi" not in opened(png(SYMBOL)).info


def test_the_same_symbol_gives_the_same_bytes() -> None:
    again = encode(LINK)

    assert png(SYMBOL) == png(again)
    assert print_png(SYMBOL, 40) == print_png(again, 40)
    for draw in (png, svg):
        dressed = draw(SYMBOL, title="Chợ", label=LABEL, design=CITY)
        assert dressed == draw(again, title="Cho\u031b\u0323", label=LABEL, design=CITY)


def test_less_correction_makes_larger_modules() -> None:
    assert encode(LINK, Correction.MEDIUM).width < SYMBOL.width


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

    assert read(opened(print_png(SYMBOL, smallest, 150))) == [LINK]


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
    with pytest.raises(BadText):
        svg(SYMBOL, title=title)


def test_a_png_carries_its_description_as_unicode() -> None:
    picture = opened(png(SYMBOL, title="Bánh đa cua <Cầu Đất>"))

    assert picture.text["Description"] == "Bánh đa cua <Cầu Đất>"
    assert picture.text["Description"].tkey == "Description"


@pytest.mark.parametrize("width", [180, 540, 1350])
def test_svg_and_png_look_the_same_with_logo_and_label(
    width: int, render: Render
) -> None:
    module_px = width // SYMBOL.width
    drawn = opened(png(SYMBOL, module_px, label=LABEL, design=CITY)).convert("L")

    rendered = render(svg(SYMBOL, 45, label=LABEL, design=CITY), width)

    assert drawn.size == rendered.size
    difference = ImageChops.difference(drawn, rendered)
    assert ImageStat.Stat(difference).mean[0] < 3


def test_a_label_is_below_the_quiet_zone_and_inside_the_picture(
    render: Render,
) -> None:
    side = SYMBOL.width * 10
    for picture in (
        opened(png(SYMBOL, 10, label=LABEL)).convert("L"),
        render(svg(SYMBOL, label=LABEL), side),
    ):
        below = ImageChops.invert(picture.crop((0, side, side, picture.height)))
        left, top, right, bottom = below.point(lambda v: 255 * (v > 128)).getbbox()

        assert (left >= 20, right <= side - 20) == (True, True)
        assert (top >= 0, bottom <= below.height - 10) == (True, True)
        assert right - left > side * 0.8


def test_only_few_exact_colours_are_drawn() -> None:
    design = Design(Colours("#0b2545", "#fffaf0", "#a30d25"), FLAMBOYANT)

    picture = opened(png(SYMBOL, label=LABEL, design=design)).convert("RGB")

    counts = sorted((count, colour) for count, colour in picture.getcolors(16))
    assert [colour for _, colour in counts[-2:]] == [(11, 37, 69), (255, 250, 240)]


def test_a_logo_is_at_most_a_fifth_of_the_width_and_in_the_middle() -> None:
    plain_one = opened(png(SYMBOL, 10)).convert("RGB")
    with_logo = opened(png(SYMBOL, 10, design=CITY)).convert("RGB")

    changed = ImageChops.difference(plain_one, with_logo).getbbox()

    left, top, right, bottom = changed
    assert max(right - left, bottom - top) <= 0.2 * 10 * len(SYMBOL.rows)
    assert abs(left + right - with_logo.width) <= 10
    assert abs(top + bottom - with_logo.height) <= 10


def test_a_plain_symbol_has_no_room_for_a_logo() -> None:
    for draw in (png, svg):
        with pytest.raises(LogoNeedsHigh):
            draw(encode(LINK, Correction.MEDIUM), design=CITY)


@pytest.mark.parametrize("label", ["Chợ", "a\nb", "a\x7f", "a" * 151, "a" * 10**7])
def test_a_label_is_a_link_and_nothing_else(label: str) -> None:
    for draw in (png, svg):
        with pytest.raises(BadText):
            draw(SYMBOL, label=label)


def test_a_label_on_a_small_print_breaks_after_the_host() -> None:
    wide, small = svg(SYMBOL, 40, label=LABEL), svg(SYMBOL, 20, label=LABEL)

    assert wide.count(b"<g transform") == 1
    assert small.count(b"<g transform") == 2


@settings(deadline=None)
@given(st.text(string.printable[:94], min_size=1, max_size=150), st.integers(2, 6))
def test_any_label_of_ascii_is_drawn_inside_the_picture(
    label: str, module_px: int
) -> None:
    picture = opened(png(SYMBOL, module_px, label=label)).convert("L")

    below = picture.crop((0, picture.width, picture.width, picture.height))
    ink = ImageChops.invert(below).getbbox()
    assert ink is not None
    assert 0 < ink[0] < ink[2] < picture.width
