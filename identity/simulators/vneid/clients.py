"""A client as Authlib asks about it."""

from dataclasses import dataclass

from identity.oauth.redirects import is_registered
from identity.simulators.vneid.context import db
from identity.simulators.vneid.models import ClientRow
from identity.simulators.vneid.secrecy import fingerprint, is_same

__all__ = ["Client", "find_client"]

GRANTS = ("authorization_code", "refresh_token")


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client; the methods are those of Authlib's `ClientMixin`."""

    row: ClientRow

    @property
    def id(self) -> str:
        """The `client_id`."""
        return self.row.id

    @property
    def is_public(self) -> bool:
        """Whether it has no secret."""
        return self.row.secret_hash is None

    def get_default_redirect_uri(self) -> None:
        """None: a request says where its answer goes."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """The asked scopes that the client may have, in the order of the request."""
        asked = dict.fromkeys((scope or "").split())
        return " ".join(each for each in asked if each in self.row.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether an answer may go there."""
        return is_registered(redirect_uri, self.row.redirect_uris)

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether this is its secret; a public client has none."""
        kept = self.row.secret_hash
        return kept is not None and is_same(fingerprint(client_secret), kept)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """How it proves itself: a public client not at all, others by the secret."""
        return (method == "none") == self.is_public

    def check_response_type(self, response_type: str) -> bool:
        """Whether it may ask for this; there is only the code flow."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether it may use this grant."""
        return grant_type in GRANTS


def find_client(client_id: str) -> Client | None:
    """The client with this id, if there is one."""
    row = db().get(ClientRow, client_id)
    return Client(row) if row else None
