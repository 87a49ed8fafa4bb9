"""S19: break-glass is for one patient, for an hour, and somebody else reviews it."""

import pytest

from tests.emergencies.glasses import (
    GLASSES,
    REASON,
    broken,
    emergency,
    locked_out,
    problem,
    review,
    reviewer,
    smash,
    work,
)
from tests.insurance.clinic import Clinic, about, at_once, new_key, someone

JUST_ENOUGH = "Mất ý thức, mổ ngay."


def test_s19_a_locked_number_is_answered_under_a_glass(clinic: Clinic) -> None:
    who = clinic.staff()
    locked_out(clinic, who)
    assert clinic.look_up(who, about("P001")).status_code == 429

    glass = broken(clinic, who)
    answer = clinic.look_up(who, about("P001", break_glass=glass))

    assert answer.status_code == 201
    assert answer.get_json()["result"]["code"] == "000"


def test_s19_not_for_a_second_patient(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)

    for second in (about("P025"), about("P001", name="Trần Thị Sai")):
        answer = clinic.look_up(who, {**second, "break_glass": glass})
        assert problem(answer, 403) == "break-glass-refused"


def test_s19_not_after_an_hour(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    clinic.clock.move(minutes=59, seconds=59)
    in_time = clinic.look_up(clinic.staff(), about("P001", break_glass=glass))
    assert in_time.status_code == 201

    clinic.clock.move(seconds=1)

    late = clinic.look_up(clinic.staff(), about("P001", break_glass=glass))
    assert problem(late, 403) == "break-glass-refused"


def test_s19_not_for_a_colleague_nor_at_another_place(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    body = about("P001", break_glass=glass)

    colleague = clinic.look_up(clinic.staff(name="P017"), body)
    elsewhere = clinic.staff("99002")
    there = clinic.look_up(elsewhere, {**body, "facility": "99002"})
    unknown = about("P001", break_glass="3b0c3a4e-0000-4000-8000-000000000000")

    assert problem(colleague, 403) == "break-glass-refused"
    assert problem(there, 403) == "break-glass-refused"
    refused = clinic.look_up(clinic.staff(), {**unknown, "facility": "99001"})
    assert problem(refused, 403) == "break-glass-refused"


@pytest.mark.parametrize(
    "reason",
    [JUST_ENOUGH[:-1], "a" + " " * 30 + "b", "\n" * 25, "", 7, None, "x" * 1001],
)
def test_s19_a_reason_of_twenty_characters(clinic: Clinic, reason: object) -> None:
    answer = smash(clinic, clinic.staff(), {**emergency("P001"), "reason": reason})

    assert problem(answer, 422) == "invalid-request"
    assert answer.get_json()["errors"][0]["pointer"] == "#/reason"


def test_s19_twenty_characters_are_enough_also_in_nfd(clinic: Clinic) -> None:
    assert len(JUST_ENOUGH) == 20

    body = emergency("P001", reason=JUST_ENOUGH)

    assert smash(clinic, clinic.staff(), body).status_code == 201


def test_s19_it_is_recorded_without_a_word_of_the_reason(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())

    (event,) = clinic.events("break_glass")
    assert event["action"] == "break_glass.open"
    assert event["facility"] == "99001"
    assert event["purpose"] == "emergency"
    assert event["detail"] == {"break_glass": glass}
    (row,) = clinic.rows("SELECT b::text FROM break_glasses b")
    assert REASON not in row[0]
    assert REASON.encode().hex() not in row[0]


def test_s19_a_second_person_reviews_it(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    clinic.look_up(who, about("P001", break_glass=glass))
    judge = reviewer(clinic)

    (waiting,) = clinic.get(f"{GLASSES}?review=unreviewed", judge).get_json()["items"]
    assert waiting["id"] == glass
    assert waiting["reason"] == REASON
    assert waiting["patient"] == "099*******82"
    assert len(waiting["lookups"]) == 1

    answer = review(clinic, judge, glass)

    assert answer.status_code == 200
    assert answer.get_json()["verdict"] == "justified"
    assert clinic.get(f"{GLASSES}?review=unreviewed", judge).get_json()["items"] == []
    assert problem(review(clinic, judge, glass), 409) == "already-reviewed"


def test_s19_nobody_reviews_their_own(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff(name="P017"))

    answer = review(clinic, reviewer(clinic, name="P017"), glass)

    assert problem(answer, 403) == "own-emergency"
    assert clinic.events("door")[-1]["detail"]["why"] == "own-emergency"


def test_s19_only_reviewers_of_that_facility_see_it(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    elsewhere = reviewer(clinic, "99002")

    assert clinic.get(GLASSES, elsewhere).get_json()["items"] == []
    assert problem(clinic.get(f"{GLASSES}/{glass}", elsewhere), 404) == "not-found"
    assert problem(review(clinic, elsewhere, glass), 404) == "not-found"
    assert problem(clinic.get(GLASSES, clinic.staff()), 403) == "role-missing"

    of_the_city = reviewer(clinic, "", name="P001")
    assert clinic.get(f"{GLASSES}/{glass}", of_the_city).status_code == 200


def test_s19_seventy_two_hours_later_it_is_overdue(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    assert work(clinic.app, "break_glass.overdue") == 1
    clinic.clock.move(hours=71, minutes=59)
    assert work(clinic.app, "break_glass.overdue") == 0
    assert clinic.get(f"{GLASSES}?review=overdue", reviewer(clinic)).json == {
        "items": [],
        "next": None,
    }

    clinic.clock.move(minutes=1)
    assert work(clinic.app, "break_glass.overdue") == 1

    judge = reviewer(clinic)
    (late,) = clinic.get(f"{GLASSES}?review=overdue", judge).get_json()["items"]
    assert (late["id"], late["review"]) == (glass, "overdue")
    assert clinic.outcomes("break_glass.overdue") == ["unreviewed"]
    assert review(clinic, judge, glass).status_code == 200


def test_s19_an_emergency_rings_at_once_and_when_it_is_late(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    glass = broken(clinic, clinic.staff())
    assert work(clinic.app, "break_glass.overdue") == 1
    assert work(clinic.app, "break_glass.overdue") == 0
    clinic.clock.move(hours=72)
    assert work(clinic.app, "break_glass.overdue") == 1

    told = [each.getMessage() for each in caplog.records if glass in each.getMessage()]
    assert [each.levelname for each in caplog.records].count("WARNING") >= 2
    assert len(told) == 2
    assert someone("P001").number not in caplog.text


def test_s19_a_reviewed_one_is_never_overdue(clinic: Clinic) -> None:
    glass = broken(clinic, clinic.staff())
    review(clinic, reviewer(clinic), glass)
    clinic.clock.move(hours=73)

    work(clinic.app, "break_glass.overdue")

    assert clinic.outcomes("break_glass.overdue") == []


def test_the_same_key_breaks_one_glass_also_at_once(clinic: Clinic) -> None:
    who, key, seen = clinic.staff(), new_key(), []
    body = emergency("P001")

    def once() -> None:
        seen.append(smash(clinic, who, body, key))

    at_once([once] * 4)

    assert {answer.status_code for answer in seen} == {201}
    assert len({answer.get_json()["id"] for answer in seen}) == 1
    other = smash(clinic, who, emergency("P001", reason=REASON + " Lần hai."), key)
    assert problem(other, 422) == "idempotency-key-reused"


def test_two_reviews_at_once_leave_one_verdict(clinic: Clinic) -> None:
    glass, seen = broken(clinic, clinic.staff()), []
    judges = [reviewer(clinic), reviewer(clinic, name="P001")]
    calls = [
        lambda judge=judge: seen.append(review(clinic, judge, glass))
        for judge in judges
    ]

    at_once(calls)

    assert sorted(answer.status_code for answer in seen) == [200, 409]


def test_ten_glasses_an_hour_are_enough(clinic: Clinic) -> None:
    who = clinic.staff()
    for _ in range(10):
        broken(clinic, who)

    answer = smash(clinic, who, emergency("P001"))

    assert problem(answer, 429) == "too-many-requests"
    assert int(answer.headers["Retry-After"]) > 0


def test_a_facility_that_is_none_is_refused(clinic: Clinic) -> None:
    of_the_city = clinic.staff("")

    answer = smash(clinic, of_the_city, emergency("P001", facility="00000"))

    assert problem(answer, 422) == "invalid-request"


def test_emergencies_come_in_pages(clinic: Clinic) -> None:
    who = clinic.staff()
    every = [broken(clinic, who) for _ in range(3)]
    judge = reviewer(clinic)

    first = clinic.get(f"{GLASSES}?limit=2", judge).get_json()
    second = clinic.get(first["next"], judge).get_json()

    found = [each["id"] for each in first["items"] + second["items"]]
    assert sorted(found) == sorted(every)
    assert second["next"] is None
