"""Sheets of stickers: each in its place, with marks where to cut."""

from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image

from qr.lettering import NotInFont
from qr.prints import MM, Words
from qr.stickers import STICKERS_MAX, STICKERS_PER_SHEET, Sticker, WrongCount, stickers
from qr.text import BadText

HEADLINE = Words("Quét để xem quán, món và giá", "Scan for dishes and prices")
LONG = "Nhà hàng Hải sản tươi sống và Lẩu cua đồng, Đặc sản Hải Phòng, Cơ sở Cầu Rào"
STICKER = Sticker("https://qr.haiphong.gov.vn/q/4JT86HPJ?s=1", "Chợ Cố Đạo", HEADLINE)


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (12, 1), (13, 2), (36, 3)])
def test_twelve_stickers_fill_a_sheet_of_a4(count: int, sheets: int) -> None:
    document = pypdfium2.PdfDocument(stickers([STICKER] * count))

    assert STICKERS_PER_SHEET == 12
    assert len(document) == sheets
    for page in document:
        in_mm = [side / MM for side in page.get_size()]
        assert in_mm == pytest.approx((210, 297), abs=0.01)
    document.close()


def test_every_word_of_a_sticker_can_be_read_out(words: Callable[[bytes], str]) -> None:
    said = words(stickers([STICKER, Sticker(STICKER.url, LONG, HEADLINE)]))

    both = f"{HEADLINE.vi} {HEADLINE.en} qr.haiphong.gov.vn/q/4JT86HPJ"
    assert said == f"{both} Chợ Cố Đạo {both} {LONG}"


def test_what_is_to_be_typed_stands_in_place_of_the_link(
    words: Callable[[bytes], str],
) -> None:
    typed = Sticker(STICKER.url, "HP00501", HEADLINE, typed="1234 5670")

    assert words(stickers([typed])) == f"{HEADLINE.vi} {HEADLINE.en} 1234 5670 HP00501"


def test_nothing_but_marks_is_printed_where_stickers_are_cut(
    pages: Callable[[bytes, int], list[Image.Image]],
) -> None:
    wide = Words("W" * 120, "W" * 120)
    full = [Sticker(STICKER.url, "Ễ" * 160, wide)] * 6
    full += [Sticker(STICKER.url, "Ễ" * 160, wide, typed="W" * 20)] * 6

    [sheet] = pages(stickers(full), 127)

    grey = sheet.convert("L").point(lambda value: 255 * (value < 250))
    cuts = [(12 + 62 * column, 0, 5) for column in range(4)]
    cuts += [(0, 12.5 + 68 * row, 4) for row in range(5)]
    for x_mm, y_mm, crosses in cuts:
        x, y = round(x_mm * 5), round(y_mm * 5)
        box = (x - 10, 0, x + 10, grey.height) if x else (0, y - 10, grey.width, y + 10)
        marks = grey.crop(box).histogram()[255]
        # A cross has two arms of 4 mm, each a pixel or two wide.
        assert 0 < marks <= crosses * 2 * (20 + 20)


def test_the_same_stickers_give_the_same_bytes() -> None:
    assert stickers([STICKER] * 14) == stickers([STICKER] * 14)


def test_a_full_sheet_stays_small() -> None:
    assert len(stickers([STICKER] * 12)) < 45_000


@pytest.mark.parametrize("count", [0, STICKERS_MAX + 1])
def test_no_stickers_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(WrongCount):
        stickers([STICKER] * count)


@pytest.mark.parametrize(
    ("name", "error"),
    [("", BadText), ("a\nb", BadText), ("a" * 161, BadText), ("김치", NotInFont)],
)
def test_a_name_that_cannot_be_printed_is_refused(
    name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        Sticker(STICKER.url, name, HEADLINE)
