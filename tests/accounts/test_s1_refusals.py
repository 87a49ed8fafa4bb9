"""S1: what RFC 9700, RFC 6749 and RFC 7636 want refused; never a 500."""

import pytest

from tests.accounts.driving import App, Reader, asking, query

CHALLENGE = "code_challenge"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({CHALLENGE: None}, "invalid_request"),
        ({CHALLENGE: ""}, "invalid_request"),
        ({CHALLENGE: "short"}, "invalid_request"),
        ({CHALLENGE: "é" * 43}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://elsewhere"}, "request_uri_not_supported"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"scope": "profile everything"}, "invalid_scope"),
        ({"prompt": "none"}, "interaction_required"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "١"}, "invalid_request"),
        ({"max_age": "9" * 10}, "invalid_request"),
        ({"acr_values": "LoA9"}, "unmet_authentication_requirements"),
        ({"state": "s" * 1001}, "invalid_request"),
        ({"nonce": "\u202e\u0000"}, "invalid_request"),
    ],
)
def test_s1_the_app_is_told_what_is_wrong(
    reader: Reader, changes: dict[str, str | None], error: str
) -> None:
    answer = reader.get("/oauth/authorize", **asking(**changes))

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("http://127.0.0.1:4567/callback?")
    told = query(answer.headers["Location"])
    assert (told["error"], told["iss"]) == (error, reader.base)
    assert "code" not in told


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": None},
        {"client_id": "nobody"},
        {"client_id": "pages"},
        {"client_id": "citizen-app\u0000"},
        {"client_id": "'; DROP TABLE clients"},
        {"redirect_uri": None},
        {"redirect_uri": "http://127.0.0.1:4567/other"},
        {"redirect_uri": "http://127.0.0.1:4567/callback/"},
        {"redirect_uri": "http://127.0.0.1:4567/callback?x=1"},
        {"redirect_uri": "http://127.0.0.1:99999/callback"},
        {"redirect_uri": "http://localhost:4567/callback"},
        {"redirect_uri": "https://127.0.0.1:4567/callback"},
        {"redirect_uri": "http://127.0.0.1:4567\\@evil.example/callback"},
        {"redirect_uri": "http://127.0.0.1:4567@evil.example/callback"},
        {"redirect_uri": "http://[::1/callback"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": "vn.haiphong.citizen:/callbackx"},
        {"redirect_uri": "vn.haiphong.citizen://callback"},
        {"redirect_uri": "http://127.0.0.1/callback\r\nX: y"},
    ],
)
def test_s1_nobody_is_sent_to_an_address_that_is_not_the_apps(
    reader: Reader, changes: dict[str, str | None]
) -> None:
    answer = reader.get("/oauth/authorize", **asking(**changes))

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["state", "scope", "code_challenge", "prompt"])
def test_s1_a_repeated_parameter_is_refused(reader: Reader, name: str) -> None:
    pairs = [*asking(prompt="login").items(), (name, "again")]

    answer = reader.browser.get(
        f"{reader.base}/oauth/authorize", params=pairs, allow_redirects=False
    )

    told = query(answer.headers["Location"])
    assert told["error"] == "invalid_request"
    assert ("state" in told) == (name != "state")


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_s1_a_repeated_address_sends_nobody_anywhere(reader: Reader, name: str) -> None:
    pairs = [*asking().items(), (name, "http://evil.example")]

    answer = reader.browser.get(f"{reader.base}/oauth/authorize", params=pairs)

    assert answer.status_code == 400


def test_s1_a_replayed_code_ends_what_it_began(reader: Reader, app_at: App) -> None:
    code = reader.let_in()["code"]
    tokens = app_at.redeem(code).json()

    again = app_at.redeem(code)

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 401
    assert app_at.refresh(tokens["refresh_token"]).status_code == 400


def test_s1_an_old_refresh_token_ends_its_family(reader: Reader, app_at: App) -> None:
    first = app_at.redeem(reader.let_in()["code"]).json()
    second = app_at.refresh(first["refresh_token"]).json()

    again = app_at.refresh(first["refresh_token"])

    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert app_at.get("/v1/me", second["access_token"]).status_code == 401
    assert app_at.refresh(second["refresh_token"]).status_code == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "other-app"},
        {"redirect_uri": "http://127.0.0.1:4568/callback"},
        {"redirect_uri": "vn.haiphong.citizen:/callback"},
        {"code_verifier": "another-verifier-of-at-least-forty-three-letters"},
        {"code_verifier": "short"},
        {"code_verifier": "đ" * 43},
    ],
)
def test_s1_a_code_of_other_hands_is_not_taken(
    reader: Reader, app_at: App, changes: dict[str, str]
) -> None:
    code = reader.let_in()["code"]

    answer = app_at.redeem(code, **changes)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert app_at.redeem(code).status_code == 200


def test_s1_a_refresh_token_of_another_app_is_not_taken(
    reader: Reader, app_at: App
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()

    answer = app_at.refresh(tokens["refresh_token"], client_id="other-app")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert app_at.refresh(tokens["refresh_token"]).status_code == 200


def test_s1_a_refresh_for_more_spends_nothing(reader: Reader, app_at: App) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()

    answer = app_at.refresh(tokens["refresh_token"], scope="profile staff")

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")
    assert app_at.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"grant_type": "refresh_token", "client_id": "no"}, 401, "invalid_client"),
        ({"grant_type": "refresh_token", "client_id": ""}, 400, "invalid_request"),
        ({"client_secret": "guess"}, 401, "invalid_client"),
        ({"code": "\x00"}, 400, "invalid_request"),
        ({"code": "c" * 5000}, 400, "invalid_request"),
    ],
)
def test_s1_the_token_door_says_what_is_wrong(
    app_at: App, form: dict[str, str], status: int, error: str
) -> None:
    answer = app_at.post("/oauth/token", **form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer.headers["Cache-Control"] == "no-store"


def test_s1_the_token_door_takes_one_form_and_nothing_else(app_at: App) -> None:
    place = f"{app_at.base}/oauth/token"
    twice = [("grant_type", "refresh_token")] * 2
    answers = [
        app_at.http.post(place, twice),
        app_at.http.post(place, json={"grant_type": "refresh_token"}),
        app_at.http.post(f"{place}?client_id=citizen-app", {"grant_type": "x"}),
        app_at.http.post(place, b"\xff=\xfe", headers={"Content-Type": "text/plain"}),
    ]

    assert [each.json()["error"] for each in answers] == ["invalid_request"] * 4
    assert {each.status_code for each in answers} == {400}
    assert app_at.http.get(place).status_code == 405
    assert app_at.http.post(place, b"x" * 70_000).status_code in {400, 413}
