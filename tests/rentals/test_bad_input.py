"""Bad input: a named problem that says what to do; nothing charged, nothing locked."""

import re
from datetime import timedelta
from typing import Any

import pytest

from citizen_api.bikes.rules import TAKEN, UNFIT
from citizen_api.problems import MistypedCode, Problem, Said
from citizen_api.rentals import problems
from citizen_api.rentals.rules import OVER
from citizen_api.wallets.problems import BalanceTooLow, InDebt
from tests.bikes.riding import OPERA, set_station
from tests.factories import changing
from tests.rentals.people import Bicycle, Person, Street, place
from tests.wallets.people import problem

SAID = {
    **{
        kind.name: kind.said
        for kind in Problem.registry.values()
        if kind.__module__ == problems.__name__
    },
    **{kind.name: kind.said for kind in (MistypedCode, InDebt, BalanceTooLow)},
    "taken": TAKEN,
    "unfit": UNFIT,
    "over": OVER,
}
STEP = re.compile(
    r"\b(Scan|scan|take|Choose|Go|Return|Wait|Top|Use|try|Try|Unlock|Check|Ask|End|Put"
    r"|what you can do|Do not send)\b"
)
NOBODY = "0b6f6a0e-8d0f-4a6f-9d3a-0d1f5b1c2e77"


@pytest.mark.parametrize(
    ("code", "status", "name"),
    [
        ("AAAAAAAAAAAAAAAAAAAAAA", 404, "unknown-bike"),
        ("{base}/bikes/stations/hp-005", 422, "station-scanned"),
        ("00000001", 404, "mistyped-code"),
        ("HP00501", 404, "unknown-bike"),
        ("", 422, "invalid-request"),
        ("x" * 201, 422, "invalid-request"),
        ("\u202eabc", 422, "invalid-request"),
        ("a\u0000b", 422, "invalid-request"),
    ],
)
def test_a_code_that_opens_nothing(
    rider: Person, code: str, status: int, name: str
) -> None:
    base = rider.street.app.config["PUBLIC_URL"]

    refused = rider.scan(code.replace("{base}", base))

    assert (refused.status_code, problem(refused)) == (status, name)
    assert rider.get("/v1/me/rental").get_json()["rental"] is None


def test_a_retired_code(street: Street, rider: Person, bike: Bicycle) -> None:
    from_before = bike.url
    with changing(street.app) as session:
        session.get_one(type(bike.row()), bike.id).token = "B" * 22

    assert problem(rider.scan(from_before)) == "unknown-bike"


@pytest.mark.parametrize("said", [*SAID.values()], ids=[*SAID])
def test_every_refusal_says_what_next(said: Said) -> None:
    assert re.search("Hãy |hãy |Đừng |bạn có thể", said.vi), said.vi
    assert STEP.search(str(said)), said


def test_a_verb_after_the_ride_names_what_can_be_done(
    rider: Person, bike: Bicycle
) -> None:
    bill = rider.rides(bike, minutes=5)

    refused = rider.does("pause", str(bill["id"]))

    assert problem(refused) == "rental-state"
    assert "Scan another bike" in refused.get_json()["detail"]


def test_every_refusal_says_what_to_do_in_both_languages(
    street: Street, bike: Bicycle
) -> None:
    poor = street.visitor(0)
    said = {
        lang: poor.post(f"/v1/rentals?lang={lang}", {"code": bike.url}).get_json()
        for lang in ("vi", "en")
    }

    assert "nạp thêm tiền" in said["vi"]["detail"]
    assert "Top it up" in said["en"]["detail"]


def test_a_bike_out_of_order(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.offered(bike)
    rider.does("report", rental, {"what": "No brake."})

    assert rider.state(rental) == "cancelled"
    assert bike.row().state == "non_operational"
    assert problem(street.visitor().scan(bike.url)) == "bike-not-free"


def test_a_closed_station(street: Street, rider: Person, bike: Bicycle) -> None:
    set_station(street.app, OPERA, is_renting=False)

    refused = rider.scan(bike.url)

    assert (refused.status_code, problem(refused)) == (409, "station-closed")
    assert bike.row().state == "available"


@pytest.mark.parametrize(
    "wrong",
    [
        {"position": {"lat": 91, "lon": 106}},
        {"position": {"lat": 20.8}},
        {"position": {"lat": 20.8, "lon": 106.6, "accuracy_m": -1}},
        {"position": "here"},
        {"plan": "free"},
    ],
)
def test_a_scan_with_a_wrong_value(
    rider: Person, bike: Bicycle, wrong: dict[str, Any]
) -> None:
    assert problem(rider.scan(bike.url, **wrong)) == "invalid-request"
    assert bike.row().state == "available"


@pytest.mark.parametrize("verb", ["unlock", "cancel", "pause", "resume", "end"])
def test_another_persons_rental_is_not_there(
    street: Street, rider: Person, bike: Bicycle, verb: str
) -> None:
    rental = rider.offered(bike)
    other = street.visitor()

    for each in (rental, NOBODY):
        assert problem(other.does(verb, each)) == "not-found"
    assert problem(other.get(f"/v1/rentals/{rental}")) == "not-found"
    assert rider.state(rental) == "reserved"


@pytest.mark.parametrize("verb", ["pause", "resume", "end"])
def test_a_verb_in_the_wrong_state_names_what_can_be_done(
    rider: Person, bike: Bicycle, verb: str
) -> None:
    refused = rider.does(verb, rider.offered(bike))

    assert (refused.status_code, problem(refused)) == (409, "rental-state")
    assert "unlock, cancel" in refused.get_json()["detail"]


def test_nobody_rents_without_a_token(street: Street, bike: Bicycle) -> None:
    client = street.app.test_client()
    assert problem(client.post("/v1/rentals", json={"code": bike.url})) == (
        "not-signed-in"
    )


def test_a_foreign_lock(street: Street) -> None:
    data = {"lock": "XX1", "event": "1", "at": street.now.isoformat()}
    refused = street.tell("lock.opened", data)

    assert (refused.status_code, problem(refused)) == (404, "unknown-lock")


def test_a_forged_lock_event(street: Street, rider: Person, bike: Bicycle) -> None:
    rental = rider.unlocking(bike)
    data = {"lock": bike.number, "event": "1", "at": street.now.isoformat()}

    forged = street.tell("lock.opened", data, key=b"another key of thirty letters")
    old = street.tell("lock.opened", data, sent=street.now - timedelta(minutes=6))

    assert (problem(forged), problem(old)) == ("forged-event", "old-event")
    assert rider.state(rental) == "unlocking"


def test_an_event_older_than_the_rental(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    rental = rider.riding(bike)
    before = street.now - timedelta(minutes=20)
    street.later(minutes=5)

    closed = bike.tells("closed", at=before, by_command=False, **place(street, OPERA))

    assert (closed.status_code, problem(closed)) == (409, "lock-event-too-old")
    assert rider.state(rental) == "active"
    kept = street.database.find("SELECT outcome FROM lock_events ORDER BY id", {})
    assert [row[0] for row in kept] == ["applied", "too_old"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": 20.8},
        {"lat": 91, "lon": 0},
        {"battery": 101},
        {"command": "x"},
        {"at": "yesterday"},
        {"event": ""},
        {"rider": "NGUYEN VAN A"},
    ],
)
def test_a_lock_event_with_a_wrong_value(
    street: Street, bike: Bicycle, wrong: dict[str, Any]
) -> None:
    usual = {"lock": bike.number, "event": "1", "at": street.now.isoformat()}

    assert problem(street.tell("lock.opened", usual | wrong)) == "invalid-request"
