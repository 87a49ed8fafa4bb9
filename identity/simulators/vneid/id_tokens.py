"""ID tokens (OpenID Connect Core 2), and the faults that a scenario puts into them."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import RSAKey

from identity.simulators.vneid import scenarios, tokens
from identity.simulators.vneid.claims import AMR, AUTH_LEVEL, SignedIn, subject
from identity.simulators.vneid.clients import Client
from identity.simulators.vneid.context import address, db, engine, now, salt
from identity.simulators.vneid.keys import ALGORITHM, BITS, key_in_use

__all__ = ["IdToken"]

LIFE: Final = 600
FAR: Final = 86_400


class IdToken(OpenIDCode):
    """Adds an `id_token` to what the token endpoint answers."""

    def exists_nonce(self, nonce: str, request: Any) -> bool:
        """Whether the nonce came with a sign-in before."""
        return tokens.nonce_was_seen(db(), request.payload.client_id, nonce)

    def encode_id_token(self, token: Mapping[str, Any], request: Any) -> str:
        """The signed token; its time is the simulator's, its header names the key."""
        client, who = request.client, request.user
        claims = base_claims(client, who, now())
        code = request.authorization_code
        if code is not None and code.row.nonce:
            claims["nonce"] = code.row.nonce
        half = create_half_hash(token["access_token"], ALGORITHM)
        claims["at_hash"] = half.decode()
        whom = (scenarios.EVERY, who.persona.id)
        found = scenarios.fault(
            engine(), scenarios.ID_TOKEN_FAULTS, client.id, persona_ids=whom
        )
        return signed_token(claims, found.name if found else None)


def base_claims(client: Client, who: SignedIn, moment: datetime) -> dict[str, Any]:
    """The claims of every ID token, the same after a refresh but for the time.

    Nothing personal: at sign-out the token travels in a URL.
    """
    issued = int(moment.timestamp())
    return {
        "iss": address(),
        "sub": subject(salt(), client.row.sector, who.persona.id),
        "aud": client.id,
        "iat": issued,
        "exp": issued + LIFE,
        "auth_time": int(who.auth_time.timestamp()),
        "acr": who.acr,
        "amr": AMR[who.acr],
        "vn_auth_level": AUTH_LEVEL[who.acr],
        "sid": who.sid,
        "sim": True,
    }


def signed_token(claims: dict[str, Any], fault: str | None) -> str:
    """The token in compact form, spoiled in the way that the fault names."""
    key = key_in_use(db())
    header = {"alg": ALGORITHM, "kid": key.kid}
    spoil(claims, fault)
    if fault == "invalid_alg_header":
        return unsigned({**header, "alg": "none"}, claims)
    if fault == "invalid_signature":
        key = RSAKey.generate_key(BITS, private=True)
    return jwt.encode(header, claims, key, [ALGORITHM])


def spoil(claims: dict[str, Any], fault: str | None) -> None:
    """Make the one claim wrong that the fault is about."""
    wrong: dict[str, dict[str, Any]] = {
        "invalid_iss": {"iss": "https://vneid.invalid"},
        "invalid_aud": {"aud": "somebody-else"},
        "expired": {"iat": claims["iat"] - FAR, "exp": claims["exp"] - FAR},
        "not_yet_valid": {"nbf": claims["iat"] + FAR, "iat": claims["iat"] + FAR},
        "nonce_mismatch": {"nonce": "not-what-you-sent"},
        "acr_downgrade": {"acr": "LoA1", "amr": AMR["LoA1"], "vn_auth_level": 1},
    }
    claims.update(wrong.get(fault or "", {}))
    if fault == "not_yet_valid":
        claims["exp"] += FAR


def unsigned(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """A token of `alg: none`, which no client may believe (RFC 8725 2.1)."""
    parts = (
        urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in (header, claims)
    )
    return ".".join((*parts, ""))
