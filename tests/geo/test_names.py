"""Names are cleaned, folded and freed of keyboard residue."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo.names import (
    UnreadableText,
    clean,
    compact,
    fold,
    normalise,
    split_syllables,
    strip_telex,
    with_i,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bánh đa cua", "banh da cua"),
        ("BÁNH ĐA CUA", "banh da cua"),
        ("Ðường Ɖà Nẵng", "duong da nang"),
        ("  Phở\tbò,\n nhừ ", "pho bo nhu"),
        ("Nem chua / nem chạo", "nem chua nem chao"),
        ("“Khoái” porridge", "khoai porridge"),
        ("Chả\u00a0chìa\u3000Hạ\u200bLũng", "cha chia ha lung"),
        ("ngõ 195/4-Cầu Đất", "ngo 195 4 cau dat"),
        ("반다꾸어", "반다꾸어"),
        ("КРАБ Ёж", "краб еж"),
        ("🦀!", ""),
        ("", ""),
    ],
)
def test_folding_leaves_small_bare_letters_and_single_spaces(
    text: str, folded: str
) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("d", "đĐðÐɖƉ")
def test_every_stroked_d_becomes_d(d: str) -> None:
    assert fold(f"{d}a") == "da"


def test_every_vietnamese_letter_folds_to_ascii() -> None:
    letters = "ăâđêôơưàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"

    folded = fold(letters + letters.upper())

    assert folded.isascii()
    assert folded.isalpha()
    assert len(folded) == 2 * len(letters)


@given(st.text())
@example("\u1100\u0300\u1161")
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_folding_does_not_see_how_marks_are_encoded(text: str) -> None:
    assert fold(normalize("NFD", text)) == fold(normalize("NFC", text)) == fold(text)


@given(st.text())
def test_folded_text_is_composed_and_single_spaced(text: str) -> None:
    folded = fold(text)

    assert folded == normalize("NFC", folded)
    assert folded.split(" ") == folded.split() or folded == ""


def test_compact_text_has_no_spaces() -> None:
    assert compact("Bánh Đa  Cua") == "banhdacua"


def test_normalised_text_keeps_its_marks() -> None:
    assert normalise(normalize("NFD", " Bánh  ĐA, cua ")) == "bánh đa cua"


@given(st.text(st.sampled_from("aăâbđeêioơuưyAĂÂĐáằẩẵợ -,.'\t")))
def test_normalised_and_folded_text_have_the_same_words(text: str) -> None:
    assert fold(normalise(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("banhs mif cay", "banh mi cay"),
        ("bunf cas", "bun ca"),
        ("ddaf", "da"),
        ("basnh dda cua", "banh da cua"),
        ("nuwowngs", "nuong"),
        ("nuongws", "nuong"),
        ("xooi ddoox dden", "xoi do den"),
        ("quaats", "quat"),
        ("ba1nh d9a cua", "banh da cua"),
        ("pho73 bo2", "pho bo"),
        ("tw", "tu"),
    ],
)
def test_typing_keys_are_taken_out_of_syllables(typed: str, meant: str) -> None:
    assert strip_telex(typed) == meant


@pytest.mark.parametrize(
    "text", ["banh mi cay", "cafe cot dua", "spicy bread", "shrimp", "for", "195", ""]
)
def test_words_that_are_no_keyed_syllable_stay(text: str) -> None:
    assert strip_telex(text) == text


def test_clean_text_is_composed_and_trimmed() -> None:
    assert clean(normalize("NFD", "  Bánh đa cua\u00a0"), 11) == "Bánh đa cua"


def test_clean_text_keeps_joined_emoji() -> None:
    assert clean("👩\u200d🍳", 3) == "👩\u200d🍳"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u3000\u200b", "empty"),
        ("bánh\x00đa", "control"),
        ("bánh\nđa", "control"),
        ("bánh\x85đa", "control"),
        ("\u202eauc", "bidi"),
        ("a\u2066b", "bidi"),
        ("a\u200fb", "bidi"),
        ("\ud83c", "surrogate"),
        ("a" * 13, "too_long"),
        ("a" * 10_000, "too_long"),
    ],
)
def test_text_that_cannot_be_a_name_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UnreadableText) as refused:
        clean(text, 12)

    assert refused.value.reason == reason


@pytest.mark.parametrize("letter", ["ộ", "ᾂ", "각"])
def test_length_counts_composed_characters(letter: str) -> None:
    typed = normalize("NFD", letter * 5)

    assert clean(typed, 5) == letter * 5
    with pytest.raises(UnreadableText, match="too_long"):
        clean(typed, 4)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("hienbeo", ["hien beo"]),
        ("Nguyễn BỉnhKhiêm", ["nguyen binh khiem"]),
        ("bacu", ["ba cu", "bac u"]),
        ("hoaian", ["hoa ian", "hoai an"]),
        ("mrgoodtea", []),
        ("195", []),
    ],
)
def test_syllables_are_told_apart_without_spaces(text: str, meant: list[str]) -> None:
    assert sorted(split_syllables(text)) == meant


def test_letters_that_could_be_anything_have_few_readings() -> None:
    assert len(split_syllables("aiao" * 20)) == 16


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("bánh mỳ", "bánh mì"),
        (normalize("NFD", "lý thường kiệt"), "lí thường kiệt"),
        ("phú quý", "phú quí"),
        ("sky thuy my", "sky thuy mi"),
    ],
)
def test_i_is_written_for_y_where_they_sound_the_same(text: str, written: str) -> None:
    assert with_i(text) == written
