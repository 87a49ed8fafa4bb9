"""S4: a code and a refresh token are claimed once, and kept as hashes only."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import requests
from flask import Flask
from sqlalchemy import text

from tests.accounts.driving import App, Reader
from tests.factories import changing

THREADS = 20
KEPT = (
    *("access_tokens", "authorization_codes", "page_tokens", "refresh_tokens"),
    *("pending_sign_ins", "pending_requests", "sessions", "consents", "people"),
    "audit_events",
)


def at_once(ask: Callable[[App], requests.Response], base: str) -> list[int]:
    """The statuses of twenty answers that were asked for at one moment."""
    start = Barrier(THREADS)

    def one(_: int) -> int:
        with requests.Session() as http:
            start.wait()
            return ask(App(base, http)).status_code

    with ThreadPoolExecutor(THREADS) as threads:
        return list(threads.map(one, range(THREADS)))


def test_s4_of_twenty_that_bring_a_code_one_wins(reader: Reader) -> None:
    code = reader.let_in()["code"]

    statuses = at_once(lambda app: app.redeem(code), reader.base)

    assert sorted(statuses) == [200] + [400] * (THREADS - 1)


def test_s4_of_twenty_that_bring_a_refresh_token_one_wins(
    reader: Reader, app_at: App
) -> None:
    token = app_at.redeem(reader.let_in()["code"]).json()["refresh_token"]

    statuses = at_once(lambda app: app.refresh(token), reader.base)

    assert sorted(statuses) == [200] + [400] * (THREADS - 1)


def test_s4_of_twenty_decisions_about_a_request_one_counts(reader: Reader) -> None:
    reader.sign_in("P009")
    page = reader.open("/oauth/authorize", client_id="citizen-app", **ASKED)
    cookies = reader.browser.cookies.get_dict()

    def decide(app: App) -> requests.Response:
        mine = Reader(app.base, app.http)
        mine.browser.cookies.update(cookies)
        return mine.decide(page, "allow")

    statuses = at_once(decide, reader.base)

    assert sorted(statuses) == [303] + [410] * (THREADS - 1)


ASKED = {
    "redirect_uri": "http://127.0.0.1:4567/callback",
    "response_type": "code",
    "scope": "profile",
    "code_challenge": "c" * 43,
    "code_challenge_method": "S256",
}


def test_s4_no_table_holds_a_secret_or_a_name(
    house: Flask, reader: Reader, app_at: App
) -> None:
    back = reader.let_in("P017")
    tokens = app_at.redeem(back["code"]).json()
    reader.get("/sign-in")
    secrets = [back["code"], tokens["access_token"], tokens["refresh_token"]]
    secrets += [value for value in reader.browser.cookies.values() if len(value) > 40]
    secrets += ["099198395739", "Đặng Nguyễn Thị Đài Trang", "1998-07-07"]

    with changing(house) as session:
        rows = [
            str(row)
            for table in KEPT
            for row in session.execute(text(f"SELECT t::text FROM {table} t")).all()
        ]

    assert len(rows) > 5
    told = [secret for secret in secrets if any(secret in row for row in rows)]
    hexed = [
        each for each in secrets if any(each.encode().hex() in row for row in rows)
    ]
    assert (told, hexed) == ([], [])


def test_who_signs_out_everywhere_takes_a_code_along(
    reader: Reader, app_at: App
) -> None:
    tokens = app_at.redeem(reader.let_in("P021")["code"]).json()
    code = reader.let_in("P021")["code"]
    everywhere = {"Authorization": f"Bearer {tokens['access_token']}"}

    app_at.http.delete(f"{app_at.base}/v1/me/sessions", headers=everywhere)

    assert app_at.redeem(code).json()["error"] == "invalid_grant"
