"""The simulated bank and the service: two programs that share a key and a standard."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.simulators.bank import create_bank
from citizen_api.simulators.telling import PATIENCE_S, Teller
from qr.vietqr import Transfer, build
from tests.conftest import BANK_KEY, NOON
from tests.wallets.people import EVENTS, Rider, visitor


class Street:
    """What lies between the bank and the service; time passes when it is told to."""

    def __init__(self, app: Flask) -> None:
        self.app, self.open = app, True
        self.answers: list[int] = []
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def send(self, headers: Mapping[str, str], body: bytes) -> int:
        if not self.open:
            return 0
        answer = self.app.test_client().post(EVENTS, data=body, headers=dict(headers))
        self.answers.append(answer.status_code)
        return answer.status_code

    def later(self, wait: float, act: Callable[[], None]) -> None:
        self.waiting.append((wait, act))

    def pass_by(self) -> list[float]:
        """Do what waits, and what comes of it; how long each was to wait."""
        waits = []
        while self.waiting:
            wait, act = self.waiting.pop(0)
            waits.append(wait)
            act()
        return waits


@pytest.fixture
def street(fresh: Flask) -> Street:
    """A street to a service where nobody has paid anything."""
    return Street(fresh)


@pytest.fixture
def bank(street: Street) -> FlaskClient:
    """The bank at the other end."""
    teller = Teller(BANK_KEY, street.send, street.later, lambda: NOON)
    return create_bank(teller).test_client()


@pytest.fixture
def guest(fresh: Flask) -> Rider:
    """A visitor with an empty wallet."""
    return visitor(fresh)


def pay(bank: FlaskClient, rider: Rider, **asked: Any) -> dict[str, Any]:
    """Scan the code of a top-up of 50,000 đ at the bank, and pay."""
    payload = rider.ask(50_000).get_json()["payload"]
    answer = bank.post("/transfers", json={"payload": payload, **asked})
    assert answer.status_code == 202, answer.get_data(as_text=True)
    assert answer.headers["Simulator"] == "true"
    return dict(answer.get_json())


@pytest.mark.parametrize(
    ("asked", "answers", "balance"),
    [
        ({}, [200], 50_000),
        ({"times": 3}, [200] * 3, 50_000),
        ({"amount": 40_000}, [200], 40_000),
        ({"content": "tien com"}, [200], 0),
        ({"clock_off_s": 299}, [200], 50_000),
        ({"clock_off_s": -301}, [401] * 4, 0),
        ({"forged": True}, [401] * 4, 0),
        ({"lost": True}, [], 0),
        ({"amount": -1}, [422] * 4, 0),
    ],
)
def test_what_goes_wrong_at_the_bank_does_no_harm(
    bank: FlaskClient,
    street: Street,
    guest: Rider,
    asked: dict[str, Any],
    answers: list[int],
    balance: int,
) -> None:
    pay(bank, guest, **asked)
    street.pass_by()

    assert street.answers == answers
    assert guest.wallet()["balance"] == balance


def test_an_event_is_told_again_until_it_is_taken(
    bank: FlaskClient, street: Street, guest: Rider
) -> None:
    street.open = False
    pay(bank, guest, delay_s=20)
    wait, act = street.waiting.pop(0)
    act()
    street.open = True

    assert [wait, *street.pass_by()] == [20, PATIENCE_S[0]]
    assert guest.wallet()["balance"] == 50_000


def test_a_lost_event_is_told_later_under_the_same_name(
    bank: FlaskClient, street: Street, guest: Rider
) -> None:
    first = pay(bank, guest, lost=True)
    again = {"transaction": first["transaction"], "content": first["content"]}

    for _ in range(2):
        pay(bank, guest, **again)
    street.pass_by()

    assert guest.wallet()["balance"] == 50_000


def test_a_person_pays_on_the_page(
    bank: FlaskClient, street: Street, guest: Rider
) -> None:
    payload = guest.ask(50_000).get_json()["payload"]
    page = bank.get("/", query_string={"payload": payload})
    assert payload in page.get_data(as_text=True)

    paid = bank.post("/pay", data={"payload": f" {payload}\n"})
    street.pass_by()

    assert "Đã chuyển 50000 đ" in paid.get_data(as_text=True)
    assert guest.wallet()["balance"] == 50_000


@pytest.mark.parametrize(
    "asked",
    [
        {"payload": "00020101"},
        {"payload": 5},
        {"amount": "50000"},
        {"amount": None},
        {"times": 11},
        {"times": True},
        {"delay_s": -1},
        {"forged": 1},
    ],
)
def test_a_bank_refuses_what_it_does_not_understand(
    app: Flask, asked: dict[str, Any]
) -> None:
    teller = Teller(BANK_KEY, Street(app).send, Street(app).later, lambda: NOON)
    payload = build(Transfer(bank="999999", account="1234567890"))
    usual = {"payload": payload, "amount": 10_000}

    bank = create_bank(teller).test_client()
    refused = bank.post("/transfers", json=usual | asked)

    assert bank.post("/transfers", json=usual).status_code == 202
    assert (refused.status_code, refused.get_json()["sim"]) == (422, True)


def test_a_bank_takes_an_object_only(bank: FlaskClient) -> None:
    assert bank.post("/transfers", json=[]).status_code == 422
    assert bank.post("/transfers", data=b"x").status_code == 415


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(fresh: Flask) -> Iterator[str]:
    """The service on a port of this machine, its clock running."""
    fresh.config["CLOCK"] = None
    with make_server("127.0.0.1", 0, fresh, handler_class=Quiet) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def bank_process(served: str) -> Iterator[str]:
    """The bank as a process of its own, and its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environ = {"BANK_KEY": BANK_KEY.hex(), "BANK_EVENTS_URL": served + EVENTS}
    process = subprocess.Popen(
        [sys.executable, "-m", "citizen_api.simulators.bank"],
        env={**os.environ, **environ, "PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait()


def until(asked: Callable[[], bool]) -> None:
    """Wait, at most twenty seconds."""
    for _ in range(400):
        if asked():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


@pytest.mark.slow
def test_a_bank_in_a_process_of_its_own_tells_the_service(
    bank_process: str, guest: Rider
) -> None:
    def answers() -> bool:
        try:
            return requests.get(bank_process, timeout=5).status_code == 200
        except requests.ConnectionError:
            return False

    payload = guest.ask(50_000).get_json()["payload"]
    until(answers)

    requests.post(f"{bank_process}/transfers", json={"payload": payload}, timeout=5)

    until(lambda: guest.wallet()["balance"] == 50_000)
