"""The 12 digits."""

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.citizen_number import (
    BadCitizenNumber,
    CitizenNumber,
    NumberWarning,
    Sex,
    SyntheticNumber,
    ensure_real,
    facts,
    masked,
    warnings,
)
from identity.dates import BirthDate
from tests.identity.cards.specimens import shown

DIGITS = st.text("0123456789", min_size=12, max_size=12)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "09909012345",
        "0990901234567",
        "09909012345a",
        "099090 123456",
        "099090123456\n",
        "٠٩٩٠٩٠١٢٣٤٥٦",
        "０９９０９０１２３４５６",
        "²99090123456",
        "-99090123456",
        "9" * 10_000,
    ],
)
def test_s21_anything_but_12_ascii_digits_is_refused(text: str) -> None:
    with pytest.raises(BadCitizenNumber) as refused:
        CitizenNumber(text)

    assert str(refused.value) == "a citizen number is exactly 12 digits"


@given(DIGITS)
def test_any_12_digits_are_a_number_with_facts(digits: str) -> None:
    number = CitizenNumber(digits)

    assert facts(number).birth_year % 100 == int(digits[4:6])
    assert facts(number).century <= facts(number).birth_year


@pytest.mark.parametrize(
    ("digit", "sex", "century"),
    [
        ("0", Sex.MALE, 1900),
        ("1", Sex.FEMALE, 1900),
        ("2", Sex.MALE, 2000),
        ("3", Sex.FEMALE, 2000),
        ("4", Sex.MALE, 2100),
        ("5", Sex.FEMALE, 2100),
        ("6", Sex.MALE, 2200),
        ("7", Sex.FEMALE, 2200),
        ("8", Sex.MALE, 2300),
        ("9", Sex.FEMALE, 2300),
    ],
)
def test_the_fourth_digit_tells_sex_and_century(
    digit: str, sex: Sex, century: int
) -> None:
    told = facts(CitizenNumber(f"031{digit}26000000"))

    assert (told.sex, told.century, told.birth_year) == (sex, century, century + 26)


@pytest.mark.parametrize(
    ("code", "name", "today"),
    [
        ("031", "Thành phố Hải Phòng", "Thành phố Hải Phòng"),
        ("030", "Tỉnh Hải Dương", "Thành phố Hải Phòng"),
        ("001", "Thành phố Hà Nội", "Thành phố Hà Nội"),
    ],
)
def test_a_province_keeps_its_code_after_the_merger(
    code: str, name: str, today: str
) -> None:
    province = facts(CitizenNumber(f"{code}090000000")).province

    assert province is not None
    assert (province.name, province.today) == (name, today)


def test_there_are_63_provinces_and_099_is_none_of_them() -> None:
    known = [
        code
        for code in range(1000)
        if facts(CitizenNumber(f"{code:03}090000000")).province
    ]

    assert len(known) == 63
    assert max(known) == 96


def test_what_does_not_fit_is_a_warning_and_no_refusal() -> None:
    number = CitizenNumber("997390000000")

    assert warnings(
        number, sex=Sex.MALE, birth=BirthDate(1990), on=date(2026, 11, 21)
    ) == (
        NumberWarning.UNKNOWN_PROVINCE,
        NumberWarning.SEX_DIFFERS,
        NumberWarning.BIRTH_YEAR_DIFFERS,
        NumberWarning.BORN_LATER,
    )
    assert warnings(CitizenNumber("031090000000"), sex=Sex.MALE) == ()


def test_a_made_up_number_is_refused_where_only_real_ones_may_come() -> None:
    made_up = CitizenNumber("099090123456")

    assert warnings(made_up) == (NumberWarning.SYNTHETIC,)
    with pytest.raises(SyntheticNumber):
        ensure_real(made_up)
    ensure_real(CitizenNumber("031090000000"))


def test_s12_a_number_shows_itself_masked() -> None:
    number = CitizenNumber("099090123412")

    assert masked(number.digits) == "099*******12"
    assert str(number) == f"{number}" == "099*******12"
    assert repr([number]) == "[CitizenNumber(099*******12)]"
    assert "0909012" not in shown(facts(number))


@given(st.text(max_size=40))
def test_s12_masking_keeps_the_length_and_at_most_five_characters(text: str) -> None:
    hidden = masked(text)

    assert len(hidden) == len(text)
    assert hidden[3:-2].strip("*") == ""
    assert len(text) > 8 or set(hidden) <= {"*"}


def test_numbers_are_values() -> None:
    number = CitizenNumber("099090123456")

    assert {number} == {copy.copy(number)}
    assert number.document_number == "090123456"
    with pytest.raises(AttributeError):
        number.digits = "031090000000"  # type: ignore[misc]
