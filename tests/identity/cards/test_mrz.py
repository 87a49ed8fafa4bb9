"""The machine-readable zone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mrz.checker.td1 import TD1CodeChecker

from identity.citizen_number import NumberWarning, Sex
from identity.mrz import (
    BadMrz,
    MrzFault,
    check_digit,
    read_card_mrz,
    read_td1,
)
from tests.identity.cards.specimens import MRZ, mrz, refusal, shown

# ICAO Doc 9303-5 appendix B.
ICAO = (
    "I<UTOD231458907<<<<<<<<<<<<<<<\n"
    "7408122F1204159UTO<<<<<<<<<<<6\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"
)
DIGITS = st.text("0123456789", min_size=12, max_size=12)
LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"


def fault(text: str) -> MrzFault:
    with pytest.raises(BadMrz) as refused:
        read_card_mrz(text)
    return refused.value.fault


def test_the_specimen_of_icao_is_read() -> None:
    zone = read_td1(ICAO)

    assert (zone.kind, zone.state, zone.document_number) == ("I<", "UTO", "D23145890")
    assert (zone.birth, zone.sex, zone.expiry) == ("740812", "F", "120415")
    assert zone.names.rstrip("<") == "ERIKSSON<<ANNA<MARIA"
    assert fault(ICAO) is MrzFault.NOT_VIETNAMESE


@pytest.mark.parametrize(
    ("text", "digit"),
    [("D23145890", "7"), ("740812", "2"), ("120415", "9"), ("520727", "3"), ("", "0")],
)
def test_check_digits_are_those_of_icao(text: str, digit: str) -> None:
    assert check_digit(text) == digit


def test_the_vietnamese_card_is_read() -> None:
    card = read_card_mrz(MRZ)

    assert card.number.digits == "099090123456"
    assert (card.name, card.sex) == ("NGUYEN VAN A", Sex.MALE)
    assert (card.birth.iso, card.expires) == ("1990-01-01", date(2030, 1, 1))
    assert card.warnings == (NumberWarning.SYNTHETIC,)
    assert mrz() == MRZ


@pytest.mark.parametrize(
    "text", [MRZ.replace("\n", "\r\n"), MRZ.replace("\n", ""), f" {MRZ} \n"]
)
def test_lines_may_be_broken_in_any_way(text: str) -> None:
    assert read_card_mrz(text) == read_card_mrz(MRZ)


@pytest.mark.parametrize(
    ("line", "place", "expected"),
    [
        (0, 14, MrzFault.NUMBER_CHECK),
        (0, 6, MrzFault.NUMBER_CHECK),
        (1, 6, MrzFault.BIRTH_CHECK),
        (1, 0, MrzFault.BIRTH_CHECK),
        (1, 14, MrzFault.EXPIRY_CHECK),
        (1, 29, MrzFault.COMPOSITE_CHECK),
        (0, 20, MrzFault.COMPOSITE_CHECK),
    ],
)
def test_every_check_digit_is_proven(line: int, place: int, expected: MrzFault) -> None:
    lines = [list(text) for text in MRZ.split("\n")]
    lines[line][place] = str((int(lines[line][place]) + 1) % 10)

    assert fault("\n".join(map("".join, lines))) is expected


def test_the_optional_field_has_a_check_digit_of_its_own() -> None:
    top, middle, names = MRZ.split("\n")
    top = top[:29] + str((int(top[29]) + 1) % 10)
    composite = check_digit(top[5:] + middle[:7] + middle[8:15] + middle[18:29])

    assert fault(f"{top}\n{middle[:29]}{composite}\n{names}") is MrzFault.OPTIONAL_CHECK


def test_the_document_number_is_the_end_of_the_citizen_number() -> None:
    top, middle, names = MRZ.split("\n")
    top = top[:5] + "090123457" + check_digit("090123457") + top[15:]
    composite = check_digit(top[5:] + middle[:7] + middle[8:15] + middle[18:29])

    assert fault(f"{top}\n{middle[:29]}{composite}\n{names}") is MrzFault.CITIZEN_NUMBER


@pytest.mark.parametrize(
    ("digit", "century"), [("0", 1900), ("1", 1900), ("2", 2000), ("3", 2000)]
)
def test_the_century_comes_from_the_number_and_not_from_a_pivot(
    digit: str, century: int
) -> None:
    card = read_card_mrz(mrz(f"099{digit}26000000", birth="260228"))

    assert card.birth.year == century + 26


def test_a_hundred_years_of_age_is_not_mistaken_for_a_newborn() -> None:
    old = read_card_mrz(mrz("099026000001", birth="260101", expiry="991231"))

    assert (old.birth.year, old.expires) == (1926, date(2099, 12, 31))


@pytest.mark.parametrize(
    ("expiry", "expires"),
    [
        ("<<<<<<", None),
        ("991231", date(2099, 12, 31)),
        ("210101", date(2021, 1, 1)),
        ("240229", date(2024, 2, 29)),
    ],
)
def test_a_card_without_end_prints_fillers_or_a_far_day(
    expiry: str, expires: date | None
) -> None:
    assert read_card_mrz(mrz(expiry=expiry)).expires == expires


def test_the_check_digit_of_fillers_may_be_a_filler() -> None:
    top, middle, names = mrz(expiry="<<<<<<").split("\n")
    middle = middle[:14] + "<" + middle[15:]

    assert read_card_mrz(f"{top}\n{middle}\n{names}").expires is None


def test_unknown_parts_of_a_birth_date_are_fillers() -> None:
    assert read_card_mrz(mrz(birth="90<<<<")).birth.iso == "1990"
    assert read_card_mrz(mrz(birth="9005<<")).birth.iso == "1990-05"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"birth": "900230"}, MrzFault.BIRTH),
        ({"birth": "90<<01"}, MrzFault.BIRTH),
        ({"birth": "<<<<<<"}, MrzFault.BIRTH),
        ({"birth": "9A0101"}, MrzFault.BIRTH),
        ({"expiry": "300230"}, MrzFault.EXPIRY),
        ({"expiry": "30<<<<"}, MrzFault.EXPIRY),
        ({"sex": "X"}, MrzFault.SEX),
        ({"names": "NGUYEN<<VAN<4"}, MrzFault.NAME),
        ({"names": "<<NGUYEN"}, MrzFault.NAME),
        ({"names": "A<<B<<C"}, MrzFault.NAME),
        ({"state": "UTO"}, MrzFault.NOT_VIETNAMESE),
        ({"number": "09909012345A"}, MrzFault.CITIZEN_NUMBER),
        ({"number": "099090<23456"}, MrzFault.CITIZEN_NUMBER),
    ],
)
def test_what_no_card_can_say_is_named(
    changed: dict[str, str], expected: MrzFault
) -> None:
    assert fault(mrz(**changed)) is expected


@pytest.mark.parametrize(
    "text",
    ["", MRZ[:-1], MRZ + "<", MRZ.lower(), MRZ.replace("N", "Ñ"), MRZ + "\0",
     MRZ.replace("\n", "\x1c"), MRZ.replace("\n", "\t"), MRZ.replace("0", "٠"),
     " " * 2000 + MRZ],
)  # fmt: skip
def test_s21_any_other_shape_is_refused(text: str) -> None:
    assert fault(text) is MrzFault.SHAPE


def test_a_name_is_cut_at_thirty_letters() -> None:
    card = read_card_mrz(mrz(names="NGUYEN<PHUC<<BAO<KHANH<THUY<AN"))

    assert card.name == "NGUYEN PHUC BAO KHANH THUY AN"


def test_what_differs_from_the_number_is_a_warning() -> None:
    card = read_card_mrz(mrz(birth="910101", sex="F"))

    assert NumberWarning.BIRTH_YEAR_DIFFERS in card.warnings
    assert NumberWarning.SEX_DIFFERS in card.warnings
    assert read_card_mrz(mrz(sex="<")).sex is None


def test_s12_a_zone_shows_nothing_of_its_holder() -> None:
    told = shown(read_card_mrz(MRZ), read_td1(MRZ))

    assert not any(part in told for part in ("0909", "NGUYEN", "9001"))


@given(DIGITS, st.sampled_from("MF"), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_second_reader_agrees_on_every_check_digit(
    number: str, sex: str, day: date
) -> None:
    zone = mrz(number, birth=day.strftime("%y%m%d"), sex=sex)
    second = TD1CodeChecker(zone)

    assert second.report.errors == []
    assert second.fields().optional_data[:12] == read_card_mrz(zone).number.digits


@given(st.integers(0, 59), st.sampled_from(LETTERS))
def test_one_wrong_letter_above_the_name_is_seen_or_harmless(
    place: int, letter: str
) -> None:
    letters = MRZ.replace("\n", "")
    wrong = letters[:place] + letter + letters[place + 1 :]

    # 7-3-1 cannot tell letters that are ten apart, nor see what no digit covers.
    if refusal(read_card_mrz, wrong):
        return
    assert read_card_mrz(wrong).number == read_card_mrz(MRZ).number


@given(st.text(max_size=120) | st.text(LETTERS, min_size=90, max_size=90))
def test_s21_anything_is_read_or_refused_by_name(text: str) -> None:
    assert len(refusal(read_card_mrz, text)) < 80
