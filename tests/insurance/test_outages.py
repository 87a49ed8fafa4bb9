"""S25: while the gateway is down the patient is received, and somebody asks again."""

from functools import partial
from typing import Any

import pytest

from citizen_api.insurance.forgetting import forget
from citizen_api.insurance.rules import BACK_OFF
from citizen_api.providers import EXTENSION
from tests.factories import changing, database_of
from tests.insurance.clinic import LOOKUPS, Clinic, about, at_once
from tests.reviews.phones import problem

OUTAGES: list[dict[str, Any]] = [
    {"name": "timeout", "milliseconds": 0},
    {"name": "server_error"},
    {"name": "truncated"},
    {"name": "wrong_content_type"},
    {"name": "unauthorised"},
    {"name": "unauthorised", "door": "sign_in"},
    {"name": "code", "code": "100"},
    {"name": "code", "code": "101"},
]


def test_s25_an_outage_is_no_refusal_and_is_asked_again(clinic: Clinic) -> None:
    who = clinic.staff()
    for scenario in OUTAGES:
        clinic.app.extensions[EXTENSION].insurance.tickets.clear()
        clinic.switch(**scenario)
        answer = clinic.look_up(who, about("P001"))
        told = answer.get_json()
        assert answer.status_code == 202, scenario
        assert (told["state"], told["result"]) == ("not_verified_yet", None)
        assert "Receive the patient" in told["instruction"]["en"]
        assert clinic.outcomes()[-2:] == ["asked", "unreachable"]

        clinic.mend()
        clinic.later(seconds=61)
        assert clinic.work() == 1
        later = clinic.get(f"{LOOKUPS}/{told['id']}", who).get_json()
        assert later["result"]["code"] == "000", scenario
        assert later["next_try_at"] is None
        assert clinic.work() == 0


def test_s25_a_slow_answer_is_an_answer(clinic: Clinic) -> None:
    clinic.switch(name="slow", milliseconds=9000)

    assert clinic.look_up(clinic.staff(), about("P001")).status_code == 201


def test_tries_come_later_and_later_until_nobody_tries(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.switch(name="server_error")
    made = clinic.look_up(who, about("P001")).get_json()
    waits = []
    while (told := clinic.get(f"{LOOKUPS}/{made['id']}", who).get_json())[
        "next_try_at"
    ]:
        waits.append(told["next_try_at"])
        clinic.later(seconds=BACK_OFF[len(waits) - 1].total_seconds() + 1)
        assert clinic.work() == 1

    assert len(waits) == len(BACK_OFF)
    assert waits == sorted(waits)
    assert told["state"] == "not_verified"
    assert "look up again before discharge" in told["instruction"]["en"]
    clinic.clock.move(days=2)
    assert clinic.work() == 0


def test_a_look_up_has_one_chain_of_tries(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.switch(name="server_error")
    made = clinic.look_up(who, about("P001")).get_json()
    address = f"{LOOKUPS}/{made['id']}/recheck"

    at_once([partial(clinic.post, address, who) for _ in range(4)])

    told = clinic.get(f"{LOOKUPS}/{made['id']}", who).get_json()
    assert told["next_try_at"] == made["next_try_at"]
    open_jobs = "SELECT 1 FROM jobs WHERE kind = 'insurance.retry' AND done_at IS NULL"
    assert len(clinic.rows(open_jobs)) == 1


def test_asking_by_hand_may_answer_before_the_job_does(clinic: Clinic) -> None:
    who = clinic.staff()
    clinic.switch(name="server_error", times=1)
    made = clinic.look_up(who, about("P001")).get_json()

    now = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who)

    assert now.status_code == 200
    assert now.get_json()["state"] == "answered"
    clinic.clock.move(minutes=5)
    clinic.work()
    asked = [each for each in clinic.outcomes() if each.startswith("asked")]
    assert asked == ["asked", "asked_again"]


def test_what_was_known_is_still_shown_when_a_recheck_fails(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()
    clinic.switch(name="server_error")
    clinic.later(hours=1)

    now = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who)

    assert now.status_code == 202
    assert now.get_json()["state"] == "not_verified_yet"
    assert now.get_json()["result"]["code"] == "000"
    assert now.get_json()["answered_at"] == made["answered_at"]


def test_what_died_half_way_is_asked_by_a_job(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: Any, **__: Any) -> None:
        raise SystemExit

    who = clinic.staff()
    with monkeypatch.context() as broken:
        broken.setattr("citizen_api.insurance.asking.settle", die)
        with pytest.raises(SystemExit):
            clinic.look_up(who, about("P001"))
    assert clinic.outcomes() == ["asked"]

    clinic.clock.move(seconds=61)
    clinic.work()

    (told,) = clinic.get(LOOKUPS, who).get_json()["items"]
    assert told["state"] == "answered"


def test_a_facility_without_an_account_receives_patients_too(clinic: Clinic) -> None:
    answer = clinic.look_up(clinic.staff("99003"), about("P001"))

    assert answer.status_code == 202
    assert clinic.events()[-1]["detail"]["outage"] == "no_account"


def test_no_connection_is_held_while_the_gateway_is_asked(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = database_of(clinic.app).engine.pool
    provider = clinic.app.extensions["citizen-providers"].insurance
    held = []

    def watched(*asked: Any) -> Any:
        held.append(pool.checkedout())
        return type(provider).lookup(provider, *asked)

    monkeypatch.setattr(provider, "lookup", watched)
    clinic.look_up(clinic.staff(), about("P001"))

    assert held == [0]


def test_answers_are_forgotten_after_ninety_days(clinic: Clinic) -> None:
    who = clinic.staff()
    made = clinic.look_up(who, about("P001")).get_json()
    clinic.later(days=91)
    with clinic.app.app_context(), changing(clinic.app) as session:
        forget(session, clinic.clock())

    told = clinic.get(f"{LOOKUPS}/{made['id']}", who).get_json()
    again = clinic.post(f"{LOOKUPS}/{made['id']}/recheck", who)

    assert told["result"]["code"] == "000"
    assert told["number"] is None
    assert told["card"] is None
    assert problem(again) == "forgotten"
    assert problem(clinic.post(f"{LOOKUPS}/{made['id']}/numbers", who)) == "forgotten"
