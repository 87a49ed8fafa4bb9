"""Citizens read their own insurance: S5, S22 and S23."""

import json
import random
import time
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from math import sqrt
from typing import Any

import pytest
from sqlalchemy import event

from citizen_api.http.session import key_ring
from identity.vault import Where, unseal
from tests.factories import database_of, known_person
from tests.insurance.clinic import OWN, Clinic, someone
from tests.reviews.phones import problem

MISSES = 5
# The reference allows 5 ms; an answer takes some 9 ms of its thread.
SAME_S = 0.003
LEAST_ROUNDS, MOST_ROUNDS = 20, 60
UNLOCKED = "DELETE FROM throttle_locks"
LOCKED = "UPDATE throttle_locks SET locked_until = '2099-01-01'"


def test_a_citizen_reads_until_when_and_how_much(clinic: Clinic) -> None:
    answer = clinic.get(OWN, clinic.citizen("P025"))
    told = answer.get_json()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert (told["state"], told["current"]) == ("covered", True)
    assert told["card"]["valid_to"] == "2030-12-31"
    assert told["card"]["benefit"]["words"]["vi"].startswith("Quỹ chi trả 80%")
    assert told["card"]["facility"]["name"] == "Bệnh viện Mẫu số 1"
    assert told["five_years_continuous"] is True
    assert told["card"]["number"] == "DN4**********20"


def test_no_more_is_kept_of_it_than_a_card_shows(clinic: Clinic) -> None:
    clinic.get(OWN, clinic.citizen("P025"))

    with clinic.app.app_context():
        ((kept, answer),) = clinic.rows("SELECT id, answer FROM covers")
        where = Where("covers", "answer", str(kept))
        told = json.loads(unseal(key_ring(), where, bytes(answer)))

    assert {name for name, value in told.items() if value} <= {
        "code",
        "asked_at",
        "social_number",
        "card",
        "new_card",
        "area",
        "five_years_from",
    }


def test_an_expired_card_is_told_as_such(clinic: Clinic) -> None:
    told = clinic.get(OWN, clinic.citizen("P006")).get_json()

    assert told["state"] == "not_covered"
    assert told["words"]["en"] == "The card has expired."
    assert told["card"]["valid_to"] == "2025-12-31"


def test_a_benefit_that_a_letter_changed_is_the_new_one(clinic: Clinic) -> None:
    told = clinic.get(OWN, clinic.citizen("P031")).get_json()

    assert told["card"]["benefit"]["percent"] == 100


def test_while_the_gateway_is_down_the_last_answer_is_told(clinic: Clinic) -> None:
    me = clinic.citizen()
    first = clinic.get(OWN, me).get_json()
    clinic.switch(name="server_error")
    clinic.clock.move(minutes=5)

    told = clinic.get(OWN, me).get_json()

    assert told["current"] is False
    assert told["checked_at"] == first["checked_at"]
    assert told["card"] == first["card"]
    assert clinic.outcomes("insurance.own")[-1] == "unreachable"


def test_nothing_is_known_when_the_gateway_was_always_down(clinic: Clinic) -> None:
    clinic.switch(name="server_error")

    told = clinic.get(OWN, clinic.citizen()).get_json()

    assert (told["state"], told["current"], told["card"]) == ("not_known", False, None)
    assert told["checked_at"] is None
    assert "Try again later" in told["words"]["en"]


@pytest.mark.parametrize("seen", [{"acr": "LoA1"}, {"age": 901}])
def test_s23_a_sign_in_must_be_sure_and_fresh(
    clinic: Clinic, seen: dict[str, object]
) -> None:
    age = seen.pop("age", 0)
    assert isinstance(age, int)
    seen["auth_time"] = clinic.clock() - timedelta(seconds=age)

    refused = clinic.get(OWN, clinic.citizen(**seen))

    assert refused.status_code == 401
    challenge = refused.headers["WWW-Authenticate"]
    assert 'error="insufficient_user_authentication"' in challenge
    assert 'acr_values="LoA2"' in challenge
    assert 'max_age="900"' in challenge
    assert clinic.events() == []


def test_s23_fifteen_minutes_are_fresh(clinic: Clinic) -> None:
    me = clinic.citizen(auth_time=clinic.clock() - timedelta(seconds=900))

    assert clinic.get(OWN, me).status_code == 200


def test_it_takes_the_permission_for_insurance(clinic: Clinic) -> None:
    me = known_person(clinic.app, scopes=("profile",)).headers

    assert problem(clinic.get(OWN, me)) == "insufficient-scope"


def test_s22_reading_a_card_opens_nothing(clinic: Clinic) -> None:
    who = someone("P001")
    scan = f"{who.number}||{who.name}|14051990|Nam|Phường Mẫu|15082024"
    me = clinic.citizen("P001", acr="LoA1")

    read = clinic.post("/v1/identity/cards/parse", me, {"text": scan})

    assert read.get_json()["assurance"] == "identified"
    assert clinic.get(OWN, me).status_code == 401


def lock(clinic: Clinic, me: dict[str, str]) -> None:
    """Ask until a lock is there."""
    for _ in range(MISSES):
        clinic.get(OWN, me)


def test_s5_what_does_not_fit_is_never_told(clinic: Clinic) -> None:
    # P027 is unknown to the gateway, P032 has another name there, P033 another birth.
    people = [clinic.citizen(name) for name in ("P027", "P032", "P033")]
    answers = [clinic.get(OWN, me) for me in people]
    locked = clinic.citizen("P032")
    lock(clinic, locked)
    answers.append(clinic.get(OWN, locked))

    assert {each.status_code for each in answers} == {200}
    assert len({each.data for each in answers}) == 1
    assert answers[0].get_json()["state"] == "not_matched"
    assert len({len(str(each.headers)) for each in answers}) == 1


CASES = [
    (name, lock) for name in ("P027", "P032", "P033") for lock in (UNLOCKED, LOCKED)
]


def test_s5_as_much_is_done_whatever_does_not_fit(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = watched(clinic, monkeypatch)
    told = set()
    for name, lock in CASES:
        me = clinic.citizen(name)
        clinic.get(OWN, me)
        clinic.change(lock)
        done.clear()
        clinic.get(OWN, me)
        told.add(tuple(done))

    assert len(told) == 1
    assert told.pop().count("gateway") == 1


def watched(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the database and of the gateway from now on, in order."""
    database = database_of(clinic.app)
    provider = clinic.app.extensions["citizen-providers"].insurance
    done: list[str] = []

    def lookup(*asked: Any) -> Any:
        done.append("gateway")
        return type(provider).lookup(provider, *asked)

    def rows(engine: Any, sql: str, values: Any) -> Any:
        done.append("reads" if sql.lstrip().startswith("SELECT") else "writes")
        return kept(engine, sql, values)

    kept = database._rows
    monkeypatch.setattr(database, "_rows", rows)
    monkeypatch.setattr(provider, "lookup", lookup)
    event.listen(
        database.engine,
        "before_cursor_execute",
        lambda *asked: done.append(asked[2].split()[0]),
    )
    return done


@pytest.mark.slow
def test_s5_what_does_not_fit_is_not_told_by_the_time(clinic: Clinic) -> None:
    people = {name: clinic.citizen(name) for name, _ in CASES}
    chance, rounds = random.Random(5), list[list[float]]()
    spans: list[tuple[float, float]] = []
    while len(rounds) < MOST_ROUNDS:
        taken = dict.fromkeys(CASES, 0.0)
        for name in chance.sample(list(people), len(people)):
            for lock in (UNLOCKED, LOCKED):
                clinic.change(lock)
                taken[name, lock] = own_seconds(clinic, people[name])
        rounds.append([each - taken[CASES[0]] for each in taken.values()])
        if len(rounds) < LEAST_ROUNDS:
            continue
        spans = [median_within(each) for each in zip(*rounds, strict=True)]
        if max(map(abs, chain(*spans))) < SAME_S:
            return
    pytest.fail(f"medians differ by {spans} s")


def own_seconds(clinic: Clinic, who: dict[str, str]) -> float:
    """What an answer takes of this thread alone: others may be busy on the machine."""
    begun = time.thread_time()
    answer = clinic.get(OWN, who)
    taken = time.thread_time() - begun
    assert answer.get_json()["state"] == "not_matched"
    return taken


def median_within(seen: Sequence[float]) -> tuple[float, float]:
    """Between which two the true median lies, 99 times of 100, whatever the spread."""
    ordered, count = sorted(seen), len(seen)
    nth = int((count + 1) / 2 - 1.29 * sqrt(count))
    return ordered[nth - 1], ordered[count - nth]
