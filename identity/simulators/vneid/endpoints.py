"""Introspection (RFC 7662) and revocation (RFC 7009)."""

from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint

from identity.simulators.vneid import tokens
from identity.simulators.vneid.claims import AMR, subject
from identity.simulators.vneid.clients import Client, find_client
from identity.simulators.vneid.context import address, db, now, salt
from identity.simulators.vneid.tokens import FoundToken

__all__ = ["Introspection", "Revocation"]


class Introspection(IntrospectionEndpoint):
    """Tells a confidential client what a token is worth."""

    CLIENT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

    def check_params(self, request: Any, client: Client) -> None:
        """There must be a token; an unknown hint is no error (RFC 7662 2.1)."""
        ensure_token(request)

    def query_token(self, secret: str, hint: str | None) -> FoundToken | None:
        """The token, whatever the hint says."""
        return tokens.find_token(db(), secret, now())

    def check_permission(self, token: FoundToken, client: Client, request: Any) -> bool:
        """Any client that proved itself: resource servers are such."""
        return not client.is_public

    def introspect_token(self, token: FoundToken) -> dict[str, Any]:
        """What is known of a live token (RFC 7662 2.2, RFC 9470 6.2)."""
        family = token.family
        client = find_client(family.client_id)
        sector = client.row.sector if client else family.client_id
        return {
            "active": True,
            "iss": address(),
            "sub": subject(salt(), sector, family.persona_id),
            "aud": family.client_id,
            "client_id": family.client_id,
            "scope": token.row.scope,
            "token_type": "Bearer" if token.row.kind == "access" else "N_A",
            "iat": int(token.row.issued_at.timestamp()),
            "exp": int(token.row.expires_at.timestamp()),
            "acr": family.acr,
            "amr": AMR[family.acr],
            "auth_time": int(family.auth_time.timestamp()),
        }


class Revocation(RevocationEndpoint):
    """A refresh token takes its family with it, an access token only itself."""

    CLIENT_AUTH_METHODS = ("none", "client_secret_basic", "client_secret_post")

    def check_params(self, request: Any, client: Client) -> None:
        """There must be a token; an unknown hint is no error (RFC 7009 2.1)."""
        ensure_token(request)

    def query_token(self, secret: str, hint: str | None) -> FoundToken | None:
        """The token, whatever the hint says."""
        return tokens.find_token(db(), secret, now())

    def revoke_token(self, token: FoundToken, request: Any) -> None:
        """Revoke it in the transaction of the request."""
        if token.row.kind == "refresh":
            tokens.kill(db(), token.family.id, now())
        else:
            token.row.revoked_at = now()


def ensure_token(request: Any) -> None:
    """Refuse a request that names no token."""
    if not request.form.get("token"):
        raise InvalidRequestError("The token is missing.")
