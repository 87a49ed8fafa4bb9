"""Posters: one page, every word right and in its place, always the same bytes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdfium2 import raw

from qr.design import PLAIN
from qr.lettering import FONTS, REGULAR, NotInFont
from qr.poster import NAME_MAX, SIZES_MM, STREET_MAX, Paper, Poster, poster
from qr.prints import MM, WORDS_MAX, Words
from qr.symbol import TextTooLong
from qr.text import BadText

Read = Callable[[bytes], str]

POSTER = Poster(
    url="https://qr.haiphong.gov.vn/q/4JT86HPJ?s=1",
    name="Bánh đa cua Cầu Đất",
    street="179 Cầu Đất, phường Gia Viên",
    headline=Words("Quét để xem quán, món và giá", "Scan for dishes and prices"),
    issuer=Words("Thành phố Hải Phòng", "City of Hải Phòng"),
    assurance=Words("Trang mở ra phải có địa chỉ", "The page that opens must show"),
)
LETTERS = sorted(
    letter
    for letter in map(chr, FONTS[REGULAR].face.charToGlyph)
    if letter.isprintable() and not letter.isspace()
)
names = st.text([*LETTERS, " "], min_size=1, max_size=NAME_MAX).filter(str.strip)


def boxes(pdf: bytes) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of every visible letter, in points."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    seen = text.get_text_range()
    found = [
        text.get_charbox(number)
        for number in range(text.count_chars())
        if seen[number : number + 1].strip()
    ]
    document.close()
    return found


@pytest.mark.parametrize("paper", Paper)
def test_every_word_of_a_poster_can_be_read_out(paper: Paper, words: Read) -> None:
    assert words(poster(POSTER, paper)) == (
        "Thành phố Hải Phòng City of Hải Phòng "
        "Quét để xem quán, món và giá Scan for dishes and prices "
        "qr.haiphong.gov.vn/q/4JT86HPJ "
        "Bánh đa cua Cầu Đất 179 Cầu Đất, phường Gia Viên "
        "Trang mở ra phải có địa chỉ qr.haiphong.gov.vn "
        "The page that opens must show qr.haiphong.gov.vn"
    )


@pytest.mark.parametrize("paper", Paper)
def test_a_poster_is_one_page_of_its_paper(paper: Paper) -> None:
    document = pypdfium2.PdfDocument(poster(POSTER, paper))

    assert len(document) == 1
    in_mm = [side / MM for side in document[0].get_size()]
    assert in_mm == pytest.approx(SIZES_MM[paper], abs=0.01)
    document.close()


def test_a_poster_says_what_it_is_in_which_language_and_whose() -> None:
    printed = poster(POSTER)
    document = pypdfium2.PdfDocument(printed)

    assert document.get_metadata_dict(skip_empty=True).items() >= {
        ("Title", "Bánh đa cua Cầu Đất – Thành phố Hải Phòng"),
        ("Author", "Thành phố Hải Phòng"),
        ("Subject", "qr.haiphong.gov.vn/q/4JT86HPJ"),
    }
    assert b"/Lang (vi)" in printed
    document.close()


def test_a_poster_is_all_lines_and_carries_its_fonts() -> None:
    printed = poster(POSTER)
    document = pypdfium2.PdfDocument(printed)

    kinds = {item.type for item in document[0].get_objects()}

    assert kinds == {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_TEXT}
    assert printed.count(b"/FontFile2") == 2
    document.close()


def test_the_same_poster_gives_the_same_bytes_in_every_thread() -> None:
    others = [replace(POSTER, name=f"Quán {number}") for number in range(4)] * 3

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(poster, others))

    assert together == [poster(other) for other in others]


def test_markup_is_text(words: Read) -> None:
    hostile = '<b onclick="x()">&amp;</b> ${x} {{ 7*7 }} (\\051) %s'

    printed = poster(replace(POSTER, name=hostile))

    assert hostile in words(printed)


def test_text_typed_with_loose_marks_is_printed_with_fixed_ones(words: Read) -> None:
    loose = replace(POSTER, name="Cho\u031b\u0323 Co\u0302\u0301  Đạo")

    assert loose.name == "Chợ Cố Đạo"
    assert "Chợ Cố Đạo" in words(poster(loose))


@settings(deadline=None, max_examples=40)
@given(names, st.text([*LETTERS, " "], max_size=STREET_MAX).map(str.strip))
def test_no_name_or_street_leaves_its_place(name: str, street: str) -> None:
    letters = boxes(poster(replace(POSTER, name=name, street=street)))

    width, symbol_foot, assurance_top = 210 * MM, 79 * MM, 22.6 * MM
    for left, bottom, right, top in letters:
        assert 17 * MM < left <= right < width - 17 * MM
        assert bottom > symbol_foot or top < symbol_foot
    assured = [box for box in letters if box[1] < assurance_top]
    texts = (POSTER.assurance.vi, POSTER.assurance.en, 2 * "qr.haiphong.gov.vn")
    assert len(assured) == len("".join(texts).replace(" ", ""))


def test_the_longest_headline_stays_between_issuer_and_symbol() -> None:
    long = "Quét Ễ mã " * 11
    letters = boxes(poster(replace(POSTER, headline=Words(long, long))))

    above = [box for box in letters if box[3] > 267 * MM]
    issuer = POSTER.issuer.vi + POSTER.issuer.en
    assert len(above) == len(issuer.replace(" ", ""))
    quiet = (79 + 148 * 41 / 45) * MM
    headline = [box for box in letters if box[1] > 150 * MM and box not in above]
    assert all(box[1] > quiet + 10 * MM for box in headline)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize(
    "name",
    [
        "Nhà hàng Hải sản tươi sống và Lẩu cua đồng, Đặc sản Hải Phòng, Cơ sở Cầu Rào",
        "W" * 80,
        "Ễ" * NAME_MAX,
        "i " * 79 + "i",
    ],
)
def test_a_long_name_is_printed_whole(paper: Paper, name: str, words: Read) -> None:
    printed = poster(replace(POSTER, name=name), paper)

    assert name.replace(" ", "") in words(printed).replace(" ", "")
    width = SIZES_MM[paper][0] * MM
    assert all(
        0.08 * width < box[0] and box[2] < 0.92 * width for box in boxes(printed)
    )


def test_a_poster_may_have_no_street_and_no_logo(words: Read) -> None:
    printed = poster(replace(POSTER, street=""), design=PLAIN)

    assert "Bánh đa cua Cầu Đất Trang mở ra" in words(printed)


def test_http_and_a_port_are_printed_as_they_must_be_typed(words: Read) -> None:
    local = replace(POSTER, url="http://localhost:8000/q/4JT86HPJ?s=1")

    said = words(poster(local))

    assert "http://localhost:8000/q/4JT86HPJ " in said
    assert said.endswith("must show localhost:8000")


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("김치 Quán 김치", "김치"),
        ("Phở 🍜", "🍜"),
        ("Quán\u200b", "\u200b"),
        ("店", "店"),
    ],
)
def test_letters_that_the_font_lacks_are_named(text: str, strange: str) -> None:
    for part in ("name", "street"):
        with pytest.raises(NotInFont) as refused:
            replace(POSTER, **{part: text})

        assert refused.value.letters == strange
    with pytest.raises(NotInFont):
        Words("Quét", text)


@pytest.mark.parametrize(
    "text", ["a\0b", "a\nb", "a\u202eb", "a\u2066b", "\ud800", " ", "a" * 10**7]
)
def test_control_and_bidi_characters_and_nothing_at_all_are_refused(text: str) -> None:
    for part in ("name", "street"):
        with pytest.raises(BadText):
            replace(POSTER, **{part: text})
    with pytest.raises(BadText):
        Words(text, "Scan")


def test_only_as_much_is_taken_as_fits() -> None:
    for refused in (
        {"name": "a" * (NAME_MAX + 1)},
        {"street": "a" * (STREET_MAX + 1)},
        {"url": "https://" + "a" * 200},
        {"url": "https://q.vn/q/\u202e4JT86HPJ"},
    ):
        with pytest.raises(BadText):
            replace(POSTER, **refused)
    with pytest.raises(BadText):
        Words("a" * (WORDS_MAX + 1), "Scan")
    with pytest.raises(TextTooLong):
        poster(replace(POSTER, url="https://" + "đ" * 100))
