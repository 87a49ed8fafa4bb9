"""S3 and S4: how long codes and tokens live, and that each is used once."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import requests
from sqlalchemy import Connection, text

from identity.simulators.vneid.secrecy import fingerprint
from identity.simulators.vneid.store import SCHEMA, Base, Store
from identity.simulators.vneid.sweeping import LOCK
from tests.identity.vneid.driving import App, Person, asking

NOON = datetime.fromisoformat("2026-11-21T12:00:00+07:00")
Wait = Callable[[timedelta], None]


@pytest.fixture
def wait(issuer: str, http: requests.Session) -> Wait:
    """The clock stands at noon; calling sets it to so long after noon."""

    def stand(after: timedelta) -> None:
        moment = (NOON + after).isoformat()
        http.put(f"{issuer}/clock", json={"stands_at": moment}).raise_for_status()

    stand(timedelta())
    return stand


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 400)])
def test_s3_a_code_lives_sixty_seconds(
    person: Person, app_at: App, wait: Wait, seconds: int, status: int
) -> None:
    code = person.sign_in()["code"]
    wait(timedelta(seconds=seconds))
    assert app_at.redeem(code).status_code == status


@pytest.mark.parametrize(("seconds", "active"), [(599, True), (600, False)])
def test_s3_an_access_token_lives_ten_minutes(
    person: Person, app_at: App, wait: Wait, seconds: int, active: bool
) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()
    assert tokens["expires_in"] == 600

    wait(timedelta(seconds=seconds))

    assert app_at.introspect(tokens["access_token"])["active"] is active


@pytest.mark.parametrize(("days", "status"), [(6.9, 200), (7, 400)])
def test_s3_a_refresh_token_lives_seven_idle_days(
    person: Person, app_at: App, wait: Wait, days: float, status: int
) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()
    wait(timedelta(days=days))
    assert app_at.refresh(tokens["refresh_token"]).status_code == status


def test_s3_refreshing_ends_after_thirty_days(
    person: Person, app_at: App, wait: Wait
) -> None:
    token = app_at.redeem(person.sign_in()["code"]).json()["refresh_token"]
    for day in (6, 12, 18, 24, 29.9):
        wait(timedelta(days=day))
        token = app_at.refresh(token).json()["refresh_token"]

    wait(timedelta(days=30))

    assert app_at.refresh(token).json()["error"] == "invalid_grant"


def test_a_replayed_code_kills_the_family(person: Person, app_at: App) -> None:
    code = person.sign_in()["code"]
    tokens = app_at.redeem(code).json()

    assert app_at.redeem(code).json()["error"] == "invalid_grant"

    assert app_at.introspect(tokens["access_token"]) == {"active": False}
    assert app_at.refresh(tokens["refresh_token"]).status_code == 400


def test_an_old_refresh_token_kills_the_family(person: Person, app_at: App) -> None:
    first = app_at.redeem(person.sign_in()["code"]).json()
    second = app_at.refresh(first["refresh_token"]).json()
    assert app_at.userinfo(second["access_token"]).status_code == 200

    assert app_at.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"

    assert app_at.userinfo(second["access_token"]).status_code == 401
    assert app_at.refresh(second["refresh_token"]).status_code == 400


def test_another_client_neither_refreshes_nor_kills(
    person: Person, app_at: App
) -> None:
    token = app_at.redeem(person.sign_in()["code"]).json()["refresh_token"]

    stolen = app_at.refresh(token, client_id="demo-app-2")

    assert stolen.json()["error"] == "invalid_grant"
    assert app_at.refresh(token).status_code == 200


def test_a_refresh_may_ask_for_less_but_not_for_more(
    person: Person, app_at: App
) -> None:
    token = app_at.redeem(person.sign_in()["code"]).json()["refresh_token"]

    less = app_at.refresh(token, scope="openid").json()
    assert less["scope"] == "openid"
    again = app_at.refresh(less["refresh_token"]).json()
    assert again["scope"] == "openid profile"
    more = app_at.refresh(again["refresh_token"], scope="openid vn_cccd")
    assert more.json()["error"] == "invalid_scope"


@pytest.mark.parametrize("kind", ["code", "refresh"])
def test_s4_of_twenty_at_once_exactly_one_wins(
    person: Person, app_at: App, kind: str
) -> None:
    secret = person.sign_in()["code"]
    if kind == "refresh":
        secret = app_at.redeem(secret).json()["refresh_token"]

    def once(number: int) -> int:
        with requests.Session() as http:
            mine = App(app_at.issuer, http)
            answer = mine.redeem(secret) if kind == "code" else mine.refresh(secret)
            return answer.status_code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(once, range(20)))

    assert sorted(answers) == [200] + [400] * 19


def test_s4_no_table_has_a_secret_in_clear(
    person: Person, app_at: App, rows: Connection
) -> None:
    code = person.sign_in()["code"]
    tokens = app_at.redeem(code).json()
    cookie = person.browser.cookies["sim_vneid_session"]

    dump = "".join(
        str(row)
        for table in Base.metadata.tables
        for row in rows.execute(text(f"SELECT t::text FROM {table} t"))
    )

    assert re.search(r"\b[0-9a-f]{64}\b", dump), f"nothing in {SCHEMA}"
    for secret in (code, tokens["access_token"], tokens["refresh_token"], cookie):
        assert secret not in dump
    assert "demo-rs-secret" not in dump


def test_revoking_a_refresh_token_ends_its_access_tokens(
    person: Person, app_at: App
) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()

    answer = app_at.post(
        "/revoke", token=tokens["refresh_token"], token_type_hint="odd"
    )

    assert answer.status_code == 200
    assert app_at.userinfo(tokens["access_token"]).status_code == 401


def test_revoking_an_access_token_leaves_the_rest(person: Person, app_at: App) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()

    app_at.post("/revoke", token=tokens["access_token"])

    assert app_at.userinfo(tokens["access_token"]).status_code == 401
    assert app_at.refresh(tokens["refresh_token"]).status_code == 200


def test_nobody_revokes_what_is_anothers(person: Person, app_at: App) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()

    answer = app_at.post(
        "/revoke", token=tokens["access_token"], client_id="demo-app-2"
    )

    assert answer.status_code == 400
    assert app_at.userinfo(tokens["access_token"]).status_code == 200


def test_revoking_what_never_was_is_fine(app_at: App) -> None:
    assert app_at.post("/revoke", token="made-up").status_code == 200


def test_s26_codes_are_gone_a_day_after_their_time(
    person: Person, app_at: App, wait: Wait, vneid_url: str
) -> None:
    code, store = person.sign_in()["code"], Store(vneid_url)
    here = text("SELECT count(*) FROM sim_vneid.code WHERE hash = :hash")

    def count() -> int:
        with store.engine.connect() as fresh:
            return int(fresh.scalar(here, {"hash": fingerprint(code)}) or 0)

    wait(timedelta(days=1))
    person.open(**asking())
    assert count() == 1
    wait(timedelta(days=1, minutes=1))
    with store.engine.begin() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCK})
        person.open(**asking())
    assert count() == 1, "another worker sweeps: nobody waits for it"
    person.open(**asking())
    assert count() == 0
    store.close()
