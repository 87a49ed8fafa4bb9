"""Is this ID token the provider's, for us, for this sign-in, and fresh? Pure.

OpenID Connect Core 3.1.3.7 and RFC 9700; keys and the time are arguments.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from identity.providers.sign_in import Distrust, NotTrusted
from identity.providers.vneid_claims import meets

__all__ = ["ALGORITHMS", "Expected", "PublicKey", "check_id_token"]

PublicKey = RSAKey | ECKey
ALGORITHMS: Final = ("RS256", "PS256", "ES256")
LATEST: Final = 1e11
LEEWAY: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say; None where it need not (a refreshed token's nonce)."""

    issuer: str
    client_id: str
    acr: str
    nonce: str | None = field(default=None, repr=False)
    subject: str | None = field(default=None, repr=False)
    access_token: str | None = field(default=None, repr=False)
    max_age: int | None = None


def check_id_token(
    token: str,
    key_of: Callable[[str], PublicKey | None],
    expected: Expected,
    now: datetime,
) -> Mapping[str, Any]:
    """The claims of a token that holds; raises `NotTrusted`.

    `key_of` gives the provider's public key of an id.
    """
    header = header_of(token)
    key_id = header.get("kid")
    if header.get("alg") not in ALGORITHMS:
        raise NotTrusted(Distrust.ALGORITHM)
    key = key_of(key_id) if isinstance(key_id, str) else None
    if key is None:
        raise NotTrusted(Distrust.UNKNOWN_KEY)
    try:
        claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError):
        raise NotTrusted(Distrust.SIGNATURE) from None
    ensure_ours(claims, expected)
    ensure_fresh(claims, expected, now)
    return claims


def header_of(token: str) -> Mapping[str, Any]:
    """The header, not yet believed."""
    try:
        first = token.split(".", 1)[0]
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise NotTrusted(Distrust.SHAPE)
    return header


def ensure_ours(claims: Mapping[str, Any], expected: Expected) -> None:
    """Raise `NotTrusted` unless the token is of this issuer, client and sign-in."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    party = claims.get("azp", expected.client_id if len(audiences) == 1 else None)
    subject = claims.get("sub")
    checks = {
        Distrust.ISSUER: claims.get("iss") == expected.issuer,
        Distrust.AUDIENCE: expected.client_id in audiences
        and party == expected.client_id,
        Distrust.SUBJECT: isinstance(subject, str)
        and bool(subject)
        and expected.subject in (None, subject),
        Distrust.NONCE: expected.nonce is None
        or same(claims.get("nonce"), expected.nonce),
        Distrust.LEVEL: meets(claims.get("acr"), expected.acr),
        Distrust.ACCESS_TOKEN: expected.access_token is None
        or "at_hash" not in claims
        or same(claims["at_hash"], half_hash(expected.access_token)),
    }
    for distrust, holds in checks.items():
        if not holds:
            raise NotTrusted(distrust)


def ensure_fresh(claims: Mapping[str, Any], expected: Expected, now: datetime) -> None:
    """Raise `NotTrusted` unless the token holds now; clocks may differ by a minute."""
    at = now.timestamp()
    slack = LEEWAY.total_seconds()
    if moment(claims, "exp") + slack <= at:
        raise NotTrusted(Distrust.EXPIRED)
    begun = max(moment(claims, "iat"), moment({"nbf": 0, **claims}, "nbf"))
    if begun - slack > at:
        raise NotTrusted(Distrust.NOT_YET_VALID)
    oldest = 0 if expected.max_age is None else at - expected.max_age - slack
    if not oldest <= moment(claims, "auth_time") <= at + slack:
        raise NotTrusted(Distrust.AUTH_TIME)


def moment(claims: Mapping[str, Any], name: str) -> float:
    """A claim in seconds since 1970, before the year 5138."""
    value = claims.get(name)
    known = isinstance(value, int | float) and not isinstance(value, bool)
    if known and 0 <= (seconds := float(value or 0)) < LATEST:
        return seconds
    raise NotTrusted(Distrust.SHAPE)


def same(told: Any, expected: str) -> bool:
    """Whether the texts agree, in a time that does not tell how far."""
    return isinstance(told, str) and hmac.compare_digest(
        told.encode(errors="replace"), expected.encode()
    )


def half_hash(access_token: str) -> str:
    """The `at_hash` of an access token (OpenID Connect Core 3.1.3.6)."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
