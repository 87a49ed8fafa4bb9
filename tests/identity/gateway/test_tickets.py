"""Signing in at the twin, and what a ticket is good for."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from identity.simulators.gateway.app import create_gateway
from tests.identity.gateway.asking import ACCOUNTS, Clock, query_body
from tests.identity.gateway.test_gateway import QUERY, USER, md5, secrets_of, take


def test_signing_in_gives_two_tokens_until_an_iso_time(gateway: FlaskClient) -> None:
    answer = take(gateway)

    key = answer["APIKey"]
    assert answer["maKetQua"] == "200"
    assert (key["token_type"], key["username"]) == ("Bearer", USER)
    assert len({key["access_token"], key["id_token"]}) == 2
    assert datetime.fromisoformat(key["expires_in"]).hour == 12


@pytest.mark.parametrize(
    "sent",
    [
        {"username": USER, "password": "first secret"},
        {"username": USER, "password": md5("second secret")},
        {"username": "99009_BV", "password": md5("")},
        {"username": USER, "password": ["x"]},
        {"username": None, "password": md5("first secret")},
        {},
        [],
    ],
)
def test_a_wrong_account_is_401_in_the_body_of_a_200(
    gateway: FlaskClient, sent: Any
) -> None:
    answer = gateway.post("/api/token/take", json=sent)

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["maKetQua"] == "401"
    assert "APIKey" not in answer.json


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "other"},
        {"id_token": "other"},
        {"username": "99002_BV"},
        {"username": "\x00"},
        {"token": ""},
        {"password": md5("second secret")},
    ],
)
def test_a_ticket_is_good_only_whole_and_for_its_account(
    gateway: FlaskClient, changes: dict[str, str]
) -> None:
    shown = {**secrets_of(gateway), **changes}

    answer = gateway.post(QUERY, query_string=shown, json=query_body("P001"))

    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["maKetQua"] == "401"


def test_a_ticket_ends_after_a_quarter_of_an_hour(
    gateway: FlaskClient, clock: Clock
) -> None:
    shown = secrets_of(gateway)
    clock.now += timedelta(minutes=15)

    answer = gateway.post(QUERY, query_string=shown, json=query_body("P001"))

    assert answer.json is not None
    assert answer.json["maKetQua"] == "401"


def test_a_ticket_of_one_worker_is_good_at_another(
    gateway: FlaskClient, gateway_engine: Engine, clock: Clock
) -> None:
    shown = secrets_of(gateway)
    app = create_gateway(gateway_engine, ACCOUNTS, clock, allowed=True)
    other = app.test_client()

    answer = other.post(QUERY, query_string=shown, json=query_body("P001"))

    assert answer.json is not None
    assert answer.json["maKetQua"] == "000"
