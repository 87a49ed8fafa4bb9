"""S3: how long codes, tokens, sessions and requests live."""

from datetime import timedelta

from tests.accounts.conftest import Clock
from tests.accounts.driving import VERIFIER, App, Reader, asking


def test_s3_a_code_lives_a_minute(reader: Reader, app_at: App, clock: Clock) -> None:
    code = reader.let_in()["code"]
    clock.ahead = timedelta(seconds=61)

    assert app_at.redeem(code).json()["error"] == "invalid_grant"


def test_s3_an_access_token_lives_ten_minutes(
    reader: Reader, app_at: App, clock: Clock
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()
    clock.ahead = timedelta(minutes=9, seconds=50)
    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 200

    clock.ahead = timedelta(minutes=10, seconds=1)

    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 401


def test_s3_a_refresh_token_lives_seven_idle_days(
    reader: Reader, app_at: App, clock: Clock
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()
    clock.ahead = timedelta(days=7, seconds=1)

    assert app_at.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_s3_a_session_lives_thirty_days(
    reader: Reader, app_at: App, clock: Clock
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()
    for day in range(6, 30, 6):
        clock.ahead = timedelta(days=day)
        tokens = app_at.refresh(tokens["refresh_token"]).json()
    clock.ahead = timedelta(days=30, seconds=1)

    assert app_at.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_s3_a_request_waits_fifteen_minutes(reader: Reader, clock: Clock) -> None:
    reader.sign_in("P006")
    page = reader.open("/oauth/authorize", **asking())
    clock.ahead = timedelta(minutes=15, seconds=1)

    assert reader.decide(page, "allow").status_code == 410
    assert VERIFIER not in page.text
