"""Failures on demand: each by name, for all or for one number, for a while."""

import json
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from identity.simulators.gateway.answers import CODES, SILENT
from tests.identity.gateway.asking import query_body, someone
from tests.identity.gateway.test_gateway import QUERY, asked, secrets_of


def switch(gateway: FlaskClient, **scenario: Any) -> None:
    """Switch a scenario on."""
    answer = gateway.put("/scenario", json=scenario)
    assert answer.status_code == 200, answer.json


def queried(gateway: FlaskClient, persona_id: str = "P001") -> TestResponse:
    """A right query, with a ticket taken before."""
    shown = secrets_of(gateway)
    return gateway.post(QUERY, query_string=shown, json=query_body(persona_id))


@pytest.mark.parametrize("code", CODES)
def test_every_result_code_can_be_asked_for(gateway: FlaskClient, code: str) -> None:
    switch(gateway, name="code", code=code)

    answer = asked(gateway, "P001")

    assert answer["maKetQua"] == code
    assert answer["ghiChu"].startswith(CODES[code])
    assert bool(answer["maThe"]) == (code not in SILENT)


def test_slow_answers_rightly_but_late(
    gateway: FlaskClient, pauses: list[float]
) -> None:
    switch(gateway, name="slow", milliseconds=1_500)

    assert asked(gateway, "P001")["maKetQua"] == "000"
    assert pauses == [1.5]


def test_timeout_waits_longer_than_any_client(
    gateway: FlaskClient, pauses: list[float]
) -> None:
    switch(gateway, name="timeout")

    assert queried(gateway).status_code == 504
    assert pauses == [30]


def test_a_burst_of_errors_ends_by_itself(gateway: FlaskClient) -> None:
    switch(gateway, name="server_error", times=2)

    statuses = [queried(gateway).status_code for _ in range(3)]

    assert statuses == [503, 503, 200]


def test_a_truncated_answer_is_no_json(gateway: FlaskClient) -> None:
    switch(gateway, name="truncated")
    answer = queried(gateway)

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.data)


def test_a_wrong_content_type_is_html(gateway: FlaskClient) -> None:
    switch(gateway, name="wrong_content_type")

    assert queried(gateway).mimetype == "text/html"


def test_a_401_comes_in_the_body(gateway: FlaskClient) -> None:
    switch(gateway, name="unauthorised", times=1)

    assert asked(gateway, "P001")["maKetQua"] == "401"
    assert asked(gateway, "P001")["maKetQua"] == "000"


def test_signing_in_fails_only_when_it_is_told_to(gateway: FlaskClient) -> None:
    switch(gateway, name="server_error", door="sign_in", times=1)
    sent = {"username": "99001_BV", "password": "x"}

    statuses = [
        gateway.post("/api/token/take", json=sent).status_code for _ in range(2)
    ]

    assert statuses == [503, 200]
    assert queried(gateway).status_code == 200


def test_a_scenario_of_one_person_leaves_the_others_alone(gateway: FlaskClient) -> None:
    first = someone("P001")
    assert first.insurance is not None
    switch(gateway, name="server_error", number=first.insurance.card)

    assert queried(gateway, "P001").status_code == 503
    assert queried(gateway, "P003").status_code == 200


def test_a_person_s_own_scenario_goes_before_everybody_s(gateway: FlaskClient) -> None:
    switch(gateway, name="server_error")
    switch(gateway, name="code", code="110", number=someone("P001").number, times=1)

    assert asked(gateway, "P001")["maKetQua"] == "110"
    assert queried(gateway, "P001").status_code == 503


def test_switching_off_ends_all(gateway: FlaskClient) -> None:
    switch(gateway, name="server_error")
    gateway.delete("/scenario")

    assert queried(gateway).status_code == 200


def test_a_burst_fails_exactly_so_many_with_many_at_once(twin: Flask) -> None:
    shown = secrets_of(twin.test_client())
    switch(twin.test_client(), name="server_error", times=5)
    statuses: list[int] = []

    def ask() -> None:
        sent = query_body("P001")
        answer = twin.test_client().post(QUERY, query_string=shown, json=sent)
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [200] * 7 + [503] * 5


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        {"name": "fire"},
        {"name": ["slow"]},
        {"name": "slow", "colour": "red"},
        {"name": "code"},
        {"name": "code", "code": "999"},
        {"name": "slow", "code": "000"},
        {"name": "slow", "door": "window"},
        {"name": "slow", "number": 5},
        {"name": "slow", "number": "\ud800"},
        {"name": "slow", "milliseconds": -1},
        {"name": "slow", "milliseconds": 10**9},
        {"name": "slow", "milliseconds": True},
        {"name": "slow", "times": 0},
        {"name": "slow", "times": 1.5},
    ],
)
def test_a_scenario_that_does_not_exist_is_refused(
    gateway: FlaskClient, wrong: Any
) -> None:
    answer = gateway.put(
        "/scenario", data=json.dumps(wrong), content_type="application/json"
    )

    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]
