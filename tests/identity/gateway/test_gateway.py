"""The twin on the wire: names, dates and quirks of the gateway of 2024."""

import hashlib
import json
import re
import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from identity.simulators import SimulatorRefused
from identity.simulators.gateway.app import create_gateway
from identity.simulators.gateway.tables import create_tables
from identity.simulators.personas import personas
from tests.identity.gateway.asking import ACCOUNTS, Clock, query_body, someone

QUERY = "/api/egw/KQNhanLichSuKCB2024"
USER = "99001_BV"


def md5(password: str) -> str:
    return hashlib.md5(password.encode(), usedforsecurity=False).hexdigest()


def take(gateway: FlaskClient, username: str = USER, password: str = "") -> Any:
    """What signing in answers."""
    sent = {"username": username, "password": password or md5(ACCOUNTS[username])}
    return gateway.post("/api/token/take", json=sent).json


def secrets_of(gateway: FlaskClient, username: str = USER) -> dict[str, str]:
    """A good query string."""
    key = take(gateway, username)["APIKey"]
    return {
        "token": key["access_token"],
        "id_token": key["id_token"],
        "username": username,
        "password": md5(ACCOUNTS[username]),
    }


def asked(gateway: FlaskClient, persona_id: str, **changes: Any) -> Any:
    """What a question about a persona is answered."""
    body = query_body(persona_id, **changes)
    return gateway.post(QUERY, query_string=secrets_of(gateway), json=body).json


def test_a_right_question_is_answered_under_the_gateway_s_names(
    gateway: FlaskClient,
) -> None:
    who = someone("P007")
    assert who.insurance is not None

    answer = asked(gateway, "P007")

    assert answer["maKetQua"] == "004"
    assert answer["hoTen"] == who.name
    assert (answer["ngaySinh"], answer["gioiTinh"]) == ("08/04/1988", "Nữ")
    assert answer["maThe"] == who.insurance.card
    assert (answer["gtTheTu"], answer["gtTheDen"]) == ("01/01/2025", "31/12/2030")
    assert answer["gtTheTuMoi"] == "01/06/2026"
    assert answer["tenDKBDMoi"] == "Trạm y tế Mẫu số 2"
    assert answer["maSoBHXH"] == who.insurance.social_number


def test_the_remark_is_prose_that_repeats_personal_data(gateway: FlaskClient) -> None:
    who = someone("P026")
    assert who.insurance is not None

    remark = asked(gateway, "P026")["ghiChu"]

    assert who.name in remark
    assert who.insurance.card in remark
    assert "Miễn cùng chi trả" in remark


def test_a_question_that_does_not_match_tells_of_nobody(gateway: FlaskClient) -> None:
    answer = asked(gateway, "P001", hoTen="Trần Văn An")

    told = {name for name, value in answer.items() if value}
    assert told == {"maKetQua", "ghiChu", "sim"}
    assert answer["maKetQua"] == "060"


def test_stays_and_earlier_checks_are_told(gateway: FlaskClient) -> None:
    asked(gateway, "P001")
    answer = asked(gateway, "P001")

    assert answer["dsLichSuKCB2018"][0]["ngayVao"] == "202609030800"
    check = answer["dsLichSuKT2018"][0]
    assert (check["userKT"], check["maLoi"]) == (USER, "000")
    assert check["thoiGianKT"] == "202611211200"
    assert len(answer["dsLichSuKT2018"]) <= 10


def test_forms_are_understood_as_well_as_json(gateway: FlaskClient) -> None:
    sent = query_body("P001")

    answer = gateway.post(QUERY, query_string=secrets_of(gateway), data=sent)

    assert answer.json is not None
    assert answer.json["maKetQua"] == "000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"hoTen": None},
        {"hoTen": 5},
        {"hoTen": "A\x00n"},
        {"hoTen": "A\u202en"},
        {"maThe": "\ud800"},
        {"maThe": ["x"]},
        {"cccdCb": None},
    ],
)
def test_a_question_of_the_wrong_form_is_205(
    gateway: FlaskClient, wrong: dict[str, Any]
) -> None:
    answer = gateway.post(
        QUERY,
        query_string=secrets_of(gateway),
        data=json.dumps(query_body("P001", **wrong)),
        content_type="application/json",
    )

    assert answer.json is not None
    assert answer.json["maKetQua"] == "205"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"\xff\xfe"])
def test_a_body_that_is_no_question_is_205(gateway: FlaskClient, body: bytes) -> None:
    answer = gateway.post(
        QUERY,
        query_string=secrets_of(gateway),
        data=body,
        content_type="application/json",
    )

    assert answer.json is not None
    assert answer.json["maKetQua"] == "205"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/token/take", 405),
        ("POST", "/scenario", 405),
    ],
)
def test_s24_every_answer_says_that_it_is_a_simulator(
    gateway: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = gateway.open(path, method=method)

    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["sim"] is True
    assert asked(gateway, "P001")["sim"] is True
    assert take(gateway)["sim"] is True
    assert answer.headers["Simulator"] == "true"


def test_s24_the_twin_runs_only_where_it_is_allowed(
    gateway_engine: Engine, clock: Clock
) -> None:
    with pytest.raises(SimulatorRefused):
        create_gateway(gateway_engine, ACCOUNTS, clock, allowed=False)


def test_an_endless_body_is_refused(gateway: FlaskClient) -> None:
    answer = gateway.post("/api/token/take", data=b"x" * 20_000)

    assert answer.status_code == 413


def test_workers_may_make_the_tables_at_once(gateway_engine: Engine) -> None:
    with gateway_engine.begin() as connection:
        connection.execute(text("DROP SCHEMA IF EXISTS sim_gateway CASCADE"))
    failed: list[Exception] = []

    def make() -> None:
        try:
            create_tables(gateway_engine)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []


def test_s9_the_twin_keeps_no_number_name_or_token_in_clear(
    twin: Flask, gateway_engine: Engine
) -> None:
    gateway = twin.test_client()
    shown = secrets_of(gateway)
    gateway.put("/scenario", json={"name": "slow", "number": someone("P001").number})
    gateway.post(QUERY, query_string=shown, json=query_body("P001"))

    with gateway_engine.connect() as connection:
        kept = "".join(
            str(connection.execute(text(f"SELECT * FROM sim_gateway.{table}")).all())
            for table in ("tickets", "checks", "scenarios")
        )

    assert re.search(r"\d{12}", kept) is None
    assert shown["token"] not in kept
    assert not any(each.name in kept for each in personas())
