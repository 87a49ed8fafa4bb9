"""S1: clients that others wrote sign people in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from authlib.integrations.flask_client import FlaskOAuth2App
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.contract.openid_clients import installed
from tests.contract.openid_clients import seen as seen_by
from tests.identity.vneid.driving import CALLBACK, Person, asking

SIGNED_OUT = "http://127.0.0.1:4567/signed-out"


@pytest.fixture
def known(issuer: str, http: requests.Session) -> dict[str, str]:
    """The metadata of the provider."""
    found: dict[str, str] = http.get(
        f"{issuer}/.well-known/openid-configuration"
    ).json()
    return found


@pytest.fixture
def authlib() -> Iterator[OAuth2Session]:
    """Authlib's client as the public app of the sandbox."""
    with OAuth2Session(
        "demo-app",
        scope="openid profile",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
    ) as client:
        yield client


def sign_in(
    authlib: OAuth2Session, known: dict[str, str], person: Person
) -> dict[str, str]:
    """The tokens that Authlib's client gets for P019."""
    verifier = "v" * 64
    url, state = authlib.create_authorization_url(
        known["authorization_endpoint"],
        code_verifier=verifier,
        nonce=asking()["nonce"],
    )
    page = person.browser.get(url)
    page = person.follow(person.log_in(page, "P019"))
    tokens: dict[str, str] = authlib.fetch_token(
        known["token_endpoint"],
        authorization_response=person.choose(page, "allow").headers["Location"],
        code_verifier=verifier,
        state=state,
    )
    return tokens


def test_s1_authlibs_client_signs_somebody_in(
    authlib: OAuth2Session, known: dict[str, str], person: Person
) -> None:
    tokens = sign_in(authlib, known, person)

    keys = KeySet.import_key_set(authlib.get(known["jwks_uri"]).json())
    claims = jwt.decode(tokens["id_token"], keys, ["RS256"]).claims
    body = authlib.get(known["userinfo_endpoint"]).json()

    assert (claims["iss"], claims["aud"]) == (known["issuer"], "demo-app")
    assert (body["sub"], body["birthdate"]) == (claims["sub"], "1926-04-30")


def test_s1_authlibs_client_refreshes_and_revokes(
    authlib: OAuth2Session, known: dict[str, str], person: Person
) -> None:
    tokens = sign_in(authlib, known, person)

    fresh = authlib.refresh_token(known["token_endpoint"])
    assert fresh["access_token"] != tokens["access_token"]

    place = known["revocation_endpoint"]
    authlib.revoke_token(place, fresh["refresh_token"], "refresh_token")
    assert authlib.get(known["userinfo_endpoint"]).status_code == 401


def test_s1_authlibs_client_asks_whether_a_token_is_good(
    authlib: OAuth2Session, known: dict[str, str], person: Person
) -> None:
    token = sign_in(authlib, known, person)["access_token"]

    with OAuth2Session("demo-rs", "demo-rs-secret") as server:
        place = known["introspection_endpoint"]
        before = server.introspect_token(place, token).json()
        authlib.revoke_token(known["revocation_endpoint"], token, "access_token")
        after = server.introspect_token(place, token).json()

    assert (before["active"], before["client_id"]) == (True, "demo-app")
    assert after == {"active": False}


def test_s1_authlibs_client_signs_somebody_out(
    authlib: OAuth2Session, known: dict[str, str], person: Person
) -> None:
    tokens = sign_in(authlib, known, person)
    metadata = f"{known['issuer']}/.well-known/openid-configuration"
    app = FlaskOAuth2App(None, "vneid", "demo-app", server_metadata_url=metadata)

    out = app.create_logout_url(
        SIGNED_OUT, id_token_hint=tokens["id_token"], state="bye"
    )
    answer = person.browser.get(out["url"], allow_redirects=False)

    assert answer.headers["Location"] == f"{SIGNED_OUT}?state=bye"
    assert authlib.get(known["userinfo_endpoint"]).status_code == 401
    assert "/login" in person.open(**asking()).url


@pytest.fixture(scope="session")
def openid_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the pinned npm client is installed."""
    return installed(tmp_path_factory.mktemp("openid"))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["plain", "pushed"])
def test_s1_openid_client_goes_all_the_way(
    openid_client: Path, issuer: str, way: str
) -> None:
    seen = seen_by(openid_client, "sign_in.mjs", issuer, way)

    assert seen["acr"] == "LoA2"
    assert seen["name"] == "Nguyễn Văn An"
    assert seen["refreshed"] is True
    assert seen["introspected"] == {"before": True, "after": False}
    assert seen["signedOut"] == "http://127.0.0.1:4567/signed-out?state=bye"
    assert seen["refusedOldRefresh"] == "invalid_grant"
