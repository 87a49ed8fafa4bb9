"""Authlib's two grants with what it leaves open: claims, rotation, families."""

from dataclasses import dataclass
from typing import Any

from authlib.oauth2.rfc6749 import InvalidGrantError, grants

from identity.simulators.vneid import catalogue, scenarios, tokens
from identity.simulators.vneid.claims import SignedIn
from identity.simulators.vneid.clients import Client
from identity.simulators.vneid.context import db, engine, now
from identity.simulators.vneid.models import Code, Family
from identity.simulators.vneid.secrecy import fingerprint

__all__ = ["CodeGrant", "RefreshGrant", "save_issued"]

METHODS = ("none", "client_secret_basic", "client_secret_post")


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code with its family; Authlib asks it the questions below."""

    row: Code
    family: Family

    @property
    def code_challenge(self) -> str:
        """The PKCE challenge."""
        return self.row.challenge

    @property
    def code_challenge_method(self) -> str:
        """How the challenge was made."""
        return "S256"

    def get_redirect_uri(self) -> str:
        """Where the code was sent."""
        return self.row.redirect_uri

    def get_scope(self) -> str:
        """What was granted."""
        return self.family.scope


class CodeGrant(grants.AuthorizationCodeGrant):
    """A code for one minute, claimed once; its replay kills all that came of it."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Write the code down, and start its family."""
        session, moment, who = db(), now(), request.user
        client: Client = request.client
        family = tokens.start_family(session, client.id, who, request.scope, moment)
        asked = request.payload.data
        session.add(
            Code(
                hash=fingerprint(code),
                family_id=family.id,
                client_id=client.id,
                redirect_uri=asked["redirect_uri"],
                challenge=asked["code_challenge"],
                nonce=asked.get("nonce"),
                expires_at=moment + tokens.CODE_LIFE,
            )
        )
        session.flush()

    def query_authorization_code(self, code: str, client: Client) -> FoundCode | None:
        """The code, if it is this client's and fresh; a used one kills its family."""
        found = tokens.find_code(db(), code)
        if found is None or found[0].client_id != client.id:
            return None
        row, family = found
        if row.used_at is not None:
            tokens.kill(db(), family.id, now())
            return None
        return FoundCode(row, family) if row.expires_at > now() else None

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """Claim the code, then answer; who comes second finds the family killed."""
        code: FoundCode = self.request.authorization_code
        if not tokens.claim_code(db(), code.row.hash, now()):
            tokens.kill(db(), code.family.id, now())
            raise InvalidGrantError("Invalid 'code' in request.")
        answer: tuple[int, dict[str, Any], Any] = super().create_token_response()
        return answer

    def authenticate_user(self, authorization_code: FoundCode) -> SignedIn:
        """Who signed in when the code was made."""
        return person_of(authorization_code.family)

    def delete_authorization_code(self, authorization_code: FoundCode) -> None:
        """It stays for a day, so that its replay is noticed."""


class RefreshGrant(grants.RefreshTokenGrant):
    """A refresh token works once; an old one kills all of its family."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(
        self, refresh_token: str
    ) -> tokens.FoundToken | None:
        """The token if it is one; an exchanged one kills its family."""
        found = tokens.find_token(db(), refresh_token, now())
        if found is None or found.row.kind != "refresh":
            return None
        if found.row.used_at is not None and found.check_client(self.client):
            tokens.kill(db(), found.family.id, now())
        return found if found.is_active() else None

    def create_token_response(self) -> tuple[int, dict[str, Any], Any]:
        """Claim the token, then answer; who comes second finds the family killed."""
        found: tokens.FoundToken = self.request.refresh_token
        if not tokens.claim_refresh(db(), found.row.hash, now()):
            tokens.kill(db(), found.family.id, now())
            raise InvalidGrantError
        answer: tuple[int, dict[str, Any], Any] = super().create_token_response()
        return answer

    def authenticate_user(self, refresh_token: tokens.FoundToken) -> SignedIn:
        """Who signed in at the beginning."""
        who = person_of(refresh_token.family)
        self.request.user = who
        return who

    def revoke_old_credential(self, refresh_token: tokens.FoundToken) -> None:
        """It was claimed before the new one was made."""


def person_of(family: Family) -> SignedIn:
    """Who signed in. Raises `InvalidGrantError` when the account is no more."""
    persona = catalogue.find(db(), family.persona_id)
    if persona is None or persona.account != "active":
        raise InvalidGrantError("The account is closed.")
    scenarios.disturb(engine(), family.client_id, (persona.id,))
    return SignedIn(persona, family.acr, family.auth_time, family.sid)


def save_issued(token: dict[str, Any], request: Any) -> None:
    """Write down what the token endpoint is about to answer."""
    credential = request.authorization_code or request.refresh_token
    family: Family = credential.family
    for kind, scope in (("access", token["scope"]), ("refresh", family.scope)):
        made = tokens.NewToken(kind, token[f"{kind}_token"], scope)
        tokens.save_token(db(), family, made, now())
