"""What RFC 9700 wants refused, and what Authlib alone would let pass."""

import pytest
import requests

from tests.identity.vneid.driving import CALLBACK, App, Person, asking, told

UNTRUSTED = [
    {"client_id": None},
    {"client_id": "nobody"},
    {"client_id": "demo-app\0"},
    {"redirect_uri": None},
    {"redirect_uri": "https://evil.example/callback"},
    {"redirect_uri": "http://127.0.0.1:4567/callback/"},
    {"redirect_uri": "http://127.0.0.1:4567/callback?x=1"},
    {"redirect_uri": "http://127.0.0.1:4567\\@evil.example/callback"},
    {"redirect_uri": "http:\\\\127.0.0.1\\callback"},
    {"redirect_uri": "http://localhost:4567/callback"},
    {"redirect_uri": "http://127.0.0.1:4567/callback#x"},
    {"redirect_uri": "http://user@127.0.0.1:4567/callback"},
    {"redirect_uri": "http://127.0.0.1:99999/callback"},
    {"redirect_uri": "http://127.0.0.1:4567/call\u0300back"},
    {"redirect_uri": "vn.haiphong.citizen://callback"},
    {"redirect_uri": "http://[::1/callback"},
    {"request_uri": "urn:ietf:params:oauth:request_uri:made-up"},
]
ANSWERED = [
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge": "short"}, "invalid_request"),
    ({"response_type": None}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": "code id_token"}, "unsupported_response_type"),
    ({"response_type": "cốđê"}, "unsupported_response_type"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"response_mode": "no_such"}, "invalid_request"),
    ({"request": "eyJhbGciOiJub25lIn0.e30."}, "request_not_supported"),
    ({"request_uri": "https://evil.example/r"}, "request_uri_not_supported"),
    ({"registration": "{}"}, "registration_not_supported"),
    ({"scope": None}, "invalid_scope"),
    ({"scope": "profile"}, "invalid_scope"),
    ({"prompt": "none login"}, "invalid_request"),
    ({"prompt": "dance"}, "invalid_request"),
    ({"max_age": "-1"}, "invalid_request"),
    ({"nonce": "a\0b"}, "invalid_request"),
    ({"acr_values": "x" * 5000}, "invalid_request"),
]


@pytest.mark.parametrize("changes", UNTRUSTED)
def test_what_cannot_be_trusted_is_told_to_the_person_only(
    person: Person, changes: dict[str, str | None]
) -> None:
    answer = person.get("/authorize", **asking(**changes))

    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert answer.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(("changes", "error"), ANSWERED)
def test_a_known_client_is_told_with_state_and_issuer(
    person: Person, changes: dict[str, str | None], error: str
) -> None:
    answer = told(person.get("/authorize", **asking(**changes)))

    assert answer["error"] == error
    assert answer["state"] == "the state"
    assert answer["iss"] == person.issuer
    assert "code" not in answer


@pytest.mark.parametrize("name", ["scope", "nonce", "code_challenge", "state", "extra"])
def test_a_repeated_parameter_is_refused(person: Person, name: str) -> None:
    asked = [*asking().items(), (name, "one"), (name, "two")]

    answer = person.browser.get(
        f"{person.issuer}/authorize", params=asked, allow_redirects=False
    )

    assert told(answer)["error"] == "invalid_request"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "request_uri"])
def test_a_repeated_parameter_of_trust_is_not_redirected(
    person: Person, name: str
) -> None:
    asked = [*asking().items(), (name, CALLBACK), (name, CALLBACK)]

    answer = person.browser.get(
        f"{person.issuer}/authorize", params=asked, allow_redirects=False
    )

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "http://127.0.0.1:4568/callback"}, "invalid_grant"),
        ({"client_id": "demo-app-2"}, "invalid_grant"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_id": "demo-rs"}, "invalid_client"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"code_verifier": "a\0b"}, "invalid_request"),
    ],
)
def test_a_code_is_not_changed_for_who_does_not_fit(
    person: Person, app_at: App, changes: dict[str, str | None], error: str
) -> None:
    code = person.sign_in()["code"]

    refused = app_at.redeem(code, **changes)

    assert (refused.status_code, refused.json()["error"]) in (
        (400, error),
        (401, error),
    )
    assert app_at.redeem(code).status_code == 200


def test_token_parameters_do_not_belong_in_the_url(app_at: App) -> None:
    answer = app_at.http.post(f"{app_at.issuer}/token?client_id=demo-app", {"a": "b"})
    assert answer.json()["error"] == "invalid_request"


@pytest.mark.parametrize(
    "header",
    ["Basic 4Zo=", "Basic ZGVtby1ycwA6eA==", "Basic ZGVtby1yczp3cm9uZw==", "Basic !!"],
)
def test_bad_credentials_are_refused(app_at: App, header: str) -> None:
    answer = app_at.http.post(
        f"{app_at.issuer}/introspect",
        {"token": "x"},
        headers={"Authorization": header},
    )
    assert answer.status_code in (400, 401)
    assert answer.json()["error"] in ("invalid_client", "invalid_request")


def test_a_client_proves_itself_in_one_way_only(app_at: App) -> None:
    answer = app_at.http.post(
        f"{app_at.issuer}/introspect",
        {"token": "x", "client_secret": "demo-rs-secret", "client_id": "demo-rs"},
        auth=("demo-rs", "demo-rs-secret"),
    )
    assert answer.json()["error"] == "invalid_request"


def test_introspection_is_not_for_public_clients(app_at: App) -> None:
    assert app_at.post("/introspect", token="x").status_code == 401


def test_a_dead_token_is_said_to_be_inactive_and_nothing_more(app_at: App) -> None:
    assert app_at.introspect("made-up") == {"active": False}


@pytest.mark.parametrize(
    "header", [None, "Bearer", "Bearer x", "Basic x", "Bearer \u00e9"]
)
def test_userinfo_needs_a_good_token(app_at: App, header: str | None) -> None:
    headers = {"Authorization": header.encode("latin-1")} if header else {}

    answer = app_at.http.get(f"{app_at.issuer}/userinfo", headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_refresh_token_opens_no_user_info(person: Person, app_at: App) -> None:
    tokens = app_at.redeem(person.sign_in()["code"]).json()
    assert app_at.userinfo(tokens["refresh_token"]).status_code == 401


def test_a_nonce_is_good_for_one_code(person: Person) -> None:
    person.sign_in(nonce="only once")

    again = told(person.get("/authorize", **asking(nonce="only once")))

    assert again["error"] == "invalid_request"


def test_an_unknown_page_is_a_named_error(issuer: str, http: requests.Session) -> None:
    answer = http.get(f"{issuer}/nowhere")
    assert (answer.status_code, answer.json()["sim"]) == (404, True)
