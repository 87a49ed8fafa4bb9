"""The register's rules: which code a question gets."""

from datetime import date

import pytest

from identity.simulators.gateway.register import Question, Verdict, decide, number_of
from identity.simulators.personas import personas
from tests.identity.gateway.asking import query_body, someone

TODAY = date(2026, 11, 21)
NAMES = ("maThe", "hoTen", "ngaySinh", "hoTenCb", "cccdCb")


def verdict(persona_id: str, today: date = TODAY, **changes: str) -> Verdict:
    """What is decided of a right question, changed."""
    body = query_body(persona_id, **changes)
    question = Question(*(body[name] for name in NAMES))
    return decide(question, personas(), today)


@pytest.mark.parametrize("who", [each.id for each in personas()])
def test_every_persona_gets_the_code_of_its_insurance(who: str) -> None:
    held = someone(who).insurance
    expected = held.code if held else "050"
    if held and held.name:
        expected = "061"
    if held and held.birth:
        expected = "070"

    assert verdict(who).code == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hoTen": "  nguyễn   văn an "}, "000"),
        ({"hoTen": "Nguye\u0302\u0303n Va\u0306n An"}, "000"),
        ({"hoTen": "Nguyen Van An"}, "061"),
        ({"hoTen": "Trần Văn An"}, "060"),
        ({"hoTen": " "}, "205"),
        ({"ngaySinh": "15/05/1990"}, "070"),
        ({"ngaySinh": "1990"}, "070"),
        ({"ngaySinh": "1990-05-14"}, "205"),
        ({"ngaySinh": "14/05/１990"}, "205"),
        ({"maThe": "099090000000"}, "050"),
        ({"maThe": "09909"}, "051"),
        ({"maThe": "DN4009900000001"}, "052"),
        ({"maThe": "DN9999900000001"}, "053"),
        ({"maThe": "DNX999900000001"}, "053"),
        ({"cccdCb": "123"}, "054"),
        ({"cccdCb": "09918537328２"}, "054"),
        ({"hoTenCb": "Somebody Else"}, "055"),
        ({"cccdCb": "099085000001", "hoTenCb": "Anybody"}, "000"),
        ({"hoTenCb": ""}, "205"),
    ],
)
def test_what_does_not_match_has_a_code_of_its_own(
    changes: dict[str, str], code: str
) -> None:
    found = verdict("P001", TODAY, **changes)

    assert found.code == code
    assert (found.found is not None) == (code == "000")


def test_a_person_is_found_by_any_of_the_numbers() -> None:
    who = someone("P007")
    held = who.insurance
    assert held is not None
    assert held.replacement is not None

    for card in (held.card, held.social_number, held.replacement.card):
        assert verdict("P007", maThe=card).found is who
        assert number_of(card, personas()) == who.number
    assert number_of("unknown", personas()) == "unknown"


def test_a_good_card_ends_with_its_last_day() -> None:
    assert verdict("P001", date(2030, 12, 31)).code == "000"
    assert verdict("P001", date(2031, 1, 1)).code == "010"


@pytest.mark.parametrize("birth", ["1958", "30/04/1958"])
def test_a_birth_year_alone_asks_for_no_more(birth: str) -> None:
    assert verdict("P018", ngaySinh=birth).code == "000"
    assert verdict("P018", ngaySinh="1959").code == "070"
