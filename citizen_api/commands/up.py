"""citizen up."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import NoReturn
from urllib.parse import urlencode

import click

from citizen_api.commands import city
from citizen_api.commands.migrate import brought_up
from citizen_api.commands.serving import (
    ensure_port_is_free,
    exit_code,
    local_url,
    serving,
    wait_until_it_answers,
)
from citizen_api.commands.surroundings import engine, environment, own_cluster
from citizen_api.settings import Settings, from_environment

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OPERA_HOUSE = {"lat": 20.8603, "lon": 106.6826, "radius": 2000}
HUNGRY = urlencode({"q": "banh da cua", **OPERA_HOUSE, "open_at": "now"})


class Stopped(KeyboardInterrupt):
    """A signal asked to stop. psycopg cancels what runs for a KeyboardInterrupt."""


@click.command("up")
def command() -> None:
    """Serve the real city; everything that it needs is made and started.

    A private PostgreSQL (unless DATABASE_URL is set), migrations, the city's data, the
    production server. Stays in the foreground: Ctrl-C stops all of it.
    """
    code = 0
    with until_stopped():
        environ = environment()
        settings = from_environment(environ)
        ensure_port_is_free(settings)
        cluster = own_cluster()
        with cluster.running() if cluster else nullcontext():
            prepare(settings.database_url)
            with serving(environ) as child:
                if wait_until_it_answers(child, settings):
                    welcome(settings)
                code = exit_code(child)
    if code:
        click.echo(f"Error: the server ended with code {code}", err=True)
    sys.exit(code)


def prepare(url: str) -> None:
    """Migrate and seed what is not. Raises Failure."""
    with engine(url) as made:
        click.echo(f"Database   {brought_up(made)}")
        click.echo(f"City       {city.ensure_loaded(made)}")


def welcome(settings: Settings) -> None:
    """Print the addresses to open, and how to stop."""
    here = local_url(settings)
    click.echo(f"Serving    {here}")
    click.echo(f"  try it           {here}/docs")
    click.echo(f"  bánh đa cua now  {here}/v1/venues?{HUNGRY}")
    click.echo("Ctrl-C stops everything.")


@contextmanager
def until_stopped() -> Iterator[None]:
    """A block that one INT, TERM or HUP ends; more of them do not disturb its end.

    HUP stays ignored under nohup.
    """
    heeded = [
        number
        for number in SIGNALS
        if number is not signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN
    ]

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
