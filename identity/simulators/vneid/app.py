"""The simulator as a WSGI application of its own."""

from typing import Final
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity import IdentityError
from identity.simulators import ensure_allowed
from identity.simulators.vneid import (
    catalogue,
    clock,
    context,
    edges,
    harness,
    keys,
    logout,
    protocol,
    signing_in,
)
from identity.simulators.vneid.models import Secret, SigningKey
from identity.simulators.vneid.registrations import (
    DEMO_CLIENTS,
    Registration,
    register,
)
from identity.simulators.vneid.secrecy import new_secret
from identity.simulators.vneid.server import make_server
from identity.simulators.vneid.store import Store

__all__ = ["BadIssuer", "create_simulator"]

LARGEST_BODY: Final = 64 * 1024
LOCAL: Final = ("localhost", "127.0.0.1", "::1")


class BadIssuer(IdentityError):
    """The issuer is not a URL that tokens may come from."""


def create_simulator(
    database_url: str,
    issuer: str,
    *,
    allowed: bool,
    clients: tuple[Registration, ...] = DEMO_CLIENTS,
) -> Flask:
    """The VNeID simulator, its tables made in the schema `sim_vneid` when missing.

    `database_url` is postgresql://…; `issuer` where the application is reached, https
    or http on this machine, without a slash at its end: it may have a path, under
    which the application is then mounted. Raises `SimulatorRefused` unless `allowed`
    is True, `BadIssuer`, `BadRedirect`, and what the database raises.
    """
    ensure_allowed(allowed)
    ensure_issuer(issuer)
    store = Store(database_url)
    with store.made() as connection:
        prepare(connection, clients)
    return assemble(context.Simulator(store, issuer))


def assemble(simulator: context.Simulator) -> Flask:
    """The application around a store that is ready."""
    app = Flask("identity.simulators.vneid")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions[context.EXTENSION] = simulator
    app.extensions["vneid-server"] = make_server()
    for part in (signing_in, protocol, logout, harness):
        app.register_blueprint(part.blueprint)
    edges.guard(app)
    return app


def ensure_issuer(issuer: str) -> None:
    """Refuse what RFC 8414 2 does not allow, but for http on this machine."""
    parts = urlsplit(issuer)
    local = parts.scheme == "http" and parts.hostname in LOCAL
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise BadIssuer("the issuer is https, or http on this machine")
    if issuer.endswith("/") or parts.query or parts.fragment:
        raise BadIssuer("the issuer has no slash at its end, no query, no fragment")


def prepare(connection: Connection, clients: tuple[Registration, ...]) -> None:
    """Fill what is empty: clients, personas, the salt, the first signing key."""
    register(connection, clients)
    clock.wind_up(connection)
    catalogue.seed(connection)
    salt = insert(Secret).values(name=context.SALT, value=new_secret())
    connection.execute(salt.on_conflict_do_nothing())
    if not connection.scalar(select(func.count()).select_from(SigningKey)):
        with Session(connection) as session:
            keys.publish(session)
            keys.use(session)
