"""Texts broken into lines that fit, and no word lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qr.lettering import BOLD, REGULAR, breadth, fitted, printable
from qr.text import BadText

texts = st.text("aiWĐễ .,-", min_size=1, max_size=160).map(str.split).filter(bool)


@given(texts, st.floats(20, 600), st.integers(1, 4))
def test_every_line_fits_and_no_letter_is_lost(
    words: list[str], width: float, most: int
) -> None:
    text = " ".join(words)

    block = fitted(text, BOLD, 30, width, most)

    assert 1 <= len(block.lines) <= most
    assert block.size <= 30
    assert "".join(block.lines).replace(" ", "") == text.replace(" ", "")
    for line in block.lines:
        assert breadth(line, BOLD, block.size) <= width + 1e-6 or len(line) == 1
    assert block.width == max(breadth(line, BOLD, block.size) for line in block.lines)


def test_a_text_that_fits_keeps_its_size() -> None:
    block = fitted("Bánh đa cua", REGULAR, 20, 400)

    assert (block.size, block.lines) == (20, ("Bánh đa cua",))
    assert block.height == 25


def test_two_lines_are_about_as_long_as_each_other() -> None:
    text = "Quét để xem món ngon, giá và quán đang mở"

    block = fitted(text, BOLD, 30, 480, 2)

    assert block.lines == ("Quét để xem món ngon,", "giá và quán đang mở")


def test_a_word_is_broken_only_when_it_alone_is_too_wide() -> None:
    block = fitted("Chợ " + "W" * 30 + " Rào", BOLD, 30, 480, 3)

    assert block.lines[0].startswith("Chợ")
    assert block.lines[-1].endswith("Rào")
    assert "".join(block.lines).count("W") == 30


def test_spaces_are_made_one() -> None:
    assert printable("  Chợ \u00a0 Cố  Đạo ", 40) == "Chợ Cố Đạo"
    with pytest.raises(BadText):
        printable(" \u00a0 ", 40)
