"""S19: what an emergency opened closes after its hour; who reads of it is recorded."""

import pytest

from citizen_api.throttles.doors import EXTENSION as LIMITS
from citizen_api.throttles.rules import Limit
from tests.emergencies.glasses import (
    GLASSES,
    broken,
    emergency,
    problem,
    review,
    reviewer,
    smash,
)
from tests.insurance.clinic import LOOKUPS, Clinic, about, new_key


def test_s19_asking_again_and_earlier_stays_end_with_the_hour(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    made = clinic.look_up(who, about("P001", break_glass=glass)).get_json()
    one = f"{LOOKUPS}/{made['id']}"
    assert made["visits"]
    assert clinic.post(f"{one}/recheck", who).get_json()["visits"]

    clinic.later(minutes=60)

    late = clinic.post(f"{one}/recheck", who)
    assert problem(late, 403) == "break-glass-refused"
    assert clinic.get(one, who).get_json()["visits"] is None
    assert clinic.outcomes()[-2:] == ["refused", "read"]


def test_s19_a_colleague_asks_not_again_under_a_glass(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    made = clinic.look_up(who, about("P001", break_glass=glass)).get_json()

    refused = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", clinic.staff(name="P017"))

    assert problem(refused, 403) == "break-glass-refused"


def test_s19_an_emergency_that_is_not_opened_is_recorded(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = clinic.app.extensions[LIMITS]
    monkeypatch.setitem(limits, "glasses", Limit("glasses", most=2, window_s=3600))
    who, key = clinic.staff(), new_key()
    smash(clinic, who, emergency("P001"), key)

    reused = smash(clinic, who, emergency("P006"), key)
    often = smash(clinic, who, emergency("P001"))

    names = [problem(reused, 422), problem(often, 429)]
    refused = clinic.events("break_glass.open")[1:]
    assert [each["detail"]["why"] for each in refused] == names


def test_s19_a_second_review_is_refused_and_recorded(clinic: Clinic) -> None:
    glass, judge = broken(clinic, clinic.staff()), reviewer(clinic)
    review(clinic, judge, glass)

    late = review(clinic, judge, glass)

    assert problem(late, 409) == "already-reviewed"
    (refused,) = clinic.events("door.refused")
    assert refused["detail"]["why"] == "already-reviewed"


def test_s19_who_reads_the_reasons_is_recorded(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    judge = reviewer(clinic)

    clinic.get(GLASSES, judge)
    clinic.get(f"{GLASSES}/{glass}", judge)

    reads = clinic.events("break_glass.read")
    assert [each["detail"] for each in reads] == [{"break_glasses": [glass]}] * 2


def test_s19_where_people_are_real_nothing_is_opened_for_nobody(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.app.config["INVENTED_PEOPLE"] = False

    refused = smash(clinic, who, emergency("P001"))

    assert problem(refused, 422) == "invalid-request"
    assert clinic.rows("SELECT FROM break_glasses") == []
