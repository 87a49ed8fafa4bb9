"""Failures that a tester switches on, for a client, a persona, or everybody."""

import json
from base64 import urlsafe_b64decode
from time import monotonic
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet

from identity.simulators.vneid import SCENARIOS
from tests.identity.vneid.driving import App, Person, asking, told


def switch(app: App, name: str | None, **more: Any) -> None:
    """Switch a scenario on."""
    app.http.put(
        f"{app.issuer}/scenario", json={"name": name, **more}
    ).raise_for_status()


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, its signature not looked at."""
    header, claims = (
        json.loads(urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]
    )
    return header, claims


def id_token(person: Person, app: App) -> str:
    """The token of a new sign-in, at LoA2."""
    code = person.sign_in("P001", acr_values="LoA2")["code"]
    return str(app.redeem(code).json()["id_token"])


@pytest.mark.parametrize("name", SCENARIOS[:4])
def test_a_client_is_refused_as_the_scenario_says(
    person: Person, app_at: App, name: str
) -> None:
    switch(app_at, name, client_id="demo-app")

    answer = told(person.get("/authorize", **asking()))

    assert (answer["error"], answer["iss"]) == (name, person.issuer)
    other = person.get("/authorize", **asking(client_id="demo-app-2"))
    assert "/login" in other.headers["Location"]


def test_a_persona_is_refused_after_login(person: Person, app_at: App) -> None:
    switch(app_at, "access_denied", persona="P002")

    assert person.sign_in("P002")["error"] == "access_denied"
    assert "code" in person.sign_in("P001", prompt="login")


@pytest.mark.parametrize(
    ("name", "claim", "value"),
    [
        ("invalid_iss", "iss", "https://vneid.invalid"),
        ("invalid_aud", "aud", "somebody-else"),
        ("nonce_mismatch", "nonce", "not-what-you-sent"),
        ("acr_downgrade", "acr", "LoA1"),
    ],
)
def test_a_claim_of_the_id_token_is_wrong(
    person: Person, app_at: App, name: str, claim: str, value: str
) -> None:
    switch(app_at, name, persona="P001")

    assert parts(id_token(person, app_at))[1][claim] == value

    switch(app_at, None, persona="P001")
    assert parts(id_token(person, app_at))[1][claim] != value


def test_an_id_token_is_expired_or_not_yet_valid(person: Person, app_at: App) -> None:
    now = parts(id_token(person, app_at))[1]["iat"]

    switch(app_at, "expired")
    assert parts(id_token(person, app_at))[1]["exp"] < now
    switch(app_at, "not_yet_valid")
    claims = parts(id_token(person, app_at))[1]
    assert now < claims["nbf"] < claims["exp"]


def test_an_id_token_is_unsigned(person: Person, app_at: App) -> None:
    switch(app_at, "invalid_alg_header")

    token = id_token(person, app_at)

    assert parts(token)[0]["alg"] == "none"
    assert token.endswith(".")


def test_an_id_token_has_a_wrong_signature(person: Person, app_at: App) -> None:
    keys = KeySet.import_key_set(app_at.http.get(f"{app_at.issuer}/jwks").json())
    jwt.decode(id_token(person, app_at), keys, ["RS256"])

    switch(app_at, "invalid_signature")

    with pytest.raises(BadSignatureError):
        jwt.decode(id_token(person, app_at), keys, ["RS256"])


def test_userinfo_is_of_somebody_else(person: Person, app_at: App) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()

    switch(app_at, "sub_mismatch")

    assert app_at.userinfo(tokens["access_token"]).json()["sub"] == "somebody-else"


def test_a_burst_of_errors_ends_and_costs_nothing(person: Person, app_at: App) -> None:
    code = person.sign_in()["code"]
    switch(app_at, "server_error", persona="P001", times=2)

    answers = [app_at.redeem(code).status_code for _ in range(3)]

    assert answers == [503, 503, 200]
    listed = app_at.http.get(f"{app_at.issuer}/scenario").json()
    assert listed["scenarios"] == []


def test_a_client_may_be_slow(app_at: App) -> None:
    switch(app_at, "slow", client_id="demo-app", milliseconds=200)

    started = monotonic()
    app_at.refresh("made-up")

    assert monotonic() - started >= 0.2


def test_everything_may_be_down_but_what_testers_turn(app_at: App) -> None:
    switch(app_at, "server_error")

    metadata = f"{app_at.issuer}/.well-known/openid-configuration"
    assert app_at.http.get(metadata).status_code == 503
    assert app_at.http.delete(f"{app_at.issuer}/scenario").status_code == 200
    assert app_at.http.get(metadata).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "earthquake"},
        {"name": "slow", "milliseconds": -1},
        {"name": "slow", "milliseconds": 10**6},
        {"name": "slow", "milliseconds": "1"},
        {"name": "slow", "times": 0},
        {"name": "slow", "times": True},
        {"name": 5},
        {"name": "slow", "client_id": "a\0b"},
        {"name": "slow", "client_id": "\ud800"},
        {"name": "slow", "extra": 1},
        [],
    ],
)
def test_a_wrong_scenario_is_refused(app_at: App, body: Any) -> None:
    answer = app_at.http.put(f"{app_at.issuer}/scenario", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_form_of_another_site_switches_nothing_on(app_at: App) -> None:
    answer = app_at.http.put(
        f"{app_at.issuer}/scenario",
        data='{"name": "slow"}',
        headers={"Content-Type": "text/plain"},
    )
    assert answer.status_code == 400


def test_a_client_is_freed_of_its_scenario_alone(person: Person, app_at: App) -> None:
    switch(app_at, "access_denied", client_id="demo-app")
    switch(app_at, "access_denied", client_id="demo-app-2")

    app_at.http.delete(f"{app_at.issuer}/scenario?client_id=demo-app")

    found = app_at.http.get(f"{app_at.issuer}/scenario").json()["scenarios"]
    assert [each["client_id"] for each in found] == ["demo-app-2"]
