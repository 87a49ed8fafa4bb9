"""Clients as they are registered, and the three of the sandbox."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from identity.oauth.redirects import ensure_registrable
from identity.simulators.vneid.claims import SCOPES
from identity.simulators.vneid.models import ClientRow
from identity.simulators.vneid.secrecy import fingerprint

__all__ = ["DEMO_CLIENTS", "Registration", "register"]


@dataclass(frozen=True, slots=True)
class Registration:
    """A client; public when it has no secret.

    `sector` is what a pairwise `sub` is for (OpenID Connect Core 8.1): clients of one
    sector see the same subject. Raises `BadRedirect`.
    """

    id: str
    name: str
    redirect_uris: tuple[str, ...]
    logout_uris: tuple[str, ...] = ()
    secret: str | None = None
    scopes: tuple[str, ...] = tuple(SCOPES)
    sector: str = ""

    def __post_init__(self) -> None:
        for uri in (*self.redirect_uris, *self.logout_uris):
            ensure_registrable(uri)


LOOPBACK = ("http://127.0.0.1/callback", "http://[::1]/callback")
SIGNED_OUT = ("http://127.0.0.1/signed-out", "http://[::1]/signed-out")
DEMO_CLIENTS: Final = (
    Registration(
        "demo-app",
        "Ứng dụng thử nghiệm",
        (*LOOPBACK, "vn.haiphong.citizen:/callback"),
        (*LOOPBACK, *SIGNED_OUT, "vn.haiphong.citizen:/signed-out"),
    ),
    Registration(
        "demo-app-2",
        "Ứng dụng thử nghiệm thứ hai",
        (*LOOPBACK, "vn.haiphong.citizen.second:/callback"),
        (*LOOPBACK, *SIGNED_OUT, "vn.haiphong.citizen.second:/signed-out"),
    ),
    Registration(
        "demo-rs",
        "Máy chủ thử nghiệm",
        LOOPBACK,
        (*LOOPBACK, *SIGNED_OUT),
        secret="demo-rs-secret",  # noqa: S106 - the sandbox's, printed in its guide
    ),
)


def register(connection: Connection, clients: tuple[Registration, ...]) -> None:
    """Write the clients down; one that is there already becomes as it is given."""
    for client in clients:
        row = {
            "name": client.name,
            "secret_hash": client.secret and fingerprint(client.secret),
            "redirect_uris": list(client.redirect_uris),
            "logout_uris": list(client.logout_uris),
            "scopes": list(client.scopes),
            "sector": client.sector or client.id,
        }
        statement = insert(ClientRow).values(id=client.id, **row)
        connection.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=row)
        )
