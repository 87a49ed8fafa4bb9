"""citizen seed."""

from collections.abc import Callable

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.commands.city import keep_fingerprint
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database
from citizen_api.migrating import newest, revision
from seeds.load import load
from seeds.sample import NoCity, TooManyVenues, sample, settle
from seeds.synthetic.bikes import sample_stations

MOST_VENUES = 10_000_000
MOST_STATIONS = 100_000


@click.command("seed")
@click.option(
    "--synthetic",
    type=click.IntRange(1, MOST_VENUES),
    metavar="N",
    help="Also make N synthetic venues beside the real ones, the same every time.",
)
@click.option(
    "--synthetic-stations",
    type=click.IntRange(1, MOST_STATIONS),
    metavar="N",
    help="Also make N made-up bike stations with ten bikes each.",
)
def command(synthetic: int | None, synthetic_stations: int | None) -> None:
    """Load the real city; a second time changes nothing.

    Safe while the service runs: it shows what changed a second later.
    """
    with database() as engine:
        load_city(engine, lambda said: click.echo(f"City: {said}"))
        if synthetic is not None:
            add_synthetic(engine, synthetic)
        if synthetic_stations is not None:
            with Session(engine) as session, session.begin():
                new = sample_stations(session, synthetic_stations)
            click.echo(f"Bikes: {new} made-up stations are new")


def load_city(engine: Engine, report: Callable[[str], None]) -> None:
    """Make the database say what the files say. Raises Failure before migrations."""
    with engine.connect() as connection:
        there = revision(connection)
    if there is None or there < newest():
        raise Failure("the database lacks migrations: run citizen migrate first")
    with Session(engine) as session, session.begin():
        alone(session, Work.SEEDING)
        load(session, report)
        keep_fingerprint(session)


def add_synthetic(engine: Engine, count: int) -> None:
    """Make the number of synthetic venues `count`. Raises Failure."""
    try:
        with Session(engine) as session, session.begin():
            sample(session, count, click.echo)
    except (TooManyVenues, NoCity) as error:
        raise Failure(str(error)) from None
    settle(engine)
