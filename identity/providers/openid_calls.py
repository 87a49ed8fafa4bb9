"""The requests of a relying party: who we are, what we send, what comes back."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode

from identity.providers.sign_in import (
    Distrust,
    NotTrusted,
    ProviderDown,
    SignInRefused,
    Tokens,
)
from identity.providers.wire import NoReply, Reply, Wire

__all__ = ["Calls", "Client", "read_tokens", "refusal"]

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
# RFC 6749 4.1.2.1 and 5.2, OpenID Connect Core 3.1.2.6, RFC 9470, RFC 6750.
ERRORS: Final = frozenset(
    (
        *("invalid_request", "unauthorized_client", "access_denied", "server_error"),
        *("unsupported_response_type", "invalid_scope", "temporarily_unavailable"),
        *("invalid_client", "invalid_grant", "unsupported_grant_type"),
        *("interaction_required", "login_required", "consent_required"),
        *("account_selection_required", "unmet_authentication_requirements"),
        *("invalid_token", "insufficient_scope", "insufficient_user_authentication"),
    )
)
LONGEST_LIFE: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the provider; without a secret a public client."""

    id: str
    secret: str | None = field(default=None, repr=False)

    def headers(self) -> dict[str, str]:
        """The secret as RFC 6749 2.3.1 wants it."""
        if self.secret is None:
            return {}
        pair = f"{quote(self.id, safe='')}:{quote(self.secret, safe='')}"
        return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def form(self) -> dict[str, str]:
        """A public client says only its name."""
        return {"client_id": self.id} if self.secret is None else {}


@dataclass(frozen=True, slots=True)
class Calls:
    """Requests of a client; all raise `ProviderDown` and `SignInRefused`."""

    client: Client
    wire: Wire

    def post(self, endpoint: str, form: Mapping[str, str]) -> dict[str, Any]:
        """The JSON object that a form is answered with."""
        return told(self.posted(endpoint, form))

    def posted(self, endpoint: str, form: Mapping[str, str]) -> Reply:
        """The reply to a form, sent as this client."""
        body = urlencode({**form, **self.client.form()}).encode()
        return self.sent("POST", endpoint, {**FORM, **self.client.headers()}, body)

    def get(self, endpoint: str, access_token: str | None = None) -> dict[str, Any]:
        """A JSON object, with or without a token (RFC 6750 2.1)."""
        bearer = {"Authorization": f"Bearer {access_token}"} if access_token else {}
        return told(self.sent("GET", endpoint, bearer))

    def sent(
        self,
        method: str,
        endpoint: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
    ) -> Reply:
        """Any reply below 500."""
        try:
            reply = self.wire.send(method, endpoint, headers=headers, body=body)
        except NoReply as error:
            raise ProviderDown(f"no reply from the provider: {error.fault}") from None
        if reply.status >= 500 or reply.status == 429:
            raise ProviderDown(f"the provider answers with {reply.status}")
        return reply


def told(reply: Reply) -> dict[str, Any]:
    """The object of a good reply; raises `SignInRefused` for an error."""
    try:
        row = reply.json_object()
    except NoReply:
        row = {}
    if reply.status == 200 and row:
        return row
    if 400 <= reply.status < 500:
        raise refusal(row.get("error", "invalid_token"))
    raise ProviderDown("the provider's reply cannot be read")


def refusal(error: Any) -> SignInRefused | ProviderDown:
    """What to raise for an OAuth error; words of others are never repeated."""
    if error in ("server_error", "temporarily_unavailable"):
        return ProviderDown("the provider says that it does not work now")
    return SignInRefused(error if error in ERRORS else "other")


def read_tokens(row: Mapping[str, Any], spent: str | None, now: datetime) -> Tokens:
    """The tokens of an answer; the refresh token of before where there is no new one.

    Raises `NotTrusted`.
    """
    access, refresh = row.get("access_token"), row.get("refresh_token", spent)
    kind, seconds = row.get("token_type"), row.get("expires_in")
    bearer = isinstance(kind, str) and kind.lower() == "bearer"
    if not (isinstance(access, str) and access.isascii() and access and bearer):
        raise NotTrusted(Distrust.SHAPE)
    if not isinstance(refresh, str | None):
        raise NotTrusted(Distrust.SHAPE)
    until = None
    if isinstance(seconds, int) and 0 < seconds <= LONGEST_LIFE:
        until = now + timedelta(seconds=seconds)
    return Tokens(access, refresh, until)
