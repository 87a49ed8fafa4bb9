"""What every insurance provider must do, over HTTP."""

import threading
from datetime import date

import pytest

from identity.providers.insurance import InsuranceProvider, Outage, Unreachable
from identity.providers.results import Verdict, result_for
from identity.providers.stored_answers import read_answer, written_answer
from identity.simulators.personas import personas
from tests.identity.gateway.asking import NOON, someone
from tests.identity.providers.conftest import OFFICER, Desk, question

WRONG = {"P027": "050", "P032": "061", "P033": "070"}
INSURED = [each.id for each in personas() if each.id not in WRONG]


@pytest.fixture(params=["egw2024"])
def provider(request: pytest.FixtureRequest, desk: Desk) -> InsuranceProvider:
    """Every implementation, one after the other."""
    return {"egw2024": desk.provider}[request.param]


@pytest.mark.parametrize("who", INSURED)
def test_every_insured_person_is_found(provider: InsuranceProvider, who: str) -> None:
    held = someone(who).insurance
    assert held is not None

    answer = provider.lookup(question(who), OFFICER)

    assert answer.code == held.code
    assert answer.card is not None
    assert answer.card.number == held.card
    assert answer.card.valid_to == held.valid_to
    assert answer.five_years_from == held.five_years_from
    assert answer.asked_at == NOON


@pytest.mark.parametrize("who", WRONG)
def test_what_does_not_match_is_an_answer(
    provider: InsuranceProvider, who: str
) -> None:
    answer = provider.lookup(question(who), OFFICER)

    assert answer.code == WRONG[who]
    assert answer.card is None
    assert result_for(answer.code, date(2026, 11, 21)).verdict is Verdict.NOT_MATCHED


def test_a_new_card_and_the_last_stays_are_told(provider: InsuranceProvider) -> None:
    new = provider.lookup(question("P007"), OFFICER).new_card
    visits = provider.lookup(question("P001"), OFFICER).visits

    assert new is not None
    assert new.facility_name == "Trạm y tế Mẫu số 2"
    assert new.valid_from == date(2026, 6, 1)
    assert [str(visit.arrived) for visit in visits] == ["2026-09-03 08:00:00+07:00"]


def test_the_remark_is_without_personal_data(provider: InsuranceProvider) -> None:
    for who in ("P001", "P017", "P026"):
        held = someone(who).insurance
        assert held is not None

        remark = provider.lookup(question(who), OFFICER).remark or ""

        assert "Thẻ còn giá trị sử dụng" in remark
        for secret in (someone(who).name, held.card, someone(who).residence):
            assert secret not in remark


def test_an_answer_shows_nothing_of_the_person(provider: InsuranceProvider) -> None:
    answer = provider.lookup(question("P007"), OFFICER)

    shown = f"{answer!r} {answer.card!r} {question('P007')!r} {OFFICER!r}"

    assert shown == "<Answer 004> <InsuranceCardData> <Question> <Officer>"


def test_a_facility_without_an_account_can_ask_nothing(
    provider: InsuranceProvider,
) -> None:
    stranger = type(OFFICER)(OFFICER.name, OFFICER.number, "99777")

    with pytest.raises(Unreachable) as failed:
        provider.lookup(question("P001"), stranger)

    assert failed.value.outage is Outage.NO_ACCOUNT


def test_answers_are_kept_and_read_back(provider: InsuranceProvider) -> None:
    for who in ("P001", "P007", "P027"):
        answer = provider.lookup(question(who), OFFICER)

        assert read_answer(written_answer(answer)) == answer


def test_many_may_ask_at_once(provider: InsuranceProvider) -> None:
    codes: list[str] = []

    def ask() -> None:
        codes.append(provider.lookup(question("P001"), OFFICER).code)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == ["000"] * 6
