"""The personas: none can be a real person, and all that tests need are there."""

import json
import re
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from identity.simulators.gateway.answers import CODES
from identity.simulators.personas import (
    BadPersona,
    by_number,
    persona,
    persona_from,
    personas,
)


def row(**changes: Any) -> dict[str, Any]:
    """The first persona as it stands in the file, changed."""
    text = files("identity.simulators").joinpath("personas.json").read_text("utf-8")
    return {**json.loads(text)[0], **changes}


def test_s24_no_persona_can_be_a_real_person() -> None:
    for each in personas():
        assert re.fullmatch(r"099\d{9}", each.number)
        if each.insurance:
            assert each.insurance.card[3:5] == "99"
            assert each.insurance.social_number.startswith("99")
            assert each.insurance.facility_code.startswith("99")


def test_numbers_agree_with_birth_and_sex() -> None:
    for each in personas():
        century = 19 + int(each.number[3]) // 2
        assert century * 100 + int(each.number[4:6]) == each.birth_year
        assert int(each.number[3]) % 2 == (each.sex == "female")


def test_ids_numbers_and_cards_are_each_one_persona_s() -> None:
    for key in ("id", "number"):
        assert max(Counter(getattr(each, key) for each in personas()).values()) == 1
    cards = Counter(each.insurance.card for each in personas() if each.insurance)
    assert max(cards.values()) == 1


def test_every_state_of_insurance_has_its_persona() -> None:
    codes = {each.insurance.code for each in personas() if each.insurance}

    assert codes <= CODES.keys()
    wanted = {"000", "001", "002", "003", "004", "110", "120", "121", "122", "123"}
    assert wanted | {"010", "124", "130"} <= codes


def test_personas_are_found_by_id_and_number() -> None:
    first = persona("P001")

    assert first is not None
    assert by_number(first.number) is first
    assert persona("P999") is None
    assert by_number("099000000000") is None


def test_a_year_alone_is_no_birth_date() -> None:
    old = persona("P018")

    assert old is not None
    assert (old.birth_date, old.birth_year) == (None, 1958)


def test_guardians_are_personas() -> None:
    guardians = {each.guardian for each in personas() if each.guardian}

    assert guardians
    assert all(persona(each) for each in guardians)


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "031090178382"},
        {"number": "09909017838"},
        {"number": "09909017838２"},
        {"cards": [{"kind": "cccd2021"}]},
        {"cards": None},
        {"insurance": {"code": "000"}},
        {"insurance": "none"},
        {"nickname": "An"},
    ],
)
def test_s24_a_persona_that_is_not_whole_or_could_be_somebody_is_refused(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(BadPersona):
        persona_from(row(**wrong))


def test_a_persona_that_lacks_a_field_is_refused() -> None:
    lacking = row()
    del lacking["name"]

    with pytest.raises(BadPersona):
        persona_from(lacking)
