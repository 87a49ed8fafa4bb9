"""The simulated locks and the service: two programs that share a key and a standard."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.rentals.gateway import Heard, HttpLocks
from citizen_api.simulators.locks import create_locks
from citizen_api.simulators.telling import Teller
from citizen_api.webhooks import signature
from identity.providers.wire import Reply, Wire
from tests.rentals.people import EVENTS, LOCK_KEY, Bicycle, Person, Street, place


class Line:
    """What lies between locks and service; time passes when it is told to."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self.waiting: list[Callable[[], None]] = []
        self.answers: list[int] = []
        teller = Teller(LOCK_KEY, self.send, self.later, lambda: street.now)
        self.waits: list[float] = []
        self.fleet: FlaskClient = create_locks(teller, self.waits.append).test_client()

    def send(self, headers: Mapping[str, str], body: bytes) -> int:
        client = self.street.app.test_client()
        answer = client.post(EVENTS, data=body, headers=dict(headers))
        self.answers.append(answer.status_code)
        return answer.status_code

    def later(self, wait: float, act: Callable[[], None]) -> None:
        self.waiting.append(act)

    def pass_by(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()

    def obeyed(self, lock: str, command: UUID) -> None:
        """The service's gateway: the same over HTTP."""
        until = (self.street.now + timedelta(seconds=30)).isoformat()
        body = f'{{"command": "{command}", "until": "{until}"}}'.encode()
        answer = self.fleet.post(f"/{lock}/open", data=body, headers=self.signed(body))
        known = {202: Heard.TAKEN, 409: Heard.REFUSED}
        self.street.locks.heard = known.get(answer.status_code, Heard.SILENT)

    def signed(self, body: bytes, key: bytes = LOCK_KEY) -> dict[str, str]:
        moment = int(self.street.now.timestamp())
        return {
            "Content-Type": "application/json",
            "webhook-id": "cmd_1",
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(key, "cmd_1", moment, body),
        }

    def close(self, bike: Bicycle, slug: str = "hp-019") -> None:
        by_hand = {"does": "close", **place(self.street, slug)}
        assert (
            self.fleet.post(f"/{bike.number}/by-hand", json=by_hand).status_code == 202
        )

    def spoil(self, **wrong: Any) -> None:
        assert self.fleet.put("/mishaps", json=wrong).status_code == 200


@pytest.fixture
def street(fresh: Flask) -> Street:
    """The service, its locks and its clock."""
    return Street(fresh)


@pytest.fixture
def rider(street: Street) -> Person:
    """A visitor with 100,000 đ."""
    return street.visitor()


@pytest.fixture
def line(street: Street) -> Line:
    """Simulated locks that the service commands."""
    made = Line(street)
    street.locks.meanwhile = made.obeyed
    return made


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"times": 3},
        {"answer_lost": True},
        {"answer_s": 2},
        {"lock_clock_off_s": 7200},
        {"lock_clock_off_s": -7200},
        {"clock_off_s": 200},
        {"delay_s": 20},
    ],
)
def test_a_ride_is_whole_whatever_the_line_does(
    street: Street, rider: Person, line: Line, wrong: dict[str, Any]
) -> None:
    bike = street.bike()
    line.spoil(**wrong)
    rental = rider.offered(bike)
    rider.does("unlock", rental)
    line.pass_by()
    assert rider.state(rental) == "active"
    street.later(minutes=35)
    line.close(bike)
    line.pass_by()

    bill = rider.does("end", rental).get_json()

    assert (bill["state"], bill["price"], rider.balance) == ("settled", 6_000, 94_000)


@pytest.mark.parametrize("wrong", [{"refuses": True}, {"stuck": True}, {"lost": True}])
def test_a_lock_that_does_not_open_costs_nothing(
    street: Street, rider: Person, line: Line, wrong: dict[str, Any]
) -> None:
    line.spoil(**wrong)
    rental = rider.offered(street.bike())
    rider.does("unlock", rental)
    line.pass_by()
    street.later(seconds=31)

    assert (rider.state(rental), rider.balance) == ("failed", 100_000)


def test_a_forged_event_and_a_forged_command_do_nothing(
    street: Street, rider: Person, line: Line
) -> None:
    bike = street.bike()
    line.spoil(forged=True)
    rental = rider.offered(bike)
    rider.does("unlock", rental)
    line.pass_by()
    assert set(line.answers) == {401}
    assert rider.state(rental) == "unlocking"

    body = b'{"command": "x", "until": "2099-01-01T00:00:00+07:00"}'
    forged = line.fleet.post(
        "/HP1/open", data=body, headers=line.signed(body, b"x" * 32)
    )
    assert (forged.status_code, line.fleet.get("/HP1").get_json()["open"]) == (
        401,
        False,
    )


def test_a_command_is_obeyed_once(street: Street, rider: Person, line: Line) -> None:
    bike = street.bike()
    rental = rider.offered(bike)
    for _ in range(3):
        rider.does("unlock", rental)

    assert len(line.waiting) == 1


class Through(Wire):
    """A wire that ends at the locks."""

    def __init__(self, fleet: FlaskClient) -> None:
        super().__init__()
        self.fleet = fleet

    def send(self, method: str, url: str, **sent: Any) -> Reply:  # type: ignore[override]
        """What the locks answer."""
        body, headers = sent["body"], sent["headers"]
        answer = self.fleet.open(url, method=method, data=body, headers=headers)
        return Reply(answer.status_code, answer.mimetype, answer.data)


def test_a_lock_beeps_once_when_it_opens(street: Street, line: Line) -> None:
    locks = HttpLocks("http://locks", LOCK_KEY, Through(line.fleet))
    command, until = uuid4(), street.now + timedelta(seconds=30)

    with street.app.app_context():
        for _ in range(2):
            assert locks.open("HP00501", command, until) is Heard.TAKEN

    stands = line.fleet.get("/HP00501").get_json()
    assert stands == {"lock": "HP00501", "open": True, "beeped": 1}


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/HP1/by-hand", {"does": "fly"}),
        ("/HP1/by-hand", []),
        ("/mishaps", {"times": True}),
        ("/mishaps", {"times": 11}),
        ("/mishaps", {"stuck": 1}),
        ("/mishaps", {"nonsense": 1}),
    ],
)
def test_locks_refuse_what_they_do_not_understand(
    line: Line, path: str, asked: Any
) -> None:
    method = "PUT" if path == "/mishaps" else "POST"
    refused = line.fleet.open(path, method=method, json=asked)

    assert (refused.status_code, refused.get_json()["sim"]) == (422, True)
