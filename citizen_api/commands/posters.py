"""citizen links posters."""

import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO

import click
from sqlalchemy.orm import Session

from citizen_api.commands.code_options import LONGEST
from citizen_api.commands.failures import Failure
from citizen_api.commands.reports import Text
from citizen_api.commands.surroundings import UNUSED_KEY, database, environment
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.links import queries
from citizen_api.links.posters import poster_of, sheet_of
from citizen_api.links.queries import Target
from citizen_api.problems import NotFound
from citizen_api.settings import Settings, from_environment
from geo.names import fold
from qr.codes import parse
from qr.design import Design
from qr.logo import FLAMBOYANT
from qr.payload import link_url
from qr.poster import Paper

STICKERS = "stickers"
SIZES = (*(paper.value for paper in Paper), STICKERS)
LONGEST_NAME = 60


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
    settings = from_environment(environment(UNUSED_KEY))
    with database() as engine, Session(engine) as session:
        try:
            number = queries.street_id(session, street)
        except NotFound:
            raise Failure(f"there is no street {street}") from None
        now = datetime.now(HO_CHI_MINH)
        count = queries.count_on_street(session, number, now)
        codes = queries.on_street(session, number, now)
        write(sys.stdout.buffer, told(codes, count), settings, size)
    click.echo(f"{count} posters of {settings.public_url}", err=True)


def told(codes: Iterator[Target], count: int) -> Iterator[Target]:
    """The same codes, and on the screen how far they are."""
    for number, known in enumerate(codes, start=1):
        click.echo(f"{number}/{count}  {known.code}  {known.title}", err=True)
        yield known


def write(
    out: IO[bytes], codes: Iterator[Target], settings: Settings, size: str
) -> None:
    """Put one PDF a code into a ZIP that is never whole in memory."""
    design = Design(settings.qr_colours, FLAMBOYANT)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for known in codes:
            url = link_url(settings.public_url, parse(known.code))
            if size == STICKERS:
                drawn = sheet_of(known, url, design)
            else:
                drawn = poster_of(known, url, Paper(size), design)
            archive.writestr(file_name(known), drawn)


def file_name(known: Target) -> str:
    """A name that every system can write: `venue-banh-da-cua-ba-cu-F4K4FVP4.pdf`."""
    letters = (letter if letter.isalnum() else " " for letter in fold(known.title))
    name = "-".join("".join(letters).split())[:LONGEST_NAME]
    return f"{known.kind}-{name}-{known.code}.pdf"
