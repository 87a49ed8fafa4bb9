"""Being erased: after a week or at once, wholly, and not what the law keeps."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from citizen_api.insurance.asking import Desk
from citizen_api.insurance.queries import is_still_there
from citizen_api.jobs.running import Worker
from citizen_api.rights import erasing
from citizen_api.rights.contents import ERASED
from citizen_api.working import HANDLERS
from tests.conftest import NOON
from tests.emergencies.glasses import problem, work
from tests.factories import changing, known_person, signed_in
from tests.insurance.clinic import OWN, Clinic, about, at_once, someone
from tests.rights.citizens import CONSENTS, ERASURE, EXPORTS, allowed, exported, send

PERSON = "SELECT number, number_index, name, birth, subject, erased_at FROM people"


def asked_for(app: Flask, who: dict[str, str]) -> dict[str, str]:
    """The request to be erased."""
    answer = send(app, "POST", ERASURE, who)
    assert answer.status_code == 202, answer.json
    told: dict[str, str] = answer.get_json()
    return told


def rows(app: Flask, sql: str) -> list[tuple[object, ...]]:
    """What the database says."""
    with changing(app) as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(sql)]


def test_the_dates_of_the_law_are_shown(fresh: Flask, citizen: dict[str, str]) -> None:
    told = asked_for(fresh, citizen)

    assert told["state"] == "waiting"
    assert told["acts_at"] == "2026-11-28T12:00:00+07:00"
    # The weekend and 24 November, a holiday, give no working day.
    assert told["answer_on"] == "2026-11-25"
    assert told["done_on"] == "2026-12-06"
    assert send(fresh, "GET", ERASURE, citizen).get_json() == told


def test_confirmed_it_is_done_at_once(fresh: Flask, citizen: dict[str, str]) -> None:
    asked_for(fresh, citizen)

    answer = send(fresh, "POST", f"{ERASURE}/confirmation", citizen)

    assert answer.get_json()["state"] == "done"
    ((number, index, name, birth, subject, erased_at),) = rows(fresh, PERSON)
    assert (number, index, name, birth, subject) == (None,) * 5
    assert erased_at is not None
    assert send(fresh, "GET", ERASURE, citizen).status_code == 401
    assert rows(fresh, "SELECT 1 FROM sessions") == []
    assert rows(fresh, "SELECT 1 FROM access_tokens") == []


def test_a_job_does_it_at_its_date(fresh: Flask, citizen: dict[str, str]) -> None:
    asked_for(fresh, citizen)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=7, seconds=-1)
    assert work(fresh, "rights.erase") == 0
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=7)

    assert work(fresh, "rights.erase") == 1

    assert rows(fresh, PERSON)[0][:5] == (None,) * 5


def test_while_it_waits_it_can_be_cancelled(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    asked_for(fresh, citizen)
    assert send(fresh, "DELETE", ERASURE, citizen).get_json()["state"] == "cancelled"
    again = send(fresh, "DELETE", ERASURE, citizen)
    assert problem(again, 409) == "request-ended"
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=8)

    work(fresh, "rights.erase")

    assert rows(fresh, PERSON)[0][0] is not None
    assert send(fresh, "POST", ERASURE, signed_in(fresh)).status_code == 202


def test_a_job_that_dies_half_way_leaves_all_and_is_done_later(
    fresh: Flask, citizen: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for(fresh, citizen)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=7)
    worker = Worker(fresh, {"rights.erase": HANDLERS["rights.erase"]})
    whole = erasing.ERASED
    monkeypatch.setattr(erasing, "ERASED", (*whole[:-1], "SELECT 1 / 0"))
    assert worker.step()
    assert rows(fresh, PERSON)[0][0] is not None
    assert rows(fresh, "SELECT 1 FROM sessions")

    monkeypatch.setattr(erasing, "ERASED", whole)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=7, minutes=1)
    assert worker.step()

    assert rows(fresh, PERSON)[0][0] is None


def test_nothing_that_can_be_read_is_left(clinic: Clinic) -> None:
    me = known_person(clinic.app)
    allowed(clinic.app, me)
    clinic.get("/v1/me/insurance", me.headers)
    exported(clinic.app, me.headers)
    asked_for(clinic.app, me.headers)

    send(clinic.app, "POST", f"{ERASURE}/confirmation", me.headers)

    for table in ("covers", "export_parts", "sessions", "refresh_tokens"):
        assert clinic.rows(f"SELECT 1 FROM {table}") == []
    consents = clinic.rows("SELECT withdrawn_at FROM consents")
    assert [row[0] is not None for row in consents] == [True]
    assert clinic.outcomes("rights.erasure.done") == ["done"]


def test_what_facilities_asked_stays_with_them(clinic: Clinic) -> None:
    asker = clinic.staff()
    clinic.look_up(asker, about("P001"))
    me = clinic.citizen()
    asked_for(clinic.app, me)

    send(clinic.app, "POST", f"{ERASURE}/confirmation", me)

    answer = clinic.get("/v1/insurance/lookups", clinic.staff())
    assert len(answer.get_json()["items"]) == 1


def test_who_is_erased_may_come_back_as_somebody_new(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    before = known_person(fresh)
    asked_for(fresh, citizen)
    send(fresh, "POST", f"{ERASURE}/confirmation", citizen)

    after = known_person(fresh)

    assert after.person != before.person
    assert send(fresh, "GET", CONSENTS, after.headers).get_json()["items"] == []
    assert problem(send(fresh, "GET", ERASURE, after.headers), 404) == "not-found"


def test_confirmed_and_cancelled_at_once_one_wins(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    asked_for(fresh, citizen)
    seen: list[int] = []
    calls = (("POST", f"{ERASURE}/confirmation"), ("DELETE", ERASURE))

    at_once(
        [
            lambda call=call: seen.append(send(fresh, *call, citizen).status_code)
            for call in calls
        ]
    )

    erased = rows(fresh, PERSON)[0][0] is None
    assert sorted(seen) in ([200, 409], [200, 401])
    assert erased == (rows(fresh, "SELECT state FROM rights_requests") == [("done",)])


def test_what_else_was_asked_ends_with_it(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    words = {"kind": "rectification", "words": "Ngày sinh đúng là 02-01-1990."}
    send(fresh, "POST", "/v1/me/requests", citizen, json=words)
    send(fresh, "POST", EXPORTS, citizen)
    asked_for(fresh, citizen)

    send(fresh, "POST", f"{ERASURE}/confirmation", citizen)
    work(fresh, "rights.export")

    found = set(rows(fresh, "SELECT kind, state FROM rights_requests"))
    assert found == {
        ("rectification", "cancelled"),
        ("export", "cancelled"),
        ("erasure", "done"),
    }
    assert rows(fresh, "SELECT 1 FROM export_parts") == []


def test_an_answer_that_comes_after_it_is_not_kept(clinic: Clinic) -> None:
    me = clinic.citizen()
    asked_for(clinic.app, me)
    desk_ask = Desk.ask

    def slow(desk: Desk, *asked: Any) -> Any:
        send(clinic.app, "POST", f"{ERASURE}/confirmation", me)
        return desk_ask(desk, *asked)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Desk, "ask", slow)
        told = clinic.get(OWN, me).get_json()

    assert told["state"] == "not_known"
    assert clinic.rows("SELECT 1 FROM covers") == []


def test_it_waits_for_who_writes_about_the_person(clinic: Clinic) -> None:
    me = known_person(clinic.app)
    with changing(clinic.app) as keeping, changing(clinic.app) as erasing:
        assert is_still_there(keeping, me.person)
        erasing.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(OperationalError):
            erasing.execute(text(ERASED[0]), {"person": me.person})
        erasing.rollback()


def test_it_needs_level_two_and_a_fresh_sign_in(fresh: Flask) -> None:
    asked_for(fresh, signed_in(fresh))
    old = signed_in(fresh, auth_time=NOON - timedelta(minutes=16))

    for path in (ERASURE, f"{ERASURE}/confirmation"):
        for who in (old, signed_in(fresh, acr="LoA1")):
            answer = send(fresh, "POST", path, who)
            assert problem(answer, 401) == "insufficient-user-authentication"
    assert rows(fresh, PERSON)[0][0] is not None


def test_nothing_is_confirmed_without_asking(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    answer = send(fresh, "POST", f"{ERASURE}/confirmation", citizen)

    assert problem(answer, 404) == "not-found"
    assert send(fresh, "POST", ERASURE, citizen, json={"x": 1}).status_code == 422
    assert send(fresh, "GET", f"{EXPORTS}/nix", citizen).status_code == 404
    assert someone("P001").number not in str(answer.get_json())
