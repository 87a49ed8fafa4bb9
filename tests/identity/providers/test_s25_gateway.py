"""S25: the gateway fails in every way it can, and the patient is received."""

import logging
import ssl
import subprocess
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import jsonify

from identity.providers.breaker import Breaker
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import Outage, Unreachable
from identity.providers.wire import BadAddress, Wire
from tests.identity.gateway.asking import ACCOUNTS, NOON, Clock, someone
from tests.identity.providers.conftest import OFFICER, Desk, question
from tests.identity.providers.test_s25_odd_answers import (
    ANSWER,
    answering,
    looked_up,
)
from tests.identity.serving import served

ACCOUNT = Account("99001_BV", ACCOUNTS["99001_BV"])


def outage(desk: Desk, who: str = "P001") -> Outage:
    """Why the gateway cannot be asked about somebody."""
    with pytest.raises(Unreachable) as failed:
        desk.provider.lookup(question(who), OFFICER)
    return failed.value.outage


MATRIX = [
    ({"name": "server_error"}, Outage.STATUS),
    ({"name": "truncated"}, Outage.CONTENT),
    ({"name": "wrong_content_type"}, Outage.CONTENT),
    ({"name": "unauthorised"}, Outage.SIGN_IN),
    ({"name": "code", "code": "401"}, Outage.SIGN_IN),
    ({"name": "code", "code": "100"}, Outage.GATEWAY),
    ({"name": "code", "code": "101"}, Outage.GATEWAY),
]


@pytest.mark.parametrize("door", ["query", "sign_in"])
@pytest.mark.parametrize(("scenario", "expected"), MATRIX)
def test_s25_an_outage_is_never_a_refusal(
    desk: Desk, scenario: dict[str, Any], expected: Outage, door: str
) -> None:
    if door == "sign_in" and scenario["name"] == "code":
        scenario = {"name": "unauthorised"}
        expected = Outage.SIGN_IN
    desk.switch(**scenario, door=door)

    assert outage(desk) is expected


def test_s25_one_401_is_answered_by_signing_in_anew(desk: Desk) -> None:
    desk.switch(name="unauthorised", times=1)

    assert desk.provider.lookup(question("P001"), OFFICER).code == "000"


def test_s25_a_second_401_is_not_tried_again(desk: Desk) -> None:
    desk.switch(name="unauthorised", times=2)

    assert outage(desk) is Outage.SIGN_IN
    assert desk.provider.lookup(question("P001"), OFFICER).code == "000"


def test_s25_a_ticket_is_used_until_it_ends(desk: Desk) -> None:
    desk.provider.lookup(question("P001"), OFFICER)
    first = desk.provider.tickets["99001_BV"]
    desk.provider.lookup(question("P003"), OFFICER)
    assert desk.provider.tickets["99001_BV"] is first

    desk.clock.now = NOON + timedelta(minutes=14, seconds=40)
    desk.provider.lookup(question("P001"), OFFICER)

    assert desk.provider.tickets["99001_BV"] is not first


def test_s25_a_wrong_password_is_an_outage(desk: Desk, clock: Clock) -> None:
    accounts = {"99001": Account("99001_BV", "wrong")}
    provider = Egw2024(desk.address, accounts, clock, wire=desk.provider.wire)

    with pytest.raises(Unreachable, match="sign_in"):
        provider.lookup(question("P001"), OFFICER)


def test_s25_nobody_listening_is_an_outage(clock: Clock) -> None:
    provider = Egw2024("http://127.0.0.1:9", {"99001": ACCOUNT}, clock)

    with pytest.raises(Unreachable, match="connection"):
        provider.lookup(question("P001"), OFFICER)


def test_s25_after_failures_in_a_row_the_gateway_is_left_in_peace(desk: Desk) -> None:
    desk.provider.breaker = Breaker(limit=2, rest=timedelta(seconds=30))
    desk.switch(name="server_error")
    assert [outage(desk) for _ in range(3)] == [
        *(Outage.STATUS, Outage.STATUS),
        Outage.RESTING,
    ]

    desk.twin.test_client().delete("/scenario")
    assert outage(desk) is Outage.RESTING
    desk.clock.now += timedelta(seconds=30)

    assert desk.provider.lookup(question("P001"), OFFICER).code == "000"
    assert desk.provider.breaker.failures == 0


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1, signed by itself, with its key."""
    made = tmp_path / "self.pem"
    words = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 "
        f"-addext subjectAltName=IP:127.0.0.1 -keyout {made}.key -out {made}"
    )
    subprocess.run(words.split(), check=True, capture_output=True)
    return made


def test_s25_a_certificate_of_nobody_known_is_refused(certificate: Path) -> None:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, f"{certificate}.key")
    trusting = ssl.create_default_context(cafile=certificate)

    with served(answering(lambda: jsonify(ANSWER)), tls) as address:
        with pytest.raises(Unreachable, match="tls"):
            looked_up(address, Wire(seconds=10))
        assert looked_up(address, Wire(10, trusting)) == "000"


@pytest.mark.parametrize(
    "address",
    [
        "http://egw.example.vn",
        "ftp://127.0.0.1",
        "egw.example.vn",
        "",
        "https://user@egw.example.vn",
        "https://egw.example.vn/#top",
        "https://[::1",
        "http://127.0.0.1.example.vn",
        "https://egw.example.vn:0",
    ],
)
def test_s25_plain_http_reaches_only_this_machine(address: str) -> None:
    with pytest.raises(BadAddress):
        Egw2024(address, {}, lambda: NOON)


def test_s25_no_secret_or_person_is_in_logs_or_errors(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk.provider.lookup(question("P001"), OFFICER)
    ticket = desk.provider.tickets["99001_BV"]
    told = caplog.text
    for name, value in MATRIX:
        desk.switch(**name)
        with pytest.raises(Unreachable) as failed:
            desk.provider.lookup(question("P001"), OFFICER)
        assert failed.value.outage is value
        told += "".join(traceback.format_exception(failed.value))

    who = someone("P001")
    told += f"{caplog.text} {desk.provider.accounts!r} {ticket!r}"
    secrets = (ticket.token, ticket.id_token, ACCOUNT.password, ACCOUNT.sent_password)
    for secret in (*secrets, who.number, who.name, OFFICER.number, OFFICER.name):
        assert secret not in told
