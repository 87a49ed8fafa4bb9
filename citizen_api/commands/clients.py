"""citizen clients."""

from datetime import datetime

import click
from sqlalchemy.orm import Session

from citizen_api.accounts.problems import BadClient
from citizen_api.accounts.queries import clients
from citizen_api.accounts.registering import DEMO_CLIENTS, close_client, register_client
from citizen_api.accounts.requesting import KnownClient
from citizen_api.accounts.rules import SCOPES
from citizen_api.commands.failures import Failure
from citizen_api.commands.reports import Text
from citizen_api.commands.surroundings import database, environment, kept_secrets
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.settings import from_environment

LONGEST_NAME = 80


@click.group("clients")
def command() -> None:
    """Say which apps may ask people to sign in."""


@command.command("add")
@click.argument("client_id")
@click.option("--name", required=True, type=Text(LONGEST_NAME), help="For people.")
@click.option(
    "--redirect", required=True, multiple=True, help="Where it is answered; repeat it."
)
@click.option(
    "--scope",
    required=True,
    multiple=True,
    type=click.Choice(SCOPES),
    help="Repeat it.",
)
def add(
    client_id: str, name: str, redirect: tuple[str, ...], scope: tuple[str, ...]
) -> None:
    """Register an app, or change one; all are public clients with PKCE."""
    client = KnownClient(client_id, name, list(redirect), list(scope))
    keep([client])
    click.echo(f"{client_id} may ask for: {' '.join(scope)}")


@command.command("demo")
def demo() -> None:
    """Register the app of the sandbox, where people are invented."""
    if not from_environment(environment(kept_secrets())).invented_people:
        raise Failure("the sandbox is not for real people")
    keep(DEMO_CLIENTS)


@command.command("list")
def listed() -> None:
    """List every app that was ever registered."""
    with database() as engine, Session(engine) as session:
        for client in clients(session):
            closed = f" closed {client.closed_at:%Y-%m-%d}" if client.closed_at else ""
            click.echo(f"{client.id}{closed}  {client.name}")
            click.echo(f"  may ask for  {' '.join(client.scopes)}")
            for uri in client.redirect_uris:
                click.echo(f"  answered at  {uri}")


@command.command("close")
@click.argument("client_id")
def close(client_id: str) -> None:
    """Take an app out of use: everybody is signed out of it at once."""
    moment = datetime.now(HO_CHI_MINH)
    with database() as engine, Session(engine) as session, session.begin():
        if not close_client(session, client_id, now=moment):
            raise Failure(f"no app {client_id!r} is in use")
    click.echo(f"{client_id} is closed")


def keep(given: tuple[KnownClient, ...] | list[KnownClient]) -> None:
    """Write apps down; raises Failure."""
    with database() as engine, Session(engine) as session, session.begin():
        for client in given:
            try:
                register_client(session, client)
            except BadClient as error:
                raise Failure(str(error)) from None
