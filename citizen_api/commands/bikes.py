"""citizen bikes."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import click
from sqlalchemy.orm import Session, sessionmaker

from citizen_api.bikes.fetching import NotFetched, fetcher
from citizen_api.bikes.importing import Memory, poll, read
from citizen_api.bikes.keeping import Import, imports, register
from citizen_api.bikes.reading import BadFeed
from citizen_api.bikes.simulating import Day, Plain, places_of
from citizen_api.commands.bike_labels import labels
from citizen_api.commands.failures import Failure
from citizen_api.commands.surroundings import database
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.rentals.retiring import StillRented, retire
from citizen_api.rentals.simulating import Rented

PAUSE_S = 1.0
HISTORY_DAYS = 57


@click.group("bikes")
def command() -> None:
    """Public bikes: feeds of other operators, and days of made-up riders."""


command.add_command(labels)


@command.command("import")
@click.argument("url")
@click.option("--local", is_flag=True, help="Take http and this machine: for a trial.")
@click.option(
    "--replaces-simulated", is_flag=True, help="The made-up stations and bikes end."
)
def imported(url: str, local: bool, replaces_simulated: bool) -> None:
    """Read the GBFS feed (2.x or 3.x) at URL, and keep its stations.

    URL is that of gbfs.json. `citizen bikes poll` reads it again by its ttl. The
    stations stand beside those that are made up, unless they replace them.
    """
    with database() as engine:
        try:
            told = read(Memory(fetcher(local=local), time.monotonic), url)
            with Session(engine) as session, session.begin():
                register(session, url, told, local=local, now=now())
                if replaces_simulated:
                    gone = retire(session, now())
                    click.echo(f"{gone} made-up bikes removed, and their stations")
        except StillRented:
            raise Failure("made-up bikes are rented: end those rentals first") from None
        except (NotFetched, BadFeed) as error:
            raise Failure(f"{url}: {error}") from None
    click.echo(f"{told.code}: GBFS {told.version}, {len(told.stations)} stations")


@command.command("poll")
@click.option("--once", is_flag=True, help="Only what is due now.")
def polled(once: bool) -> None:
    """Read the imported feeds again whenever their ttl is over, until stopped."""
    memories: dict[str, Memory] = {}

    def memory_for(url: str, local: bool) -> Memory:
        if url not in memories:
            memories[url] = Memory(fetcher(local=local), time.monotonic)
        return memories[url]

    with database() as engine:
        while True:
            done = poll(sessionmaker(engine), memory_for, now())
            if done is not None:
                click.echo(f"{done[0]}: {done[1] or 'read'}")
            elif once:
                return
            else:
                time.sleep(PAUSE_S)


@command.command("list")
def listed() -> None:
    """List the imported feeds, and how old their data are."""
    with database() as engine, Session(engine) as session:
        for each in imports(session):
            click.echo(line(each, now()))


@command.command("simulate")
@click.option("--days", type=click.IntRange(1, HISTORY_DAYS), default=1)
@click.option("--riders", type=click.IntRange(1, 1_000_000), default=400)
@click.option("--seed", type=int, default=1, help="The same days for the same seed.")
@click.option("--live", is_flag=True, help="From now on, as time goes by.")
def simulate(days: int, riders: int, seed: int, live: bool) -> None:
    """Let made-up riders ride the made-up bikes: the days that end now.

    With --live each ride is a rental with a rider, a lock, a wallet and a bill.

    Each day has so many RIDERS. What stations counted is kept, so that predictions
    have a history. Bikes that are not made up are left alone.
    """
    with database() as engine:
        with Session(engine) as session:
            if not places_of(session):
                raise Failure("there are no made-up stations: run citizen seed first")
        length = timedelta(days=days)
        start = now() if live else now() - length
        day = Day(Rented() if live else Plain(), riders, seed)
        for at in day.ride(sessionmaker(engine), start, start + length, waiting(live)):
            if at.hour == at.minute == 0:
                click.echo(f"{at.date()}: {day.taken} rides so far")
    click.echo(f"{day.taken} rides; {day.missed} found no bike")


def waiting(live: bool) -> Callable[[datetime], None]:
    """How to wait for a moment: not at all, unless as time goes by."""

    def wait(until: datetime) -> None:
        if live:
            time.sleep(max(0.0, (until - now()).total_seconds()))

    return wait


def line(each: Import, at: datetime) -> str:
    """An import as one line of a terminal."""
    if each.good_at is None:
        age = "never read"
    else:
        age = f"read {int((at - each.good_at).total_seconds())} s ago"
    return "  ".join(filter(None, [each.code, each.url, age, each.problem]))


def now() -> datetime:
    """The moment, in the city's time."""
    return datetime.now(HO_CHI_MINH)
