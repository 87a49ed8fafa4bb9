"""S11: the drill of the signing keys, seen by a client that keeps keys."""

import pytest
import requests
from joserfc import jws, jwt
from joserfc.jwk import KeySet

from tests.identity.vneid.driving import App, Person


class CachingClient:
    """Fetches the keys again only for a `kid` that it does not know."""

    def __init__(self, issuer: str, http: requests.Session) -> None:
        self.issuer, self.http, self.fetches = issuer, http, 0
        self.keys: dict[str | None, object] = {}

    def verify(self, token: str) -> str:
        """The `kid` of a token whose signature is right."""
        kid = jws.extract_compact(token.encode()).headers()["kid"]
        if kid not in self.keys:
            self.fetches += 1
            found = self.http.get(f"{self.issuer}/jwks").json()
            self.keys = {key.kid: key for key in KeySet.import_key_set(found)}
        jwt.decode(token, self.keys[kid], ["RS256"])
        return str(kid)


def step(app: App, name: str) -> requests.Response:
    """One step of the drill."""
    return app.http.post(f"{app.issuer}/keys", json={"step": name})


def test_s11_a_client_with_cached_keys_keeps_working(
    person: Person, app_at: App
) -> None:
    client = CachingClient(app_at.issuer, app_at.http)

    def signed() -> str:
        return str(app_at.redeem(person.sign_in()["code"]).json()["id_token"])

    old = client.verify(signed())
    step(app_at, "publish")
    client.keys.clear()
    before = signed()
    assert client.verify(before) == old
    step(app_at, "use")
    new = client.verify(signed())
    assert new != old
    assert client.verify(before) == old
    assert client.fetches == 2
    step(app_at, "retire")
    assert client.verify(signed()) == new
    kids = [
        key["kid"] for key in app_at.http.get(f"{app_at.issuer}/jwks").json()["keys"]
    ]
    assert old not in kids
    assert new in kids


def test_the_published_keys_are_public_and_named(app_at: App) -> None:
    for key in app_at.http.get(f"{app_at.issuer}/jwks").json()["keys"]:
        assert set(key) == {"kty", "kid", "use", "alg", "n", "e"}


@pytest.mark.parametrize("name", ["use", "retire", "dance", ""])
def test_a_step_out_of_order_is_refused(app_at: App, name: str) -> None:
    step(app_at, name)
    assert step(app_at, name).status_code == 400
