"""What an insurance card is worth on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.insurance_card import (
    GROUPS,
    LEVELS,
    benefit_level,
    ceiling_reached,
    exempt_since,
    exempt_until,
    group,
    paid_in_full,
)
from identity.insurance_number import (
    BadInsuranceNumber,
    InsuranceNumber,
    insurance_number_from,
)

TODAY = date(2026, 11, 21)


def percent(text: str, on: date = TODAY) -> int | None:
    level = benefit_level(InsuranceNumber(text), on=on)
    return level and level.percent


def test_fifteen_characters_tell_five_things() -> None:
    number = InsuranceNumber("HS4319912345678")

    assert (number.group, number.benefit_digit, number.province) == ("HS", 4, "31")
    assert (number.social_number, number.short) == ("9912345678", False)
    assert number.synthetic


def test_ten_digits_leave_the_benefit_to_the_gateway() -> None:
    number = InsuranceNumber("3100000000")

    assert (number.group, number.benefit_digit, number.province) == (None, None, None)
    assert (number.social_number, number.synthetic) == ("3100000000", False)
    assert benefit_level(number, on=TODAY) is None
    assert group(number) is None


def test_a_temporary_card_of_a_child_has_no_social_number_yet() -> None:
    number = InsuranceNumber("TE199KT00000005")

    assert (number.group, number.benefit_digit, number.province) == ("TE", 1, "99")
    assert (number.social_number, number.short) == (number.text, False)
    assert number.synthetic
    assert not InsuranceNumber("TE131KT00000005").synthetic


@pytest.mark.parametrize("typed", ["HS 4 31 9912345678", "hs4319912345678"])
def test_a_number_may_be_typed_as_it_is_printed(typed: str) -> None:
    assert insurance_number_from(typed) == InsuranceNumber("HS4319912345678")


@pytest.mark.parametrize(
    "text",
    ["", "HS0319912345678", "HS6319912345678", "H54319912345678", "HS431991234567",
     "HS43199123456789", "99123456789", "991234567", "９９１２３４５６７８",
     "ĐS4319912345678", "9912345678\n", "ﬀ9912345678", " " * 9000 + "9912345678"],
)  # fmt: skip
def test_s21_anything_else_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadInsuranceNumber) as refused:
        insurance_number_from(text)

    assert str(refused.value) == "an insurance number has 15 characters or 10 digits"


def test_s12_a_number_shows_itself_masked() -> None:
    number = InsuranceNumber("HS4319912345678")

    assert str(number) == "HS4**********78"
    assert repr(number) == "InsuranceNumber(HS4**********78)"


@pytest.mark.parametrize(
    ("digit", "paid"), [(1, 100), (2, 100), (3, 95), (4, 80), (5, 100)]
)
def test_the_printed_digit_tells_how_much_is_paid(digit: int, paid: int) -> None:
    assert percent(f"DN{digit}319912345678") == paid


@pytest.mark.parametrize(("code", "before"), [("CN3", 95), ("LH4", 80)])
def test_since_2026_near_poor_and_people_of_75_pay_nothing(
    code: str, before: int
) -> None:
    card = f"{code}319912345678"

    assert percent(card, date(2025, 12, 31)) == before
    assert percent(card, date(2026, 1, 1)) == 100


def test_a_better_digit_than_that_of_the_group_stands() -> None:
    assert percent("GD2319912345678") == 100
    assert percent("CN1319912345678") == 100
    assert percent("CN4319912345678") == 80


def test_a_group_that_we_do_not_know_is_paid_by_its_digit() -> None:
    number = InsuranceNumber("ZZ4319912345678")

    assert group(number) is None
    assert percent(number.text) == 80


def test_groups_and_levels_speak_both_languages() -> None:
    pupils = group(InsuranceNumber("HS4319912345678"))

    assert pupils is not None
    assert pupils.label == {"vi": "Học sinh", "en": "Pupils"}
    assert set(LEVELS) == {1, 2, 3, 4, 5}
    assert all(level.words.keys() == {"vi", "en"} for level in LEVELS.values())
    named = [one for one in GROUPS.values() if one.label]
    assert len(named) == len(GROUPS) - 1
    assert all(one.digits_until(TODAY) for one in named)


def test_a_visit_under_15_percent_of_the_reference_wage_costs_nothing() -> None:
    assert paid_in_full(350_999, reference_wage=2_340_000)
    assert not paid_in_full(351_000, reference_wage=2_340_000)


def test_the_ceiling_is_more_than_six_reference_wages() -> None:
    assert not ceiling_reached(14_040_000, reference_wage=2_340_000)
    assert ceiling_reached(14_040_001, reference_wage=2_340_000)


@pytest.mark.parametrize(
    ("five_years", "ceiling", "since"),
    [
        (None, date(2026, 5, 1), None),
        (date(2020, 1, 1), None, None),
        (date(2020, 1, 1), date(2026, 5, 1), date(2026, 5, 1)),
        (date(2026, 9, 1), date(2026, 5, 1), date(2026, 9, 1)),
        (date(2026, 5, 1), date(2026, 5, 1), date(2026, 5, 1)),
        (date(2027, 1, 1), date(2026, 12, 31), None),
    ],
)
def test_all_is_paid_once_five_years_and_the_ceiling_have_both_come(
    five_years: date | None, ceiling: date | None, since: date | None
) -> None:
    assert exempt_since(five_years=five_years, ceiling=ceiling) == since


@given(st.dates(date(2015, 1, 1), date(2100, 1, 1)), st.dates(date(2015, 1, 1)))
def test_the_exemption_begins_and_ends_in_the_year_of_the_ceiling(
    five_years: date, ceiling: date
) -> None:
    since = exempt_since(five_years=five_years, ceiling=ceiling)

    if since is not None:
        assert since.year == ceiling.year
        assert since <= exempt_until(since) == date(ceiling.year, 12, 31)
