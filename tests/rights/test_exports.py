"""Taking one's data along: made in the background, sealed, gone after a week."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from marshmallow import EXCLUDE

from citizen_api.db import Database
from citizen_api.rights import exporting
from citizen_api.rights.actions import forget
from citizen_api.rights.schemas import ExportFileSchema
from citizen_api.working import HANDLERS, Worker
from tests.breaches.attacks import Asked, put
from tests.conftest import NOON
from tests.emergencies.glasses import problem, work
from tests.factories import changing, database_of, known_person, signed_in
from tests.insurance.clinic import Clinic, about, at_once, new_key, someone
from tests.rights.citizens import EXPORTS, allowed, exported, file_of, send
from tests.wallets.people import citizen as rider


def test_an_export_holds_all_that_is_kept(clinic: Clinic) -> None:
    me = known_person(clinic.app)
    allowed(clinic.app, me)
    clinic.look_up(clinic.staff(), about("P001"))
    clinic.get("/v1/me/insurance", me.headers)

    told = file_of(clinic.app, me.headers, exported(clinic.app, me.headers))

    who = someone("P001")
    assert told["person"][0]["number"] == who.number
    assert told["person"][0]["name"] == who.name
    assert told["sessions"][0]["device_name"] == "Android"
    assert told["consents"][0]["text_version"] == "2026-11"
    assert told["insurance"][0]["answer"]["social_number"]
    assert told["requests"][0]["kind"] == "export"
    assert told["access_log"][0]["facility"] == "99001"
    assert len(told) == exporting.PARTS
    assert ExportFileSchema(unknown=EXCLUDE).validate(told) == {}


def test_s5_what_does_not_fit_is_not_told_by_an_export(clinic: Clinic) -> None:
    # P027 is unknown to the gateway, P032 has another name there, P033 another birth.
    told = []
    for name in ("P027", "P032", "P033"):
        me = clinic.citizen(name)
        clinic.get("/v1/me/insurance", me)
        file = file_of(clinic.app, me, exported(clinic.app, me))
        told.append(file["insurance"])

    assert told[0][0]["result_code"] == "050"
    assert told[0] == told[1] == told[2]


def test_an_export_holds_the_wallet(fresh: Flask) -> None:
    me = rider(fresh)
    me.top_up(50_000)
    rider(fresh, "P006").top_up(70_000)

    told = file_of(fresh, me.headers, exported(fresh, me.headers))

    assert [(each["kind"], each["amount"]) for each in told["wallet"]] == [
        ("top_up", 50_000)
    ]


def test_the_whole_access_log_is_in_it_however_long(
    fresh: Flask, citizen: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "LINES", 3)
    staff = known_person(fresh, "P002").person
    number = someone("P001").number
    put(
        fresh,
        [Asked(NOON - timedelta(minutes=each), number, staff) for each in range(9)],
    )

    export = exported(fresh, citizen)

    log = file_of(fresh, citizen, export)["access_log"]
    assert [each["at"] for each in log] == sorted(
        {each["at"] for each in log}, reverse=True
    )
    assert len(log) == 9
    path = f"{EXPORTS}/{export}"
    assert send(fresh, "GET", path, citizen).get_json()["percent"] == 100


def test_an_export_holds_rides_passes_and_group_tickets(fresh: Flask) -> None:
    me = rider(fresh)
    me.top_up(200_000)
    key = {"Idempotency-Key": new_key(), **me.headers}
    client = fresh.test_client()
    client.post("/v1/passes", json={"plan": "bicycle-day-pass"}, headers=key)
    client.post("/v1/group-tickets", json={"bikes": 3}, headers=me.headers)

    told = file_of(fresh, me.headers, exported(fresh, me.headers))

    assert [each["plan"] for each in told["passes"]] == ["bicycle-day-pass"]
    assert [each["bikes"] for each in told["group_tickets"]] == [3]
    assert told["rentals"] == []


def test_it_tells_how_far_it_is(fresh: Flask, citizen: dict[str, str]) -> None:
    asked = send(fresh, "POST", EXPORTS, citizen).get_json()
    assert (asked["state"], asked["percent"]) == ("waiting", 0)
    assert asked["answer_on"] == "2026-11-25"
    assert asked["done_on"] == "2026-12-06"
    path = f"{EXPORTS}/{asked['id']}"
    early = send(fresh, "GET", f"{path}/file", citizen)
    assert problem(early, 409) == "not-ready"

    with fresh.app_context():
        exporting.step(*tools(fresh), UUID(asked["id"]), now=NOON)

    part = send(fresh, "GET", path, citizen).get_json()
    assert (part["state"], part["percent"]) == ("running", 100 // exporting.PARTS)
    while work(fresh, "rights.export"):
        pass
    done = send(fresh, "GET", path, citizen).get_json()
    assert (done["state"], done["percent"]) == ("done", 100)
    assert done["expires_at"] == "2026-11-28T12:00:00+07:00"


def tools(app: Flask) -> tuple[Database, object]:
    """What the job works with."""
    return database_of(app), app.extensions["citizen-keys"]


def test_a_job_that_dies_half_way_goes_on_where_it_was(
    fresh: Flask, citizen: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = send(fresh, "POST", EXPORTS, citizen).get_json()["id"]
    worker = Worker(fresh, {"rights.export": HANDLERS["rights.export"]})
    assert worker.step()
    seal = exporting.seal

    def die(*args: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(exporting, "seal", die)
    assert worker.step()
    monkeypatch.setattr(exporting, "seal", seal)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(minutes=1)
    while worker.step():
        pass

    told = file_of(fresh, signed_in(fresh), asked)
    assert len(told) == exporting.PARTS


def test_two_workers_make_each_part_once(fresh: Flask, citizen: dict[str, str]) -> None:
    asked = UUID(send(fresh, "POST", EXPORTS, citizen).get_json()["id"])

    def one() -> None:
        with fresh.app_context():
            while exporting.step(*tools(fresh), asked, now=NOON):  # type: ignore[arg-type]
                pass

    at_once([one, one])

    assert len(file_of(fresh, citizen, str(asked))) == exporting.PARTS


def test_s9_nothing_of_it_can_be_read_in_the_database(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    exported(fresh, citizen)

    with changing(fresh) as session:
        found = session.connection().exec_driver_sql(
            "SELECT encode(content, 'escape') FROM export_parts"
        )
        text = " ".join(row[0] for row in found)

    assert text
    assert someone("P001").number not in text


def test_after_seven_days_the_file_is_gone(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    export = exported(fresh, citizen)
    fresh.config["CLOCK"] = lambda: NOON + timedelta(days=7)
    me = signed_in(fresh)

    answer = send(fresh, "GET", f"{EXPORTS}/{export}/file", me)

    assert problem(answer, 410) == "file-gone"


def test_s26_the_parts_are_deleted_when_they_expire(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    exported(fresh, citizen)

    with changing(fresh) as session:
        forget(session, NOON + timedelta(days=7))

    with changing(fresh) as session:
        left = session.connection().exec_driver_sql("SELECT count(*) FROM export_parts")
        assert left.scalar() == 0


def test_somebody_elses_export_is_not_there(
    fresh: Flask, citizen: dict[str, str]
) -> None:
    export = exported(fresh, citizen)
    other = signed_in(fresh, "P017")

    for path in (f"/{export}", f"/{export}/file", f"/{uuid4()}"):
        assert problem(send(fresh, "GET", EXPORTS + path, other), 404) == "not-found"


def test_it_needs_level_two_and_a_fresh_sign_in(fresh: Flask) -> None:
    low = signed_in(fresh, acr="LoA1")
    old = signed_in(fresh, auth_time=NOON - timedelta(minutes=15, seconds=1))

    for who in (low, old):
        for method, path in (("POST", EXPORTS), ("GET", f"{EXPORTS}/{uuid4()}/file")):
            answer = send(fresh, method, path, who)
            assert problem(answer, 401) == "insufficient-user-authentication"
            assert 'max_age="900"' in answer.headers["WWW-Authenticate"]


def test_one_export_at_a_time(fresh: Flask, citizen: dict[str, str]) -> None:
    key = {**citizen, "Idempotency-Key": new_key()}
    first = send(fresh, "POST", EXPORTS, key)

    again, another = (
        send(fresh, "POST", EXPORTS, key),
        send(fresh, "POST", EXPORTS, citizen),
    )

    assert again.get_json()["id"] == first.get_json()["id"]
    assert problem(another, 409) == "already-asked"


def test_four_at_once_make_one(fresh: Flask, citizen: dict[str, str]) -> None:
    seen: list[int] = []

    at_once(
        [lambda: seen.append(send(fresh, "POST", EXPORTS, citizen).status_code)] * 4
    )

    assert sorted(seen) == [202, 409, 409, 409]
