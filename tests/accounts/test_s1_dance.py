"""S1: an app lets a person sign in, over HTTP, with the simulator behind."""

from tests.accounts.driving import App, Reader, asking, hidden, query


def test_s1_from_the_app_to_vneid_and_back_with_tokens(
    reader: Reader, app_at: App
) -> None:
    back = reader.let_in()
    tokens = app_at.redeem(back["code"]).json()

    assert (back["state"], back["iss"]) == ("the state", reader.base)
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 600)
    assert tokens["scope"] == "profile account"
    me = app_at.get("/v1/me", tokens["access_token"]).json()
    assert (me["name"], me["masked_number"]) == ("Nguyễn Văn An", "099*******82")
    assert (me["level"], me["invented"]) == ("LoA2", True)


def test_s1_a_refresh_gives_new_tokens_and_spends_the_old(
    reader: Reader, app_at: App
) -> None:
    first = app_at.redeem(reader.let_in()["code"]).json()

    second = app_at.refresh(first["refresh_token"]).json()

    assert second["refresh_token"] != first["refresh_token"]
    assert app_at.get("/v1/me", second["access_token"]).status_code == 200


def test_s1_a_refresh_may_ask_for_less(reader: Reader, app_at: App) -> None:
    first = app_at.redeem(reader.let_in()["code"]).json()

    second = app_at.refresh(first["refresh_token"], scope="account").json()
    third = app_at.refresh(second["refresh_token"]).json()

    assert (second["scope"], third["scope"]) == ("account", "profile account")
    assert app_at.get("/v1/me", second["access_token"]).status_code == 403
    assert app_at.get("/v1/me", third["access_token"]).status_code == 200


def test_s1_a_revoked_refresh_token_ends_all_that_came_of_it(
    reader: Reader, app_at: App
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()

    ended = app_at.post("/oauth/revoke", token=tokens["refresh_token"])

    assert ended.status_code == 200
    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 401
    assert app_at.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_s1_a_revoked_access_token_leaves_the_session(
    reader: Reader, app_at: App
) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()

    app_at.post("/oauth/revoke", token=tokens["access_token"])

    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 401
    assert app_at.refresh(tokens["refresh_token"]).status_code == 200


def test_s1_another_app_ends_nothing(reader: Reader, app_at: App) -> None:
    tokens = app_at.redeem(reader.let_in()["code"]).json()

    for token in (tokens["refresh_token"], tokens["access_token"], "unknown"):
        answer = app_at.post("/oauth/revoke", token=token, client_id="other-app")
        assert answer.status_code == 200

    assert app_at.get("/v1/me", tokens["access_token"]).status_code == 200


def test_s1_whoever_refuses_is_told_of_to_the_app(reader: Reader) -> None:
    page = reader.open("/oauth/authorize", **asking())
    page = reader.browser.get(reader.back_from_vneid(page, "P006"))

    back = query(reader.decide(page, "deny").headers["Location"])

    assert (back["error"], back["state"]) == ("access_denied", "the state")
    assert back["iss"] == reader.base


def test_s1_whoever_fails_at_vneid_can_go_back_to_the_app(reader: Reader) -> None:
    page = reader.open("/oauth/authorize", **asking())
    failed = reader.browser.get(reader.back_from_vneid(page, "P006", button="deny"))

    back = reader.post("/oauth/consent", {**hidden(failed), "action": "deny"})

    assert failed.status_code == 400
    assert query(back.headers["Location"])["error"] == "access_denied"


def test_s1_a_level_that_the_account_lacks_is_said(reader: Reader) -> None:
    page = reader.open("/oauth/authorize", **asking(acr_values="LoA2"))

    failed = reader.browser.get(reader.back_from_vneid(page, "P003"))

    assert failed.status_code == 400
    assert "level 2" in failed.text


def test_s1_an_account_of_level_1_gets_level_1(reader: Reader, app_at: App) -> None:
    tokens = app_at.redeem(reader.let_in("P003")["code"]).json()

    assert app_at.get("/v1/me", tokens["access_token"]).json()["level"] == "LoA1"


def test_s1_a_second_app_needs_no_second_sign_in(reader: Reader) -> None:
    reader.let_in("P006")

    page = reader.open(
        "/oauth/authorize", **asking(client_id="other-app", scope="profile")
    )

    assert "/oauth/consent" in page.url
    assert "Hoàng Văn Dũng" in page.text


def test_s1_max_age_sends_to_vneid_again(reader: Reader, app_at: App) -> None:
    reader.let_in("P006")

    page = reader.open("/oauth/authorize", **asking(max_age="0"))
    assert page.url.startswith(f"{reader.base}/sim/vneid/login")
    page = reader.browser.get(reader.back_from_vneid(page, "P006"))

    assert "code" in query(reader.decide(page, "allow").headers["Location"])


def test_s1_prompt_login_sends_to_vneid_again(reader: Reader) -> None:
    reader.sign_in("P006")

    page = reader.open("/oauth/authorize", **asking(prompt="login"))

    assert page.url.startswith(f"{reader.base}/sim/vneid/login")


def test_s1_a_decided_request_is_over(reader: Reader) -> None:
    page = reader.open("/oauth/authorize", **asking())
    page = reader.browser.get(reader.back_from_vneid(page, "P006"))
    assert "code" in query(reader.decide(page, "allow").headers["Location"])

    assert reader.decide(page, "allow").status_code == 410
    assert reader.decide(page, "deny").status_code == 410


def test_s1_somebody_else_at_the_browser_is_asked_anew(reader: Reader) -> None:
    page = reader.open("/oauth/authorize", **asking())
    page = reader.browser.get(reader.back_from_vneid(page, "P006"))
    reader.post("/sim/vneid/logout", {})
    reader.sign_in("P007", max_age="0")

    answer = reader.decide(page, "allow")

    assert answer.status_code == 403
    assert "Vũ Thị Hương" in answer.text


def test_a_session_tells_what_it_runs_on(reader: Reader, app_at: App) -> None:
    reader.browser.headers["User-Agent"] = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15"
    )

    tokens = app_at.redeem(reader.let_in("P020")["code"]).json()

    listed = app_at.get("/v1/me/sessions", tokens["access_token"]).json()
    (mine,) = [each for each in listed["items"] if each["this"]]
    assert mine["device"] == "iPhone"
