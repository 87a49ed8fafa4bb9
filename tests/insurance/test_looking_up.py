"""Staff of a facility look up who is insured how."""

from datetime import datetime
from typing import Any

import pytest

from tests.insurance.clinic import LOOKUPS, Clinic, about, id_of, new_key, someone
from tests.reviews.phones import problem


def test_a_receptionist_reads_what_to_do(clinic: Clinic) -> None:
    answer = clinic.look_up(clinic.staff(), about("P001"))
    told = answer.get_json()

    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    assert told["state"] == "answered"
    assert told["result"]["code"] == "000"
    assert told["result"]["verdict"] == "usable"
    assert told["instruction"]["vi"] == "Tiếp nhận khám bảo hiểm y tế."
    assert told["instruction"]["en"] == "Receive the patient with insurance."
    assert told["number"] == "099*******82"


def test_the_card_is_told_in_words(clinic: Clinic) -> None:
    told = clinic.look_up(clinic.staff(), about("P025")).get_json()
    card = told["card"]

    assert card["number"] == "DN4**********20"
    assert card["valid_to"] == "2030-12-31"
    assert card["facility"] == {"code": "99001", "name": "Bệnh viện Mẫu số 1"}
    assert card["benefit"]["percent"] == 80
    assert "80%" in card["benefit"]["words"]["vi"]
    assert card["group"]["code"] == "DN"
    assert told["five_years_from"] == "2020-01-01"
    assert told["five_years_continuous"] is True


def test_a_new_card_stands_beside_the_old_one(clinic: Clinic) -> None:
    told = clinic.look_up(clinic.staff(), about("P008")).get_json()

    assert told["result"]["code"] == "003"
    assert told["new_card"]["number"] != told["card"]["number"]
    assert told["new_card"]["facility"]["name"]


RESULTS = {"P006": "010", "P009": "110", "P012": "001", "P016": "124", "P005": "130"}


def test_each_result_has_words(clinic: Clinic) -> None:
    who = clinic.staff()

    for name, code in RESULTS.items():
        told = clinic.look_up(who, about(name)).get_json()
        assert told["result"]["code"] == code
        for said in (told["result"]["means"], told["instruction"]):
            assert said["vi"]
            assert said["en"]


SCANS = [
    "{number}||{name}|14051990|Nam|Phường Mẫu, Hải Phòng|15082024",
    "{number}|{name}|14051990|Nam|Phường Mẫu, Hải Phòng|15082024\r\n",
    "{card}|{hex}|14/05/1990|1|-|99 - 001|01/01/2025|31/12/2030|$",
]


def test_a_scanned_card_is_enough(clinic: Clinic) -> None:
    who, asker = someone("P001"), clinic.staff()
    assert who.insurance
    told = {"number": who.number, "name": who.name, "card": who.insurance.card}

    for scan in SCANS:
        text = scan.format(**told, hex=who.name.encode().hex())
        body = about("P001", number=None, name=None, birth=None, scan=text)
        answer = clinic.look_up(asker, body).get_json()
        assert answer["result"]["code"] == "000"
        assert answer["channel"] == "scan"


@pytest.mark.parametrize("places", [10, 15])
def test_an_insurance_number_finds_the_same_person(clinic: Clinic, places: int) -> None:
    held = someone("P001").insurance
    assert held

    body = about("P001", number=held.card[-places:])

    assert clinic.look_up(clinic.staff(), body).get_json()["result"]["code"] == "000"


def test_a_year_alone_is_a_birth_date(clinic: Clinic) -> None:
    told = clinic.look_up(clinic.staff(), about("P018")).get_json()

    assert told["result"]["code"] == "000"


def test_the_gateway_is_told_who_asks(clinic: Clinic) -> None:
    # The twin knows P002 by name: another name for that number is 055.
    told = clinic.look_up(clinic.staff(name="P002"), about("P001")).get_json()

    assert told["result"]["code"] == "000"


ODD: list[tuple[dict[str, Any], str]] = [
    ({"number": "123"}, "number"),
    ({"number": "１２３４５６７８９０１２"}, "number"),
    ({"number": None}, "number"),
    ({"scan": "x|y"}, "number"),
    ({"number": None, "scan": "x|y"}, "scan"),
    ({"number": None, "scan": "\u202e099"}, "scan"),
    ({"name": None}, "name"),
    ({"name": ""}, "name"),
    ({"name": "<b>"}, "name"),
    ({"name": "Nguyễn\x00"}, "name"),
    ({"name": "a" * 101}, "name"),
    ({"birth": None}, "birth"),
    ({"birth": "1990-02-30"}, "birth"),
    ({"birth": "14/05/1990"}, "birth"),
    ({"birth": "2027-01-01"}, "birth"),
    ({"presented": "passport"}, "presented"),
    ({"facility": "00000"}, "facility"),
    ({"break_glass": "x"}, "break_glass"),
    ({"number": 99090178382}, "number"),
]


def test_odd_values_are_named(clinic: Clinic) -> None:
    who = clinic.staff("")

    for changes, field in ODD:
        body = about("P001", **{"facility": "99001", **changes})
        refused = clinic.look_up(who, body)
        assert problem(refused) == "invalid-request", changes
        told = {each["pointer"] for each in refused.get_json()["errors"]}
        assert f"#/{field}" in told, changes
    assert clinic.events() == []


def test_a_composed_name_and_a_taken_apart_one_are_the_same(clinic: Clinic) -> None:
    apart = "Nguye\u0302\u0303n Va\u0306n An"

    told = clinic.look_up(clinic.staff(), about("P001", name=apart)).get_json()

    assert told["result"]["code"] == "000"


def test_a_key_is_needed(clinic: Clinic) -> None:
    refused = clinic.post(LOOKUPS, clinic.staff(), about("P001"))

    assert problem(refused) == "bad-request"


def test_a_list_has_the_newest_first_and_no_answers(clinic: Clinic) -> None:
    who = clinic.staff()
    made = []
    for name in ("P001", "P006", "P007"):
        clinic.clock.move(seconds=1)
        made.append(str(id_of(clinic.look_up(who, about(name)))))

    first = clinic.get(f"{LOOKUPS}?limit=2", who).get_json()
    second = clinic.get(first["next"], who).get_json()

    assert [each["id"] for each in first["items"]] == [made[2], made[1]]
    assert [each["id"] for each in second["items"]] == [made[0]]
    assert second["next"] is None
    assert "card" not in first["items"][0]
    assert first["items"][0]["number"].startswith("099***")


def test_a_look_up_is_read_again(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()

    again = clinic.get(f"{LOOKUPS}/{made['id']}", who)

    assert again.status_code == 200
    assert again.get_json() == made
    assert clinic.outcomes() == ["asked", "answered", "read"]


def test_a_recheck_asks_anew(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()
    clinic.later(hours=3)
    clinic.switch(name="code", code="110")

    now = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who).get_json()

    assert now["result"]["code"] == "110"
    assert datetime.fromisoformat(now["answered_at"]) == clinic.clock()
    assert now["asked_at"] == made["asked_at"]
    assert clinic.outcomes() == ["asked", "answered", "asked_again", "answered"]


def test_earlier_stays_are_for_care_only(clinic: Clinic) -> None:
    who = clinic.staff()

    at_desk = clinic.look_up(who, about("P001")).get_json()
    in_care = clinic.look_up(who, about("P001", purpose="treatment")).get_json()

    assert at_desk["visits"] is None
    assert in_care["visits"][0]["disease"] == "Viêm họng cấp"
    assert in_care["visits"][0]["facility"]["name"] == "Bệnh viện Mẫu số 1"


def test_a_child_is_looked_up_by_a_temporary_card(clinic: Clinic) -> None:
    made = clinic.look_up(clinic.staff(), about("P005", number="TE199KT00000005"))

    assert made.status_code == 201, made.json
    assert made.get_json()["result"]["code"] == "130"


def test_who_works_at_several_says_which(clinic: Clinic) -> None:
    clinic.staff("99001")
    who = clinic.staff("99002")

    refused = clinic.look_up(who, about("P001"))
    made = clinic.look_up(who, about("P001", facility="99002"))

    assert problem(refused) == "invalid-request"
    assert made.get_json()["facility"] == "99002"


def test_a_new_key_is_a_new_look_up(clinic: Clinic) -> None:
    who = clinic.staff()

    made = {id_of(clinic.look_up(who, about("P001"), new_key())) for _ in range(2)}

    assert len(made) == 2


def test_where_people_are_real_nobody_invented_is_looked_up(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.app.config["INVENTED_PEOPLE"] = False

    for number in ("099090178382", "DN4999951303418", "9951303418"):
        refused = clinic.look_up(who, about("P001", number=number))
        assert problem(refused) == "invalid-request"
    assert clinic.events() == []
