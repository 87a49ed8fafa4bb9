"""The relying party of an OpenID provider: code flow with PKCE, nothing else."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from identity.oauth.pkce import s256
from identity.providers.discovery import Discovery, Metadata
from identity.providers.id_tokens import Expected, check_id_token
from identity.providers.key_cache import KeyCache
from identity.providers.openid_calls import Calls, Client, read_tokens, refusal
from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
    Person,
    ProviderDown,
    SignedIn,
    SignInRefused,
    Started,
)
from identity.providers.vneid_claims import LEVELS, person_from
from identity.providers.wire import Wire

__all__ = ["OpenIdProvider"]


class OpenIdProvider:
    """`IdentityProvider` over HTTP; safe to share among threads.

    Swapping the simulator for the real one changes `issuer` and `client`. `clock`
    gives an aware now. Raises `BadAddress` for an issuer that is not https.
    """

    def __init__(
        self,
        issuer: str,
        client: Client,
        clock: Callable[[], datetime],
        wire: Wire | None = None,
    ) -> None:
        self.issuer = issuer
        self.client = client
        self.clock = clock
        self.calls = Calls(client, wire or Wire())
        self.discovery = Discovery(issuer, self.calls.wire, clock)
        self.keys = KeyCache(self.key_set, clock)

    def metadata(self) -> Metadata:
        """The provider's endpoints; raises `ProviderDown` and `NotTrusted`."""
        return self.discovery.metadata()

    def start(
        self,
        redirect_uri: str,
        *,
        acr: str,
        scopes: tuple[str, ...] = ("openid",),
        max_age: int | None = None,
        language: str = "vi",
    ) -> Started:
        """Begin a sign-in: state, nonce and verifier are 256 random bits each."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        asked = {
            "response_type": "code",
            "client_id": self.client.id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(scopes),
            "state": state,
            "nonce": nonce,
            **challenge(verifier),
            "acr_values": at_least(acr),
            "ui_locales": language,
            **({} if max_age is None else {"max_age": str(max_age)}),
        }
        url = f"{self.metadata().authorization_endpoint}?{urlencode(asked)}"
        return Started(url, state, nonce, verifier, redirect_uri, acr, max_age)

    def finish(self, started: Started, answered: Mapping[str, str]) -> SignedIn:
        """End a sign-in: state, issuer (RFC 9207), then the code against tokens."""
        state = answered.get("state", "").encode(errors="replace")
        if not hmac.compare_digest(state, started.state.encode()):
            raise NotTrusted(Distrust.STATE)
        told = answered.get("iss")
        if told != self.issuer and (told or self.metadata().tells_issuer):
            raise NotTrusted(Distrust.ISSUER)
        if "error" in answered:
            raise refusal(answered["error"])
        form = {
            "grant_type": "authorization_code",
            "code": answered.get("code", ""),
            "redirect_uri": started.redirect_uri,
            "code_verifier": started.verifier,
        }
        row = self.calls.post(self.metadata().token_endpoint, form)
        return self.signed_in(row, self.expected(started))

    def person(self, signed_in: SignedIn) -> Person:
        """What userinfo tells, of the same subject only (OpenID Connect Core 5.3.2)."""
        endpoint = self.metadata().userinfo_endpoint
        claims = self.calls.get(endpoint, signed_in.tokens.access_token)
        if claims.get("sub") != signed_in.subject:
            raise NotTrusted(Distrust.SUBJECT)
        return person_from(claims, signed_in.subject)

    def refresh(self, signed_in: SignedIn) -> SignedIn:
        """New tokens for the same person; who signed in when stays as it was.

        An ID token that comes along must be of that person, at that level at least.
        """
        spent = signed_in.tokens.refresh_token
        if spent is None:
            raise SignInRefused("invalid_grant")
        form = {"grant_type": "refresh_token", "refresh_token": spent}
        row = self.calls.post(self.metadata().token_endpoint, form)
        if "id_token" in row:
            expected = Expected(
                issuer=self.issuer,
                client_id=self.client.id,
                acr=signed_in.acr,
                subject=signed_in.subject,
            )
            self.signed_in(row, expected)
        return replace(signed_in, tokens=read_tokens(row, spent, self.clock()))

    def revoke(self, token: str) -> None:
        """RFC 7009: a token that nobody knows is as good as ended."""
        endpoint = self.metadata().revocation_endpoint
        reply = self.calls.posted(endpoint, {"token": token})
        if reply.status != 200:
            raise ProviderDown("the provider did not revoke the token")

    def expected(self, started: Started) -> Expected:
        """What the ID token of this sign-in must say."""
        return Expected(
            issuer=self.issuer,
            client_id=self.client.id,
            acr=started.acr,
            nonce=started.nonce,
            max_age=started.max_age,
        )

    def signed_in(self, row: Mapping[str, Any], expected: Expected) -> SignedIn:
        """Who signed in, by an answer of the token endpoint."""
        tokens = read_tokens(row, None, self.clock())
        id_token = row.get("id_token")
        if not isinstance(id_token, str):
            raise NotTrusted(Distrust.SHAPE)
        expected = replace(expected, access_token=tokens.access_token)
        claims = check_id_token(id_token, self.keys.key_of, expected, self.clock())
        told = claims.get("amr")
        amr = told if isinstance(told, list) else []
        return SignedIn(
            subject=claims["sub"],
            acr=claims["acr"],
            amr=tuple(str(method) for method in amr),
            auth_time=datetime.fromtimestamp(claims["auth_time"], UTC),
            tokens=tokens,
        )

    def key_set(self) -> Mapping[str, Any]:
        """The provider's key set; raises `ProviderDown`."""
        try:
            return self.calls.get(self.metadata().jwks_uri)
        except SignInRefused:
            raise ProviderDown("the provider does not show its keys") from None


def at_least(acr: str) -> str:
    """This level and all above it, the surest first, as the provider prefers it."""
    return " ".join(reversed(LEVELS[LEVELS.index(acr) :]))


def challenge(verifier: str) -> dict[str, str]:
    """The parameters that bind a code to its verifier (RFC 7636, 4.2)."""
    return {
        "code_challenge": s256(verifier),
        "code_challenge_method": "S256",
    }
