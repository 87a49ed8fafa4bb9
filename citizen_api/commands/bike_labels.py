"""citizen bikes labels."""

from pathlib import Path

import click
from sqlalchemy.orm import Session

from citizen_api import tables  # noqa: F401 - what the foreign keys of bikes name
from citizen_api.bikes.labelling import all_labelled, in_use
from citizen_api.bikes.labels import drawn
from citizen_api.commands.failures import Failure
from citizen_api.commands.reports import BY, Text
from citizen_api.commands.surroundings import database, environment, kept_secrets
from citizen_api.problems import NotFound
from citizen_api.settings import from_environment
from qr.design import Design
from qr.logo import FLAMBOYANT
from qr.stickers import STICKERS_MAX

LONGEST_NUMBER = 20


@click.command("labels")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--number",
    "numbers",
    multiple=True,
    type=Text(LONGEST_NUMBER),
    help="Of this bike; without it, of all that are in use.",
)
@click.option(
    "--renew", is_flag=True, help="With new codes: the labels on the bikes mean nothing"
)
@BY
def labels(file: Path, numbers: tuple[str, ...], renew: bool, by: str) -> None:
    """Write the labels of bikes to FILE, a PDF with twelve on a page.

    Each has the QR code of the bike and the digits to type.
    """
    if renew and not numbers:
        raise click.UsageError("--renew needs --number: name each bike")
    settings = from_environment(environment(kept_secrets()))
    with database() as engine, Session(engine) as session, session.begin():
        wanted = list(dict.fromkeys(numbers)) or in_use(session)
        if not 1 <= len(wanted) <= STICKERS_MAX:
            raise Failure(f"a file has 1 to {STICKERS_MAX} labels: use --number")
        try:
            bikes = all_labelled(session, wanted, renew=renew, actor="command", by=by)
        except NotFound:
            raise Failure("there is no bike of such a number") from None
        design = Design(settings.qr_colours, FLAMBOYANT)
        # Before the commit: without the file no old label may be worth nothing.
        file.write_bytes(drawn(bikes, settings.public_url, design))
    click.echo(f"{len(bikes)} labels of {settings.public_url} in {file}")
