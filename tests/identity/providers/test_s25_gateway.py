"""S25: the gateway fails in every way it can, and the patient is received."""

import json
import logging
import ssl
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from identity.providers.breaker import Breaker
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import Outage, Unreachable
from identity.providers.wire import BadAddress, Wire
from tests.identity.gateway.conftest import ACCOUNTS, NOON, Clock, someone
from tests.identity.providers.conftest import OFFICER, Desk, question
from tests.identity.serving import served

ACCOUNT = Account("99001_BV", ACCOUNTS["99001_BV"])
ANSWER = {"maKetQua": "000", "maThe": "DN4999900000001", "gtTheTu": "01/01/2025"}


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


def answering(make: Callable[[], Response]) -> Flask:
    """A gateway that signs everybody in and answers queries as told."""
    app = Flask("odd-gateway")
    key = {"access_token": "t" * 9, "id_token": "i" * 9, "expires_in": "soon"}

    @app.post("/api/token/take")
    def take() -> Response:
        return jsonify({"maKetQua": "200", "APIKey": key})

    app.add_url_rule("/api/egw/KQNhanLichSuKCB2024", view_func=make, methods=["POST"])
    return app


def looked_up(address: str, wire: Wire, **settings: Any) -> str:
    """The code that a gateway of this address answers."""
    provider = Egw2024(address, {"99001": ACCOUNT}, lambda: NOON, wire=wire, **settings)
    try:
        return provider.lookup(question("P001"), OFFICER).code
    finally:
        wire.close()


def dripping() -> Response:
    """A byte now and then: each comes in time, the whole never does."""

    def drip() -> Iterator[bytes]:
        for _ in range(20):
            yield b" "
            time.sleep(0.05)
        yield json.dumps(ANSWER).encode()

    return Response(drip(), content_type="application/json")


def late() -> Response:
    time.sleep(0.6)
    return jsonify(ANSWER)


def too_long() -> Response:
    return jsonify({**ANSWER, "ghiChu": "x" * 2_000_000})


def elsewhere() -> Response:
    return Response(status=302, headers={"Location": "/other"})


def nested() -> Response:
    return Response("[" * 200_000, content_type="application/json")


ODD: list[tuple[Callable[[], Response], str]] = [
    (dripping, "timeout"),
    (late, "timeout"),
    (too_long, "connection"),
    (elsewhere, "status"),
    (nested, "content"),
    (lambda: jsonify([ANSWER]), "content"),
    (lambda: jsonify({}), "content"),
    (lambda: jsonify({**ANSWER, "maKetQua": "OK"}), "content"),
    (lambda: jsonify({**ANSWER, "maKetQua": 0}), "content"),
    (lambda: jsonify({**ANSWER, "maKetQua": []}), "content"),
    (lambda: jsonify({**ANSWER, "maThe": None}), "content"),
    (lambda: jsonify({**ANSWER, "gtTheTu": "2025-01-01"}), "content"),
    (lambda: jsonify({**ANSWER, "hoTen": "A\x00"}), "content"),
    (lambda: jsonify({**ANSWER, "hoTen": ["A"]}), "content"),
    (lambda: jsonify({**ANSWER, "dsLichSuKCB2018": "none"}), "content"),
    (lambda: jsonify({**ANSWER, "dsLichSuKCB2018": [1]}), "content"),
]


@pytest.mark.parametrize(("make", "expected"), ODD)
def test_s25_an_answer_of_another_form_is_not_believed(
    make: Callable[[], Response], expected: str
) -> None:
    with served(answering(make)) as address, pytest.raises(Unreachable) as failed:
        looked_up(address, Wire(seconds=0.3))

    assert failed.value.outage == expected


def test_s25_a_ticket_without_an_end_is_used_until_401() -> None:
    with served(answering(lambda: jsonify(ANSWER))) as address:
        assert looked_up(address, Wire(seconds=1)) == "000"


@pytest.mark.parametrize("key", [None, [], {}, {"access_token": "t"}])
def test_s25_a_ticket_of_another_form_is_an_outage(key: Any) -> None:
    app = Flask("no-ticket")
    app.add_url_rule(
        "/api/token/take",
        view_func=lambda: jsonify({"maKetQua": "200", "APIKey": key}),
        methods=["POST"],
    )

    with served(app) as address, pytest.raises(Unreachable, match="content"):
        looked_up(address, Wire(seconds=1))


def test_s25_a_slow_gateway_holds_only_so_many(desk: Desk) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    def held() -> Response:
        waiting.set()
        go_on.wait(5)
        return jsonify(ANSWER)

    with served(answering(held)) as address:
        wire = Wire(seconds=5)
        provider = Egw2024(
            address, {"99001": ACCOUNT}, lambda: NOON, wire=wire, at_once=1
        )
        first = threading.Thread(
            target=provider.lookup, args=(question("P001"), OFFICER)
        )
        first.start()
        assert waiting.wait(5)
        with pytest.raises(Unreachable, match="busy"):
            provider.lookup(question("P003"), OFFICER)
        go_on.set()
        first.join()
        wire.close()

    assert provider.breaker.failures == 0


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
            looked_up(address, Wire(seconds=2))
        assert looked_up(address, Wire(2, trusting)) == "000"


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


def test_s25_the_officer_is_named_and_the_password_is_md5(clock: Clock) -> None:
    seen: dict[str, Any] = {}

    def note() -> Response:
        seen.update(request.get_json(), **request.args)
        return jsonify(ANSWER)

    with served(answering(note)) as address:
        looked_up(address, Wire(seconds=1))

    assert seen["cccdCb"] == OFFICER.number
    assert seen["hoTenCb"] == OFFICER.name
    assert seen["password"] == ACCOUNT.sent_password
    assert len(ACCOUNT.sent_password) == 32
    assert (seen["token"], seen["id_token"]) == ("t" * 9, "i" * 9)
