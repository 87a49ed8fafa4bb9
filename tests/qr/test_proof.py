"""The proof: whatever is drawn or printed opens exactly its link, clean and worn."""

import random
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from qr.codes import new_code
from qr.colours import Colours
from qr.design import PLAIN, Design
from qr.image import Correction, encode, png, print_png, svg
from qr.logo import FLAMBOYANT
from qr.payload import link_url, readable_link
from qr.poster import Paper, Poster, poster
from qr.prints import CITY, Words
from qr.stickers import STICKERS_PER_SHEET, Sticker, stickers

Read = Callable[[Image.Image], list[str]]
Render = Callable[[bytes, int], Image.Image]
Pages = Callable[[bytes, int], list[Image.Image]]
Wear = Callable[[Image.Image], Image.Image]
Kind = tuple[Correction, Design]

SOURCE = random.Random(31)
LINKS = [
    link_url("https://qr.haiphong.gov.vn", new_code(SOURCE.randbytes))
    for _ in range(100)
]
LONG = link_url("https://" + "ma-qr." * 18 + "haiphong.vn", new_code(SOURCE.randbytes))
BLUE = Design(Colours("#0b2545", "#fffaf0", "#a30d25"), FLAMBOYANT)
KINDS = [
    pytest.param((Correction.HIGH, CITY), id="flower"),
    pytest.param((Correction.HIGH, BLUE), id="coloured"),
    pytest.param((Correction.HIGH, PLAIN), id="high"),
    pytest.param((Correction.MEDIUM, PLAIN), id="plain"),
]
SIZES_MM = [18, 20, 30, 40, 60, 100, 160]
HEADLINE = Words("Quét để xem quán, món và giá", "Scan for dishes and prices")


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


def poster_for(link: str) -> Poster:
    return Poster(
        link,
        "Bánh đa cua Cầu Đất",
        "179 Cầu Đất, phường Gia Viên",
        HEADLINE,
        Words("Thành phố Hải Phòng", "City of Hải Phòng"),
        Words("Trang mở ra phải có địa chỉ", "The page that opens must show"),
    )


@pytest.mark.proof
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[-1]])
def test_a_hundred_png_codes_are_read_clean_and_worn(
    kind: Kind, read: Read, wear: Wear
) -> None:
    correction, design = kind
    for link in LINKS:
        symbol = encode(link, correction)
        picture = opened(png(symbol, 9, label=readable_link(link), design=design))

        assert read(picture) == [link]
        assert read(wear(picture)) == [link]


@pytest.mark.proof
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[-1]])
def test_a_hundred_svg_codes_are_read_clean_and_worn(
    kind: Kind, read: Read, render: Render, wear: Wear
) -> None:
    correction, design = kind
    for link in LINKS:
        symbol = encode(link, correction)
        drawn = svg(symbol, label=readable_link(link), design=design)
        picture = render(drawn, 9 * symbol.width)

        assert read(picture) == [link]
        assert read(wear(picture)) == [link]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size_mm", SIZES_MM)
@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_every_png_print_is_read_clean_and_worn(
    kind: Kind, size_mm: float, dpi: int, read: Read, wear: Wear
) -> None:
    correction, design = kind
    symbol, label = encode(LINKS[1], correction), readable_link(LINKS[1])

    picture = opened(print_png(symbol, size_mm, dpi, label=label, design=design))

    assert read(picture) == [LINKS[1]]
    # A camera comes as near as it must: nine of its pixels to a module.
    width = 9 * symbol.width
    near = picture.convert("L")
    near = near.resize((width, round(picture.height * width / picture.width)))
    assert read(wear(near)) == [LINKS[1]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size_mm", SIZES_MM)
def test_every_svg_size_is_read_clean_and_worn(
    kind: Kind, size_mm: float, read: Read, render: Render, wear: Wear
) -> None:
    correction, design = kind
    symbol, label = encode(LINKS[2], correction), readable_link(LINKS[2])

    picture = render(svg(symbol, size_mm, label=label, design=design), 400)

    assert read(picture) == [LINKS[2]]
    assert read(wear(picture)) == [LINKS[2]]


@pytest.mark.parametrize("design", [CITY, BLUE, PLAIN])
@pytest.mark.parametrize("paper", Paper)
def test_every_poster_is_read_clean_and_worn(
    paper: Paper, design: Design, read: Read, pages: Pages, wear: Wear
) -> None:
    printed = poster(poster_for(LINKS[3]), paper, design)

    for dpi in (150, 200):
        [page] = pages(printed, dpi)
        assert read(page) == [LINKS[3]]
        assert read(wear(page)) == [LINKS[3]]


@pytest.mark.proof
def test_a_hundred_posters_are_read_clean_and_worn(
    read: Read, pages: Pages, wear: Wear
) -> None:
    for link in LINKS:
        [page] = pages(poster(poster_for(link), Paper.A6), 150)

        assert read(page) == [link]
        assert read(wear(page)) == [link]


@pytest.mark.proof
def test_a_hundred_stickers_are_read_each_in_its_place(
    read: Read, pages: Pages
) -> None:
    values = [Sticker(link, "Chợ Cố Đạo", HEADLINE) for link in LINKS]

    sheets = pages(stickers(values), 200)

    for number, sheet in enumerate(sheets):
        start = number * STICKERS_PER_SHEET
        here = LINKS[start : start + STICKERS_PER_SHEET]
        assert sorted(read(sheet)) == sorted(here)
    assert len(sheets) == 9


@pytest.mark.parametrize("design", [CITY, BLUE, PLAIN])
def test_every_sheet_of_stickers_is_read_clean_and_worn(
    design: Design, read: Read, pages: Pages, wear: Wear
) -> None:
    here = sorted(LINKS[:STICKERS_PER_SHEET])
    values = [Sticker(link, "Chợ Cố Đạo", HEADLINE) for link in here]

    printed = stickers(values, design)

    assert sorted(read(pages(printed, 150)[0])) == here
    assert sorted(read(wear(pages(printed, 300)[0]))) == here


def test_the_longest_host_is_read_under_a_logo(
    read: Read, render: Render, pages: Pages, wear: Wear
) -> None:
    symbol, label = encode(LONG), readable_link(LONG)
    near = 9 * symbol.width
    pictures = [
        opened(png(symbol, 9, label=label, design=CITY)),
        render(svg(symbol, 60, label=label, design=CITY), near),
        pages(poster(poster_for(LONG), Paper.A4), 150)[0],
        pages(poster(poster_for(LONG), Paper.A6), 300)[0],
    ]

    for picture in pictures:
        assert read(picture) == [LONG]
        assert read(wear(picture)) == [LONG]
