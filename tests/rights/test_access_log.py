"""Who looked me up: every look-up of my numbers, and no staff member's name."""

import json

from tests.emergencies.glasses import broken, problem, review, reviewer
from tests.factories import known_person
from tests.insurance.clinic import LOOKUPS, Clinic, about, someone
from tests.rights.citizens import LOG


def test_s16_s17_each_look_up_is_there_with_its_purpose(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff(), about("P001", purpose="treatment"))

    (seen,) = clinic.get(f"{LOG}?lang=vi", clinic.citizen()).get_json()["items"]

    assert seen["at"] == "2026-11-21T12:00:00+07:00"
    assert seen["facility"] == {"code": "99001", "name": "Bệnh viện Mẫu số 1"}
    assert seen["purpose"] == {"code": "treatment", "words": "Điều trị"}
    assert seen["kind"]["code"] == "lookup"
    assert seen["channel"]["words"] == "Gõ số"
    assert seen["emergency"] is None


def test_a_look_up_that_did_not_match_is_there_too(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff(), about("P001", name="Trần Thị Sai"))

    log = clinic.get(LOG, clinic.citizen()).get_json()

    assert len(log["items"]) == 1
    assert log["number_known"] is True


def test_one_by_the_insurance_number_is_found(clinic: Clinic) -> None:
    who = someone("P001")
    assert who.insurance
    clinic.look_up(clinic.staff(), about("P001", number=who.insurance.card))
    me = clinic.citizen()
    clinic.get("/v1/me/insurance", me)

    assert len(clinic.get(LOG, me).get_json()["items"]) == 1


def test_it_says_when_look_ups_by_the_insurance_number_are_missing(
    clinic: Clinic,
) -> None:
    who = someone("P001")
    assert who.insurance
    clinic.look_up(clinic.staff(), about("P001", number=who.insurance.card))
    me = clinic.citizen()
    before = clinic.get(LOG, me).get_json()

    clinic.look_up(clinic.staff(), about("P001"))

    after = clinic.get(LOG, me).get_json()
    assert (before["insurance_number_known"], len(before["items"])) == (False, 0)
    assert (after["insurance_number_known"], len(after["items"])) == (True, 2)


def test_who_reads_an_answer_again_or_asks_again_is_seen(clinic: Clinic) -> None:
    made = clinic.look_up(clinic.staff(), about("P001")).get_json()["id"]
    colleague = clinic.staff(name="P017")
    clinic.get(f"{LOOKUPS}/{made}", colleague)
    clinic.post(f"{LOOKUPS}/{made}/recheck", colleague)

    items = clinic.get(LOG, clinic.citizen()).get_json()["items"]

    staff = {each["kind"]["code"]: each["staff"] for each in items}
    assert staff.keys() == {"lookup", "read", "asked_again"}
    assert staff["read"] == staff["asked_again"] != staff["lookup"]


def test_s12_who_reads_the_full_number_is_seen(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()["id"]
    answer = clinic.post(f"/v1/insurance/lookups/{made}/numbers", who)
    assert answer.status_code == 200

    items = clinic.get(LOG, clinic.citizen()).get_json()["items"]

    assert sorted(each["kind"]["code"] for each in items) == ["lookup", "revealed"]
    assert len({each["staff"] for each in items}) == 1


def test_another_citizen_sees_none_of_it(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff(), about("P001"))

    assert clinic.get(LOG, clinic.citizen("P025")).get_json()["items"] == []


def test_staff_go_by_one_pseudonym_a_facility(clinic: Clinic) -> None:
    for facility, name in (("99001", "P002"), ("99001", "P002"), ("99001", "P017")):
        clinic.look_up(clinic.staff(facility, name), about("P001"))
    clinic.look_up(clinic.staff("99002"), {**about("P001"), "facility": "99002"})

    answer = clinic.get(LOG, clinic.citizen())

    items = answer.get_json()["items"]
    by_place = {(each["facility"]["code"], each["staff"]) for each in items}
    assert len(items) == 4
    assert len(by_place) == 3
    assert all(each["staff"].startswith("NV-") for each in items)
    text = json.dumps(answer.get_json(), ensure_ascii=False)
    assert someone("P002").name not in text
    assert str(known_person(clinic.app, "P002").person) not in text


def test_s12_no_number_is_in_it(clinic: Clinic) -> None:
    clinic.look_up(clinic.staff(), about("P001"))

    answer = clinic.get(LOG, clinic.citizen())

    assert someone("P001").number not in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"


def test_s19_an_emergency_is_shown_with_its_review(clinic: Clinic) -> None:
    who = clinic.staff()
    glass = broken(clinic, who)
    clinic.look_up(who, about("P001", break_glass=glass))
    before = clinic.get(LOG, clinic.citizen()).get_json()["items"]
    assert {each["kind"]["code"] for each in before} == {"lookup", "break_glass"}
    assert all(each["emergency"]["verdict"] is None for each in before)

    review(clinic, reviewer(clinic), glass, "not_justified")

    for each in clinic.get(LOG, clinic.citizen()).get_json()["items"]:
        assert each["emergency"]["id"] == glass
        assert each["emergency"]["verdict"] == "not_justified"
        assert "reason" not in each["emergency"]


def test_a_glass_that_was_never_used_is_shown(clinic: Clinic) -> None:
    broken(clinic, clinic.staff())

    (seen,) = clinic.get(LOG, clinic.citizen()).get_json()["items"]

    assert seen["kind"]["code"] == "break_glass"
    assert seen["purpose"]["code"] == "emergency"


def test_it_comes_in_pages_the_newest_first(clinic: Clinic) -> None:
    who = clinic.staff()
    for _ in range(5):
        clinic.look_up(who, about("P001"))
        clinic.clock.move(seconds=1)
    me, found, address = clinic.citizen(), [], f"{LOG}?limit=2"

    while address:
        page = clinic.get(address, me).get_json()
        found += page["items"]
        address = page["next"]

    moments = [each["at"] for each in found]
    assert moments == sorted(moments, reverse=True)
    assert len({each["id"] for each in found}) == 5


def test_a_cursor_is_good_for_its_owner_only(clinic: Clinic) -> None:
    who = clinic.staff()
    for _ in range(2):
        clinic.look_up(who, about("P001"))
    first = clinic.get(f"{LOG}?limit=1", clinic.citizen()).get_json()

    stolen = clinic.get(first["next"], clinic.citizen("P025"))

    assert problem(stolen, 422) == "bad-cursor"


def test_it_needs_level_two_and_a_scope(clinic: Clinic) -> None:
    lower = clinic.get(LOG, clinic.citizen(acr="LoA1"))
    narrow = known_person(clinic.app, scopes=("profile",))

    assert problem(lower, 401) == "insufficient-user-authentication"
    assert 'acr_values="LoA2"' in lower.headers["WWW-Authenticate"]
    refused = clinic.get(LOG, narrow.headers)
    assert problem(refused, 403) == "insufficient-scope"
