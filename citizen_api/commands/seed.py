"""citizen seed."""

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from citizen_api.commands import city
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database, environment
from citizen_api.settings import from_environment
from seeds.sample import NoCity, TooManyVenues, sample, settle


@click.command("seed")
@click.option(
    "--synthetic",
    type=click.IntRange(min=1),
    metavar="N",
    help="Then make it N synthetic venues beside the real ones, the same every time.",
)
def command(synthetic: int | None) -> None:
    """Load the real city; a second time changes nothing.

    Safe while the service runs: it shows what changed a second later.
    """
    with database(from_environment(environment()).database_url) as engine:
        city.reload(engine, click.echo)
        if synthetic is not None:
            add_synthetic(engine, synthetic)


def add_synthetic(engine: Engine, count: int) -> None:
    """Make the number of synthetic venues `count`. Raises Failure."""
    try:
        with Session(engine) as session, session.begin():
            sample(session, count, click.echo)
    except (TooManyVenues, NoCity) as error:
        raise Failure(str(error)) from None
    settle(engine)
