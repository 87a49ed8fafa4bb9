"""S16, S12, S20: whose look-ups one sees, how much of them, and each only once."""

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from citizen_api.insurance import desks, lookups
from citizen_api.throttles.rules import Limit
from tests.factories import changing
from tests.insurance.clinic import LOOKUPS, Clinic, about, at_once, id_of, new_key
from tests.reviews.phones import problem

SAMPLE = ["99002", "99004", "99005", "99050", "99117", "99188"]


def test_s16_another_facilitys_look_ups_are_not_there(clinic: Clinic) -> None:
    ours = clinic.staff("99001", "P002")
    made = clinic.look_up(ours, about("P001")).get_json()["id"]

    for number, facility in enumerate(SAMPLE):
        other = clinic.staff(facility, f"P{10 + number:03d}")
        refused = [
            clinic.get(f"{LOOKUPS}/{made}", other),
            clinic.post(f"{LOOKUPS}/{made}/recheck", other),
            clinic.post(f"{LOOKUPS}/{made}/numbers", other),
        ]
        unknown = clinic.get(f"{LOOKUPS}/{'0' * 8}-{made[9:]}", other)
        assert {problem(each) for each in refused} == {"not-found"}
        assert problem(unknown) == "not-found"
        assert clinic.get(LOOKUPS, other).get_json()["items"] == []
        asked = clinic.get(f"{LOOKUPS}?facility=99001", other)
        assert problem(asked) == "role-missing"
    refusals = [each for each in clinic.events() if each["outcome"] == "refused"]
    assert len(refusals) == 4 * len(SAMPLE)
    assert made in refusals[0]["detail"]["why"]


def test_s16_a_cursor_of_another_facility_is_refused(clinic: Clinic) -> None:
    ours, other = clinic.staff("99001", "P002"), clinic.staff("99002", "P010")
    for name in ("P001", "P006"):
        clinic.look_up(ours, about(name))
    found = clinic.get(f"{LOOKUPS}?limit=1", ours).get_json()["next"]

    assert problem(clinic.get(found, other)) == "bad-cursor"


def test_s16_a_role_that_was_revoked_is_gone_at_the_next_call(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()
    with changing(clinic.app) as session:
        session.execute(
            text("UPDATE roles_held SET revoked_at = now(), revoked_by = 'command'")
        )

    assert problem(clinic.get(f"{LOOKUPS}/{made['id']}", who)) == "role-missing"
    assert problem(clinic.look_up(who, about("P001"))) == "role-missing"


def test_a_citizen_without_the_role_looks_up_nobody(clinic: Clinic) -> None:
    me = clinic.citizen()

    assert problem(clinic.look_up(me, about("P002"))) == "role-missing"
    assert problem(clinic.get(LOOKUPS, me)) == "role-missing"


def test_staff_of_level_one_must_sign_in_better(clinic: Clinic) -> None:
    who = clinic.staff(acr="LoA1")

    refused = clinic.look_up(who, about("P001"))

    assert problem(refused) == "insufficient-user-authentication"


def test_s12_the_full_number_is_shown_on_demand_only(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P008"))
    assert "099065129949" not in made.get_data(as_text=True)

    shown = clinic.post(f"{LOOKUPS}/{id_of(made)}/numbers", who)

    assert shown.get_json()["number"] == "099065129949"
    assert shown.get_json()["card_number"] == "DN4999920939010"
    assert len(shown.get_json()["new_card_number"]) == 15
    assert shown.headers["Cache-Control"] == "no-store"
    assert clinic.outcomes()[-1] == "revealed"


def test_s20_the_same_key_asks_once(clinic: Clinic) -> None:
    who, key = clinic.staff(), new_key()
    first = clinic.look_up(who, about("P001"), key)

    again = clinic.look_up(who, about("P001"), key)
    other = clinic.look_up(who, about("P006"), key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.get_json() == first.get_json()
    assert problem(other) == "idempotency-key-reused"
    assert clinic.outcomes() == ["asked", "answered", "read", "refused"]


def test_s20_the_same_key_of_another_person_is_another_look_up(
    clinic: Clinic,
) -> None:
    key = new_key()
    first = clinic.look_up(clinic.staff(), about("P001"), key)

    second = clinic.look_up(clinic.staff("99002", "P010"), about("P001"), key)

    assert second.status_code == 201
    assert id_of(first) != id_of(second)


def test_s20_many_at_once_with_one_key_ask_once(clinic: Clinic) -> None:
    who, key = clinic.staff(), new_key()
    answers: list[TestResponse] = []

    def ask() -> None:
        answers.append(clinic.look_up(who, about("P001"), key))

    at_once([ask] * 6)

    assert len(clinic.rows("SELECT 1 FROM lookups")) == 1
    noted = clinic.outcomes()
    assert noted == ["asked", "answered", *["read"] * (len(noted) - 2)]
    told = sorted(each.status_code for each in answers)
    assert told.count(201) == 1
    assert set(told) <= {200, 201, 409}
    busy = [each for each in answers if each.status_code == 409]
    assert {problem(each) for each in busy} <= {"in-progress"}


def test_s16_a_key_shows_nothing_of_a_facility_that_was_left(clinic: Clinic) -> None:
    who, key = clinic.staff("99001"), new_key()
    clinic.look_up(who, about("P001"), key)
    clinic.change("UPDATE roles_held SET revoked_at = now(), revoked_by = 'command'")

    again = clinic.look_up(clinic.staff("99002"), about("P001"), key)

    assert problem(again) == "idempotency-key-reused"


def test_s16_no_header_tells_what_other_facilities_look_up(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff("99001"), about("P001"))

    seen = clinic.look_up(clinic.staff("99002", "P010"), about("P001"))
    unseen = clinic.look_up(clinic.staff("99002", "P010"), about("P006"))

    told = [each.headers["RateLimit"] for each in (seen, unseen)]
    assert not [each for each in told if "number" in each]
    assert "number" not in seen.headers["RateLimit-Policy"]


@pytest.mark.parametrize(
    ("limit", "method", "path"), [("READS", "GET", ""), ("REVEALS", "POST", "/numbers")]
)
def test_s6_nobody_reads_or_reveals_without_end(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, limit: str, method: str, path: str
) -> None:
    who = clinic.staff()
    one = f"{LOOKUPS}/{id_of(clinic.look_up(who, about('P001')))}{path}"
    for room in (desks, lookups):
        monkeypatch.setattr(room, limit, Limit("few", 2, 3600), raising=False)
    ask = clinic.get if method == "GET" else clinic.post

    answers = [ask(one, who).status_code for _ in range(3)]

    assert answers == [200, 200, 429]
    assert clinic.events()[-1]["detail"] == {"why": "few"}


@pytest.mark.parametrize("limit", ["OF_NETWORK", "OF_PERSON", "OF_FACILITY"])
def test_s6_nobody_looks_up_without_end(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(desks, limit, Limit("few", 2, 3600))
    who = clinic.staff()

    answers = [clinic.look_up(who, about("P001")).status_code for _ in range(3)]

    assert answers == [201, 201, 429]
    assert clinic.events()[-1]["detail"] == {"why": "too_many_requests"}


def test_s17_the_purpose_is_one_of_a_few(clinic: Clinic) -> None:
    who = clinic.staff()

    for purpose in ("research", "", None, 5):
        refused = clinic.look_up(who, about("P001", purpose=purpose))
        assert refused.status_code == 422
        assert refused.get_json()["errors"][0]["pointer"] == "#/purpose"


def test_s17_the_purpose_is_kept_and_a_recheck_has_no_other(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001", purpose="discharge")).get_json()

    body = {"purpose": "payment"}
    again = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who, body).get_json()

    assert made["purpose"] == again["purpose"] == "discharge"
    assert {each["purpose"] for each in clinic.events()} == {"discharge"}
