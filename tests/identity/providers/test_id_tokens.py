"""Whose ID token it is, whom it is for, and whether it still holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from identity.providers.id_tokens import Expected, check_id_token, half_hash
from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
)

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
AT = int(NOW.timestamp())
KEY = ECKey.generate_key("P-256", {"kid": "one", "use": "sig"}, private=True)
OTHER = ECKey.generate_key("P-256", {"kid": "two"}, private=True)
ISSUER = "https://id.example.vn"
EXPECTED = Expected(ISSUER, "us", "LoA2", nonce="n", access_token="token", max_age=300)
GOOD: dict[str, Any] = {
    "iss": ISSUER,
    "aud": "us",
    "sub": "somebody",
    "nonce": "n",
    "acr": "LoA2",
    "exp": AT + 300,
    "iat": AT,
    "auth_time": AT - 100,
    "at_hash": half_hash("token"),
}


def token(claims: Mapping[str, Any], key: ECKey = KEY, **header: Any) -> str:
    """A signed ID token."""
    return jwt.encode({"alg": "ES256", "kid": "one", **header}, dict(claims), key)


def checked(text: str, expected: Expected = EXPECTED) -> Mapping[str, Any]:
    return check_id_token(text, {"one": KEY, "two": OTHER}.get, expected, NOW)


def test_a_good_token_tells_its_claims() -> None:
    assert checked(token(GOOD))["sub"] == "somebody"
    assert checked(token({**GOOD, "aud": ["us"]}))
    assert checked(token({**GOOD, "aud": ["us", "them"], "azp": "us"}))
    assert checked(token({**GOOD, "acr": "LoA2", "nbf": AT}))


def test_the_hash_of_an_access_token_may_be_left_out() -> None:
    claims = {name: value for name, value in GOOD.items() if name != "at_hash"}

    assert checked(token(claims))


WRONG: list[tuple[dict[str, Any], Distrust]] = [
    ({"iss": "https://evil.example"}, Distrust.ISSUER),
    ({"iss": ISSUER + "/"}, Distrust.ISSUER),
    ({"aud": "them"}, Distrust.AUDIENCE),
    ({"aud": []}, Distrust.AUDIENCE),
    ({"aud": ["us", "them"]}, Distrust.AUDIENCE),
    ({"aud": ["us", "them"], "azp": "them"}, Distrust.AUDIENCE),
    ({"azp": "them"}, Distrust.AUDIENCE),
    ({"sub": ""}, Distrust.SUBJECT),
    ({"sub": None}, Distrust.SUBJECT),
    ({"nonce": "m"}, Distrust.NONCE),
    ({"nonce": None}, Distrust.NONCE),
    ({"acr": "LoA1"}, Distrust.LEVEL),
    ({"acr": "LoA9"}, Distrust.LEVEL),
    ({"acr": ["LoA2"]}, Distrust.LEVEL),
    ({"at_hash": half_hash("another")}, Distrust.ACCESS_TOKEN),
    ({"exp": AT - 60}, Distrust.EXPIRED),
    ({"iat": AT + 61}, Distrust.NOT_YET_VALID),
    ({"nbf": AT + 61}, Distrust.NOT_YET_VALID),
    ({"auth_time": AT - 361}, Distrust.AUTH_TIME),
    ({"auth_time": AT + 61}, Distrust.AUTH_TIME),
    ({"auth_time": None}, Distrust.SHAPE),
    ({"exp": "soon"}, Distrust.SHAPE),
    ({"exp": True}, Distrust.SHAPE),
    ({"exp": 1e300}, Distrust.SHAPE),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG)
def test_a_wrong_claim_is_named(changes: dict[str, Any], expected: Distrust) -> None:
    with pytest.raises(NotTrusted) as refused:
        checked(token({**GOOD, **changes}))

    assert refused.value.distrust is expected


def unsigned() -> str:
    """alg none."""
    head = "eyJhbGciOiJub25lIiwia2lkIjoib25lIn0"
    return f"{head}.{token(GOOD).split('.')[1]}."


FORGED = {
    "of another key": (lambda: token(GOOD, OTHER), Distrust.SIGNATURE),
    "of nobody's key": (lambda: token(GOOD, kid="three"), Distrust.UNKNOWN_KEY),
    "without a key id": (lambda: token(GOOD, kid=""), Distrust.UNKNOWN_KEY),
    "without a signature": (unsigned, Distrust.ALGORITHM),
    "with a shared secret": (
        lambda: jwt.encode(
            {"alg": "HS256", "kid": "one"}, GOOD, OctKey.import_key("k" * 32)
        ),
        Distrust.ALGORITHM,
    ),
    "with a header that is no JSON": (lambda: "x.y.z", Distrust.SHAPE),
    "with a header that is a list": (lambda: "W10.e30.", Distrust.SHAPE),
    "that is empty": (lambda: "", Distrust.SHAPE),
    "with letters of elsewhere": (lambda: "é.é.é", Distrust.SHAPE),
    "cut short": (lambda: token(GOOD)[:-9], Distrust.SIGNATURE),
    "with too many parts": (lambda: token(GOOD) + ".x", Distrust.SIGNATURE),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_token_is_refused(kind: str) -> None:
    make, expected = FORGED[kind]

    with pytest.raises(NotTrusted) as refused:
        checked(make())

    assert refused.value.distrust is expected
