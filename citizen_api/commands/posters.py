"""citizen links posters."""

import sys
from collections.abc import Iterator
from datetime import datetime

import click
from sqlalchemy.orm import Session

from citizen_api.commands.failures import Failure
from citizen_api.commands.reports import Text
from citizen_api.commands.surroundings import database, environment, kept_secrets
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.links import queries
from citizen_api.links.bundles import SIZES, bundle
from citizen_api.links.keeping import printed
from citizen_api.links.queries import Target
from citizen_api.links.rules import LONGEST
from citizen_api.problems import NotFound
from citizen_api.settings import from_environment
from qr.design import Design
from qr.logo import FLAMBOYANT
from qr.poster import Paper


@click.command("posters")
@click.option(
    "--street",
    required=True,
    type=Text(LONGEST),
    help="The code of a street: tran-phu.",
)
@click.option(
    "--size", type=click.Choice(SIZES), default=Paper.A5.value, show_default=True
)
def posters(street: str, size: str) -> None:
    """Write a ZIP of posters for a street and its venues to the standard output.

    One PDF a code, each written as soon as it is drawn.
    """
    if sys.stdout.isatty():
        raise Failure("a ZIP is no text: add > posters.zip")
    settings = from_environment(environment(kept_secrets()))
    with database() as engine, Session(engine) as session:
        try:
            number = queries.street_id(session, street)
        except NotFound:
            raise Failure(f"there is no street {street}") from None
        now = datetime.now(HO_CHI_MINH)
        count = queries.count_on_street(session, number, now)
        printed(session, street, size, count, by="command")
        session.commit()
        codes = queries.on_street(session, number, now)
        design = Design(settings.qr_colours, FLAMBOYANT)
        for piece in bundle(told(codes, count), size, settings.public_url, design):
            sys.stdout.buffer.write(piece)
    click.echo(f"{count} posters of {settings.public_url}", err=True)


def told(codes: Iterator[Target], count: int) -> Iterator[Target]:
    """The same codes, and on the screen how far they are."""
    for number, known in enumerate(codes, start=1):
        click.echo(f"{number}/{count}  {known.code}  {known.title}", err=True)
        yield known
