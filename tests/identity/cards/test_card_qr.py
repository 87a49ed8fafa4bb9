"""The QR of the citizen card."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import IdentityError
from identity.card_qr import (
    BadCardQr,
    CardForm,
    CardQrWarning,
    Field,
    read_card_qr,
)
from identity.citizen_number import NumberWarning, Sex
from identity.qr_fields import UnconfirmedField
from identity.text import TextFault, UnreadableText
from tests.identity.cards.specimens import NUMBER, QR, refusal, shown


def changed(position: int, text: str) -> str:
    fields = QR.split("|")
    fields[position] = text
    return "|".join(fields)


def test_the_seven_fields_of_2021_are_read() -> None:
    card = read_card_qr(QR)

    assert card.number.digits == NUMBER
    assert card.old_number == "012345678"
    assert (card.full_name, card.sex) == ("Nguyễn Văn Á", Sex.MALE)
    assert card.birth.exact == date(1990, 1, 1)
    assert card.residence == "1 Lê Lợi, Hải Phòng"
    assert (card.issued, card.form) == (date(2022, 3, 2), CardForm.CCCD_2021)
    assert card.unconfirmed == ()
    assert card.warnings == (NumberWarning.SYNTHETIC,)


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\r"])
def test_the_line_end_of_a_hand_scanner_does_no_harm(ending: str) -> None:
    assert read_card_qr(QR + ending) == read_card_qr((QR + ending).encode())


def test_text_comes_out_in_nfc() -> None:
    apart = unicodedata.normalize("NFD", QR)

    assert apart != QR
    assert read_card_qr(apart) == read_card_qr(QR)


@pytest.mark.parametrize("old", ["", "012345678", "099090000000"])
def test_an_old_number_is_there_or_not(old: str) -> None:
    assert read_card_qr(changed(1, old)).old_number == (old or None)


def test_the_field_of_the_old_number_may_be_missing() -> None:
    fields = QR.split("|")
    card = read_card_qr("|".join([fields[0], *fields[2:]]))

    assert card.old_number is None
    assert card.full_name == "Nguyễn Văn Á"


@pytest.mark.parametrize(
    "extras", [[""], ["099090000001"], ["", "099090000001", "Cha", " <b>Mẹ</b> "]]
)
def test_fields_of_2024_are_kept_as_they_stand_and_unconfirmed(
    extras: list[str],
) -> None:
    card = read_card_qr("|".join([changed(6, "01072024"), *extras]))

    assert card.form is CardForm.CAN_CUOC_2024
    assert card.unconfirmed == tuple(
        UnconfirmedField(place, text) for place, text in enumerate(extras, 8)
    )
    warned = CardQrWarning.UNCONFIRMED_FIELDS in card.warnings
    assert warned == any(extras)


@pytest.mark.parametrize(
    ("position", "text", "field"),
    [
        (0, "09909012345", Field.NUMBER),
        (0, "０９９０９０１２３４５６", Field.NUMBER),
        (0, "", Field.NUMBER),
        (1, "12345678", Field.OLD_NUMBER),
        (1, "0123456789", Field.OLD_NUMBER),
        (1, "01234567a", Field.OLD_NUMBER),
        (2, "", Field.NAME),
        (2, "<script>alert(1)</script>", Field.NAME),
        (2, "=HYPERLINK(1)", Field.NAME),
        (2, "'; DROP TABLE person; --", Field.NAME),
        (2, "A" * 101, Field.NAME),
        (2, "Nguyễn Văn 2", Field.NAME),
        (3, "29022023", Field.BIRTH),
        (3, "1990-01-01", Field.BIRTH),
        (4, "M", Field.SEX),
        (4, "", Field.SEX),
        (5, "", Field.RESIDENCE),
        (5, "A" * 256, Field.RESIDENCE),
        (6, "", Field.ISSUED),
        (6, "2022", Field.ISSUED),
        (6, "31092022", Field.ISSUED),
    ],
)
def test_s21_a_wrong_field_is_named_and_not_repeated(
    position: int, text: str, field: Field
) -> None:
    with pytest.raises(BadCardQr) as refused:
        read_card_qr(changed(position, text))

    assert refused.value.field is field
    assert str(refused.value) == f"not the QR of a citizen card: {field}"


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13, 300])
def test_s21_another_number_of_fields_is_refused(count: int) -> None:
    with pytest.raises(BadCardQr) as refused:
        read_card_qr("|".join(["1"] * count))

    assert refused.value.field is Field.COUNT


def test_s21_a_bar_within_a_name_is_no_card() -> None:
    with pytest.raises(BadCardQr):
        read_card_qr(changed(2, "Nguyễn|Văn Á"))


@pytest.mark.parametrize(
    ("scanned", "reason"),
    [
        ("", TextFault.EMPTY),
        (" \r\n", TextFault.EMPTY),
        ("x" * 1025, TextFault.TOO_LONG),
        ("ễ" * 400, TextFault.TOO_LONG),
        (b"\xc3\x28", TextFault.NOT_UTF8),
        (b"\xed\xa0\x80", TextFault.NOT_UTF8),
        ("\ud800", TextFault.NOT_UTF8),
        (QR.replace("Văn", "V\0n"), TextFault.CONTROL),
        (QR.replace(" ", "\t"), TextFault.CONTROL),
        (QR.replace(" ", "\x85"), TextFault.CONTROL),
        (QR.replace("Văn", "V\u200bn"), TextFault.CONTROL),
        (QR.replace("Văn", "V\U000e0041n"), TextFault.CONTROL),
        (QR.replace("Văn", "\u202eVăn"), TextFault.BIDI),
        (QR.replace("Văn", "\u2067Văn"), TextFault.BIDI),
        ("\ufeff" + QR, TextFault.CONTROL),
    ],
)
def test_s21_text_with_hidden_characters_is_not_looked_at(
    scanned: str | bytes, reason: TextFault
) -> None:
    with pytest.raises(UnreadableText) as refused:
        read_card_qr(scanned)

    assert refused.value.reason is reason


def test_s21_a_kibibyte_is_the_most() -> None:
    room = 1024 - len(QR.encode()) - 1

    card = read_card_qr(QR + "|" + "x" * room)

    assert len(card.unconfirmed[0].text) == room


@pytest.mark.parametrize("sex", ["Nữ", "nữ", "NỮ", "Nu\u031b\u0303"])
def test_sex_is_read_in_any_letters(sex: str) -> None:
    card = read_card_qr(changed(4, sex))

    assert card.sex is Sex.FEMALE
    assert NumberWarning.SEX_DIFFERS in card.warnings


@pytest.mark.parametrize(
    "name", ["Đỗ Ngọc Ánh Dương Đan", "H'Hen Niê", "Lê", "Y Ê-ban", "Trần T. Ưu"]
)
def test_names_of_all_peoples_of_viet_nam_are_names(name: str) -> None:
    assert read_card_qr(changed(2, name)).full_name == name


def test_a_year_alone_is_a_birth_date() -> None:
    card = read_card_qr(changed(3, "1990"))

    assert card.birth.iso == "1990"


def test_a_card_issued_before_birth_is_doubted() -> None:
    card = read_card_qr(changed(3, "03032022"))

    assert CardQrWarning.ISSUED_BEFORE_BIRTH in card.warnings


def test_s12_a_card_shows_nothing_of_its_holder() -> None:
    told = shown(read_card_qr(QR + "|Cha"))

    assert not any(part in told for part in ("0909", "Văn", "Lợi", "Cha", "1990"))


@given(st.text(max_size=400) | st.binary(max_size=1100))
def test_s21_anything_is_read_or_refused_by_name(scanned: str | bytes) -> None:
    assert len(refusal(read_card_qr, scanned)) < 80


@given(st.integers(0, 6), st.text(max_size=60))
def test_s21_any_text_in_any_field_is_read_or_refused(position: int, text: str) -> None:
    try:
        card = read_card_qr(changed(position, text))
    except IdentityError:
        return
    assert unicodedata.is_normalized("NFC", card.full_name + card.residence)
