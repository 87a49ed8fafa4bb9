"""S25: a gateway that drips, lies or talks nonsense."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from identity.providers.egw2024 import Account, Egw2024
from identity.providers.insurance import Unreachable
from identity.providers.wire import Wire
from tests.identity.gateway.asking import ACCOUNTS, NOON, Clock
from tests.identity.providers.conftest import OFFICER, Desk, question
from tests.identity.serving import served

ACCOUNT = Account("99001_BV", ACCOUNTS["99001_BV"])
ANSWER = {"maKetQua": "000", "maThe": "DN4999900000001", "gtTheTu": "01/01/2025"}


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
        for _ in range(50):
            yield b" "
            time.sleep(0.05)
        yield json.dumps(ANSWER).encode()

    return Response(drip(), content_type="application/json")


def late() -> Response:
    time.sleep(2.5)
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
        looked_up(address, Wire(seconds=2))

    assert failed.value.outage == expected


def test_s25_a_ticket_without_an_end_is_used_until_401() -> None:
    with served(answering(lambda: jsonify(ANSWER))) as address:
        assert looked_up(address, Wire(seconds=10)) == "000"


@pytest.mark.parametrize("key", [None, [], {}, {"access_token": "t"}])
def test_s25_a_ticket_of_another_form_is_an_outage(key: Any) -> None:
    app = Flask("no-ticket")
    app.add_url_rule(
        "/api/token/take",
        view_func=lambda: jsonify({"maKetQua": "200", "APIKey": key}),
        methods=["POST"],
    )

    with served(app) as address, pytest.raises(Unreachable, match="content"):
        looked_up(address, Wire(seconds=10))


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


def test_s25_the_officer_is_named_and_the_password_is_md5(clock: Clock) -> None:
    seen: dict[str, Any] = {}

    def note() -> Response:
        seen.update(request.get_json(), **request.args)
        return jsonify(ANSWER)

    with served(answering(note)) as address:
        looked_up(address, Wire(seconds=10))

    assert seen["cccdCb"] == OFFICER.number
    assert seen["hoTenCb"] == OFFICER.name
    assert seen["password"] == ACCOUNT.sent_password
    assert len(ACCOUNT.sent_password) == 32
    assert (seen["token"], seen["id_token"]) == ("t" * 9, "i" * 9)
