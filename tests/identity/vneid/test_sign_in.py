"""The way of a sign-in: pages, code, tokens, what is told of the person."""

import json
import re
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
import requests

from identity.simulators.vneid import create_simulator
from identity.simulators.vneid.context import EXTENSION
from tests.identity.vneid.driving import (
    CALLBACK,
    HIDDEN,
    VERIFIER,
    App,
    Person,
    asking,
    told,
)


def test_a_sign_in_ends_with_code_state_and_issuer(person: Person) -> None:
    answer = person.sign_in("P001")

    assert answer["state"] == "the state"
    assert answer["iss"] == person.issuer
    assert len(answer["code"]) >= 43


def test_userinfo_tells_what_the_scopes_name_and_hides_the_number(
    person: Person, app_at: App
) -> None:
    tokens = app_at.redeem(person.sign_in("P017")["code"]).json()

    body = app_at.userinfo(tokens["access_token"]).json()

    assert body["name"] == "Đặng Nguyễn Thị Đài Trang"
    assert body["birthdate"] == "1998-07-07"
    assert re.fullmatch(r"099\*{7}\d\d", body["vn_cccd_masked"])
    assert "vn_cccd" not in body
    assert body["sim"] is True


def test_the_whole_number_needs_its_own_scope(person: Person, app_at: App) -> None:
    code = person.sign_in("P001", scope="openid vn_cccd")["code"]

    body = app_at.userinfo(app_at.redeem(code).json()["access_token"]).json()

    assert body["vn_cccd"] == "099090178382"
    assert "name" not in body


def test_the_consent_page_lists_each_claim_and_no_box_is_ticked(person: Person) -> None:
    page = person.open(**asking(scope="openid address"))
    page = person.follow(person.log_in(page, "P001"))

    assert re.findall(r'data-claim="(\w+)"', page.text) == ["sub", "acr", "address"]
    assert "để điền địa chỉ giúp bạn" in page.text
    assert "checked" not in page.text


def test_deny_tells_the_app_that_access_was_denied(person: Person) -> None:
    page = person.follow(person.log_in(person.open(**asking()), "P001"))

    answer = told(person.choose(page, "deny"))

    assert answer["error"] == "access_denied"
    assert answer["state"] == "the state"
    assert answer["iss"] == person.issuer


def test_pages_speak_english_when_asked(person: Person) -> None:
    page = person.open(**asking(ui_locales="en-GB"))
    assert page.headers["Content-Language"] == "en"
    assert "Sign in with VNeID" in page.text

    switched = person.browser.get(page.url, params={"lang": "vi"})
    assert "Đăng nhập VNeID" in switched.text


def test_pages_are_guarded(person: Person) -> None:
    page = person.open(**asking(redirect_uri="vn.haiphong.citizen:/callback"))

    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert policy.endswith("form-action 'self' vn.haiphong.citizen:")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    cookie = page.history[0].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/sim/vneid" in cookie


def test_signing_in_changes_the_session_id(person: Person) -> None:
    page = person.open(**asking())
    planted = person.browser.cookies["sim_vneid_session"]

    person.log_in(page, "P001")

    assert person.browser.cookies["sim_vneid_session"] != planted


def test_a_form_of_another_browser_is_refused(person: Person, issuer: str) -> None:
    page = person.open(**asking())
    with requests.Session() as browser:
        assert Person(issuer, browser).log_in(page, "P001").status_code == 400


@pytest.mark.parametrize("token", ["", "x" * 43])
def test_a_form_without_its_token_is_refused(person: Person, token: str) -> None:
    interaction = urlsplit(person.open(**asking()).url).query.removeprefix(
        "interaction="
    )

    form = {"interaction": interaction, "csrf": token, "persona": "P001"}

    assert person.post("/login", form).status_code == 403


def test_a_locked_account_cannot_sign_in(person: Person) -> None:
    answer = person.log_in(person.open(**asking()), "P023")

    assert answer.status_code == 403
    assert "đang bị khóa" in answer.text


def test_an_unknown_persona_cannot_sign_in(person: Person) -> None:
    assert person.log_in(person.open(**asking()), "P999").status_code == 422


def test_the_consent_form_is_answered_once(person: Person) -> None:
    page = person.follow(person.log_in(person.open(**asking()), "P001"))

    assert person.choose(page, "allow").status_code == 303
    assert person.choose(page, "allow").status_code == 400


def test_two_clients_see_different_subjects(person: Person, app_at: App) -> None:
    first = app_at.redeem(person.sign_in("P001")["code"]).json()
    second = app_at.redeem(
        person.sign_in("P001", client_id="demo-app-2")["code"], client_id="demo-app-2"
    ).json()

    subs = [
        app_at.userinfo(each["access_token"]).json()["sub"] for each in (first, second)
    ]

    assert subs[0] != subs[1]
    again = app_at.redeem(person.sign_in("P001")["code"]).json()
    assert app_at.userinfo(again["access_token"]).json()["sub"] == subs[0]


def test_the_address_needs_its_own_scope(person: Person, app_at: App) -> None:
    code = person.sign_in("P001", scope="openid address")["code"]
    access = app_at.redeem(code).json()["access_token"]

    assert app_at.userinfo(access).json()["address"]["country"] == "VN"


def test_the_pages_come_in_their_order(person: Person) -> None:
    page = person.open(**asking())
    early = person.get("/consent", **dict(HIDDEN.findall(page.text)))
    assert "/login" in early.headers["Location"]

    page = person.follow(person.log_in(page, "P001"))
    neither = person.choose(page, "perhaps")
    assert "/consent" in neither.headers["Location"]


def test_a_page_is_too_old_after_ten_minutes(person: Person, app_at: App) -> None:
    page = person.open(**asking())
    app_at.http.put(f"{app_at.issuer}/clock", json={"offset_seconds": 601})

    answer = person.log_in(page, "P001")

    assert answer.status_code == 400
    assert "đã hết hạn" in answer.text


def test_of_twenty_allowing_at_once_one_gets_a_code(
    person: Person, issuer: str
) -> None:
    page = person.follow(person.log_in(person.open(**asking()), "P001"))
    cookies = dict(person.browser.cookies)

    def allow(number: int) -> int:
        with requests.Session() as browser:
            browser.cookies.update(cookies)
            return Person(issuer, browser).choose(page, "allow").status_code

    with ThreadPoolExecutor(20) as pool:
        assert sorted(pool.map(allow, range(20))) == [303] + [400] * 19


def test_id_tokens_say_nothing_personal(person: Person, app_at: App) -> None:
    tokens = app_at.redeem(person.sign_in(scope="openid profile vn_cccd")["code"])

    body = tokens.json()["id_token"].split(".")[1]
    claims = json.loads(urlsafe_b64decode(body + "=="))

    assert set(claims) == {
        *("iss", "sub", "aud", "iat", "exp", "auth_time", "nonce", "at_hash"),
        *("acr", "amr", "vn_auth_level", "sid", "sim"),
    }


def test_what_begins_in_one_process_ends_in_another(
    person: Person, app_at: App, vneid_url: str
) -> None:
    code = person.sign_in("P001")["code"]
    other = create_simulator(vneid_url, person.issuer, allowed=True)

    form = {
        "client_id": app_at.client_id,
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    answer = other.test_client().post("/token", base_url=person.issuer, data=form)

    other.extensions[EXTENSION].store.close()
    assert answer.status_code == 200, answer.text
    token = answer.get_json()["access_token"]
    assert app_at.userinfo(token).status_code == 200
