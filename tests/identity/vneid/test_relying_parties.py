"""S1: clients that others wrote sign people in."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from tests.identity.vneid.driving import CALLBACK, Person, told

HERE = Path(__file__).parents[2] / "contract" / "openid"
IN_CI = os.environ.get("CI") == "true"


def test_s1_authlibs_client_signs_somebody_in(
    person: Person, issuer: str, http: requests.Session
) -> None:
    known = http.get(f"{issuer}/.well-known/openid-configuration").json()
    with OAuth2Session(
        "demo-app",
        scope="openid profile",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
    ) as client:
        verifier = "v" * 64
        url, state = client.create_authorization_url(
            known["authorization_endpoint"], code_verifier=verifier, nonce="authlib 1"
        )
        page = person.browser.get(url)
        page = person.follow(person.log_in(page, "P019"))
        back = person.choose(page, "allow")
        token = client.fetch_token(
            known["token_endpoint"],
            authorization_response=back.headers["Location"],
            code_verifier=verifier,
            state=state,
        )
        claims = jwt.decode(
            token["id_token"],
            KeySet.import_key_set(client.get(known["jwks_uri"]).json()),
            ["RS256"],
        ).claims
        assert claims["nonce"] == "authlib 1"
        assert claims["iss"] == issuer == told(back)["iss"]
        body = client.get(known["userinfo_endpoint"]).json()
        assert (body["sub"], body["birthdate"]) == (claims["sub"], "1926-04-30")
        fresh = client.refresh_token(known["token_endpoint"])
        assert fresh["access_token"] != token["access_token"]
        client.revoke_token(
            known["revocation_endpoint"], fresh["refresh_token"], "refresh_token"
        )
        assert client.get(known["userinfo_endpoint"]).status_code == 401


@pytest.fixture(scope="session")
def openid_client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the pinned npm client is installed."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not here: openid-client cannot be tried")
    folder = tmp_path_factory.mktemp("openid")
    for each in HERE.iterdir():
        shutil.copy(each, folder)
    words = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode and not IN_CI:
        pytest.skip("npm cannot fetch openid-client here")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("way", ["plain", "pushed"])
def test_s1_openid_client_goes_all_the_way(
    openid_client: Path, issuer: str, way: str
) -> None:
    done = subprocess.run(
        ["node", "sign_in.mjs", issuer, way],
        cwd=openid_client,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["acr"] == "LoA2"
    assert seen["name"] == "Nguyễn Văn An"
    assert seen["refreshed"] is True
    assert seen["introspected"] == {"before": True, "after": False}
    assert seen["signedOut"] == "http://127.0.0.1:4567/signed-out?state=bye"
    assert seen["refusedOldRefresh"] == "invalid_grant"
