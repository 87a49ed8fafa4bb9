"""Signing out at the client's wish."""

import re

import pytest

from tests.identity.vneid.driving import App, Person, asking, told


def signed_in(person: Person, app: App) -> dict[str, str]:
    """The tokens of a new sign-in."""
    tokens: dict[str, str] = app.redeem(person.sign_in()["code"]).json()
    return tokens


def test_signing_out_ends_the_session_and_its_tokens(
    person: Person, app_at: App
) -> None:
    tokens = signed_in(person, app_at)

    answer = person.get(
        "/logout",
        id_token_hint=tokens["id_token"],
        post_logout_redirect_uri="http://127.0.0.1:9/signed-out",
        state="bye",
    )

    assert answer.headers["Location"] == "http://127.0.0.1:9/signed-out?state=bye"
    assert "/login" in person.open(**asking()).url
    assert app_at.userinfo(tokens["access_token"]).status_code == 401


def test_an_old_id_token_still_signs_out(person: Person, app_at: App) -> None:
    tokens = signed_in(person, app_at)
    app_at.http.put(f"{app_at.issuer}/clock", json={"offset_seconds": 3600})

    page = person.get("/logout", id_token_hint=tokens["id_token"])

    assert page.status_code == 200
    assert "Bạn đã đăng xuất." in page.text
    assert "/login" in person.open(**asking()).url


@pytest.mark.parametrize(
    "changes",
    [
        {"post_logout_redirect_uri": "https://evil.example/"},
        {"post_logout_redirect_uri": "http://127.0.0.1\\@evil.example/"},
        {"client_id": "demo-app-2"},
        {"id_token_hint": "made.up.token"},
        {"id_token_hint": "eyJhbGciOiJub25lIn0.eyJzaWQiOiJ4In0."},
        {"id_token_hint": "ế"},
    ],
)
def test_a_wrong_wish_signs_nobody_out(
    person: Person, app_at: App, changes: dict[str, str]
) -> None:
    asked = {"id_token_hint": signed_in(person, app_at)["id_token"], **changes}

    answer = person.get("/logout", **asked)

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert "/consent" in person.open(**asking()).url


def test_an_id_token_of_another_issuer_signs_nobody_out(
    person: Person, app_at: App
) -> None:
    app_at.http.put(f"{app_at.issuer}/scenario", json={"name": "invalid_iss"})
    tokens = signed_in(person, app_at)

    assert person.get("/logout", id_token_hint=tokens["id_token"]).status_code == 400


def test_without_an_id_token_the_person_is_asked(person: Person, app_at: App) -> None:
    signed_in(person, app_at)

    page = person.get("/logout")
    assert "/consent" in person.open(**asking()).url
    assert person.post("/logout", {"csrf": "x"}).status_code == 403
    found = re.findall(r'name="csrf" value="([^"]*)"', page.text)
    assert person.post("/logout", {"csrf": found[0]}).status_code == 200

    silent = told(person.get("/authorize", **asking(prompt="none")))
    assert silent["error"] == "login_required"
