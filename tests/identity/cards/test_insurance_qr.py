"""The QR of the insurance card, and telling it from that of the citizen card."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import IdentityError
from identity.card_qr import BadCardQr, CardQr
from identity.citizen_number import Sex
from identity.insurance_qr import (
    BadInsuranceQr,
    InsuranceField,
    InsuranceQr,
    read_insurance_qr,
)
from identity.scans import read_qr
from identity.text import UnreadableText
from tests.identity.cards.specimens import INSURANCE_QR, QR, refusal, shown


def changed(position: int, text: str) -> str:
    fields = INSURANCE_QR.split("|")
    fields[position] = text
    return "|".join(fields)


def test_the_eight_known_fields_are_read_and_the_rest_is_kept() -> None:
    card = read_insurance_qr(INSURANCE_QR)

    assert card.number.text == "HS4319912345678"
    assert (card.full_name, card.address) == ("Nguyễn Văn Á", "1 Lê Lợi")
    assert (card.birth.iso, card.sex) == ("1990-01-01", Sex.MALE)
    assert card.facility == "31001"
    assert (card.valid_from, card.valid_to) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [(one.position, one.text) for one in card.unconfirmed] == [
        (9, "15/12/2025"),
        (10, "-"),
    ]


@pytest.mark.parametrize("position", [4, 5, 7])
@pytest.mark.parametrize("nothing", ["", "-", " - "])
def test_a_dash_means_nothing(position: int, nothing: str) -> None:
    card = read_insurance_qr(changed(position, nothing))

    assert None in (card.address, card.facility, card.valid_to)


@pytest.mark.parametrize("number", ["9912345678", "hs4319912345678"])
def test_both_forms_of_the_number_are_read(number: str) -> None:
    card = read_insurance_qr(changed(0, number))

    assert card.number.social_number == "9912345678"


@pytest.mark.parametrize(
    ("position", "text", "field"),
    [
        (0, "HS6319912345678", InsuranceField.NUMBER),
        (1, "Nguyễn Văn Á", InsuranceField.NAME),
        (1, "4e6", InsuranceField.NAME),
        (1, "ff", InsuranceField.NAME),
        (1, "", InsuranceField.NAME),
        (1, "A\u202eB".encode().hex(), InsuranceField.NAME),
        (1, b"A\0B".hex(), InsuranceField.NAME),
        (1, b"<b>A</b>".hex(), InsuranceField.NAME),
        (2, "29/02/2025", InsuranceField.BIRTH),
        (3, "0", InsuranceField.SEX),
        (4, "zz", InsuranceField.ADDRESS),
        (5, "31/001", InsuranceField.FACILITY),
        (6, "-", InsuranceField.VALID_FROM),
        (7, "31/11/2026", InsuranceField.VALID_TO),
        (7, "31/12/2025", InsuranceField.VALID_TO),
    ],
)
def test_s21_a_wrong_field_is_named_and_not_repeated(
    position: int, text: str, field: InsuranceField
) -> None:
    with pytest.raises(BadInsuranceQr) as refused:
        read_insurance_qr(changed(position, text))

    assert str(refused.value) == f"not the QR of an insurance card: {field}"


@pytest.mark.parametrize("count", [1, 7, 21, 100])
def test_s21_another_number_of_fields_is_refused(count: int) -> None:
    with pytest.raises(BadInsuranceQr) as refused:
        read_insurance_qr("|".join(["1"] * count))

    assert refused.value.field is InsuranceField.COUNT


@pytest.mark.parametrize("facility", ["31 - 001", "31-001", "31001", "31 001"])
def test_the_facility_is_five_digits(facility: str) -> None:
    assert read_insurance_qr(changed(5, facility)).facility == "31001"


def test_a_scan_is_told_apart_by_its_first_field() -> None:
    assert isinstance(read_qr(QR), CardQr)
    assert isinstance(read_qr(INSURANCE_QR.encode()), InsuranceQr)
    with pytest.raises(BadCardQr):
        read_qr("099090123456")
    with pytest.raises(BadInsuranceQr):
        read_qr("https://example.org/|1")
    with pytest.raises(UnreadableText):
        read_qr("\0")


def test_s12_a_card_shows_nothing_of_its_holder() -> None:
    told = shown(read_insurance_qr(INSURANCE_QR))

    assert not any(part in told for part in ("9912", "Văn", "Lợi", "1990"))


@given(st.text(max_size=300) | st.binary(max_size=1100))
def test_s21_anything_is_read_or_refused_by_name(scanned: str | bytes) -> None:
    assert len(refusal(read_qr, scanned)) < 80


@given(st.integers(0, 9), st.text(max_size=40).map(lambda text: text.replace("|", "")))
def test_s21_any_text_in_any_field_is_read_or_refused(position: int, text: str) -> None:
    try:
        card = read_qr(changed(position, text))
    except IdentityError:
        return
    assert isinstance(card, InsuranceQr)
