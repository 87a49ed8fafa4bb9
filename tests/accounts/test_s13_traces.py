"""S12, S13: nothing personal, and no secret, in addresses, logs or caches."""

import logging

import pytest
import requests

from tests.accounts.driving import App, Reader, asking

PERSONAL = ("099198395739", "Đặng", "Trang", "1998-07-07", "%C4%90%E1%BA%B7ng")


def test_s13_no_address_on_the_way_tells_who_somebody_is(
    reader: Reader, app_at: App
) -> None:
    walked: list[requests.Response] = []
    reader.browser.hooks["response"].append(lambda page, **_: walked.append(page))

    tokens = app_at.redeem(reader.let_in("P017")["code"]).json()

    addresses = " ".join(page.url + page.headers.get("Location", "") for page in walked)
    assert len(walked) > 8
    assert [each for each in PERSONAL if each in addresses] == []
    assert tokens["access_token"] not in addresses
    ours = [page for page in walked if "/sim/" not in page.url]
    assert {page.headers["Cache-Control"] for page in ours} == {"no-store"}
    assert {page.headers["Referrer-Policy"] for page in ours} == {"no-referrer"}


def test_s13_no_log_tells_who_signed_in_or_with_what(
    reader: Reader, app_at: App, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    back = reader.let_in("P017")
    tokens = app_at.redeem(back["code"]).json()
    app_at.get("/v1/me", tokens["access_token"])
    app_at.refresh(tokens["refresh_token"])
    app_at.refresh(tokens["refresh_token"])

    logs = "\n".join(
        f"{record.getMessage()} {record.exc_text}"
        for record in caplog.records
        if not record.name.startswith("urllib3")  # the browser and the app of the test
    )
    secrets = [tokens["access_token"], tokens["refresh_token"], back["code"]]
    assert len(caplog.records) > 8
    assert [each for each in (*PERSONAL, *secrets) if each in logs] == []


def test_s12_pages_and_answers_show_a_masked_number(
    reader: Reader, app_at: App
) -> None:
    reader.sign_in("P017")
    page = reader.open("/oauth/authorize", **asking())
    back = reader.let_in("P017")
    me = app_at.get("/v1/me", app_at.redeem(back["code"]).json()["access_token"])

    assert "099*******39" in page.text
    assert me.json()["masked_number"] == "099*******39"
    assert "099198395739" not in page.text + me.text
    assert "1998" not in me.text


def test_s13_a_wrong_token_is_not_said_again(app_at: App) -> None:
    token = "a-token-that-nobody-gave-out-of-43-letters-"

    answers = [
        app_at.get("/v1/me", token),
        app_at.refresh(token),
        app_at.redeem(token),
        app_at.get(f"/v1/me?lang={token}", token),
    ]

    for answer in answers:
        assert answer.status_code in {400, 401}
        assert token not in answer.text + str(answer.headers)
