"""citizen up."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import NoReturn
from urllib.parse import urlencode

import click
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from citizen_api.commands.beside import locking, with_locks, working
from citizen_api.commands.city import is_loaded
from citizen_api.commands.serving import (
    Child,
    ensure_port_is_free,
    exit_code,
    loading,
    local_url,
    serving,
    wait_until_it_answers,
)
from citizen_api.commands.surroundings import (
    engine,
    environment,
    made_secrets,
    own_cluster,
)
from citizen_api.health.queries import NEWEST, REVISION
from citizen_api.settings import Settings, from_environment

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OPERA_HOUSE = {"lat": 20.8603, "lon": 106.6826, "radius": 2000}
SANDBOX_APP = text("SELECT EXISTS (SELECT FROM clients WHERE id = 'citizen-app')")
HUNGRY = urlencode({"q": "banh da cua", **OPERA_HOUSE, "open_at": "now"})


class Stopped(KeyboardInterrupt):
    """A signal asked to stop. psycopg cancels what runs for a KeyboardInterrupt."""


@click.command("up")
def command() -> None:
    """Serve the real city; everything that it needs is made and started.

    A private PostgreSQL (unless DATABASE_URL is set), migrations, the city's data, the
    production server and a worker. Stays in the foreground: Ctrl-C stops all of it.
    """
    code = 0
    with until_stopped():
        given = environment(made_secrets())
        environ = with_locks(given, from_environment(given))
        settings = from_environment(environ)
        ensure_port_is_free(settings)
        cluster = own_cluster()
        with loading(environ) as child, cluster.running() if cluster else nullcontext():
            prepare(settings, environ)
            with serving(child):
                code = watch(child, settings, environ)
    sys.exit(code)


def prepare(settings: Settings, environ: Mapping[str, str]) -> None:
    """Migrate and seed when that is not done: both load much, and are seldom needed."""
    with engine(settings.database_url) as made:
        with made.connect() as connection:
            migrated = is_migrated(connection)
        if not migrated:
            run("migrate", environ)
        with made.connect() as connection:
            loaded = is_loaded(connection)
        if not loaded:
            run("seed", environ)
        with made.connect() as connection:
            registered = connection.scalar(SANDBOX_APP)
        if settings.simulated and not registered:
            run("clients", environ, "demo")


def is_migrated(connection: Connection) -> bool:
    """Whether the database has every migration of this version, or more."""
    try:
        there = connection.scalar(text(REVISION))
    except ProgrammingError:
        return False
    return there is not None and there >= NEWEST


def run(name: str, environ: Mapping[str, str], *more: str) -> None:
    """Run another command; what it says is for the caller. Exits when it fails."""
    words = [sys.executable, "-m", "citizen_api.commands", name, *more]
    done = subprocess.run(words, env=environ, check=False)  # noqa: S603 - our words
    if done.returncode:
        sys.exit(done.returncode)


def watch(child: Child, settings: Settings, environ: Mapping[str, str]) -> int:
    """Say where the service is, then wait until it ends; its exit code.

    The worker and the simulated locks begin when the server answers: they load much,
    and nobody waits for them.
    """
    if not wait_until_it_answers(child, settings):
        return ended(child)
    say_where(settings)
    with working(environ), locking(environ, settings):
        return ended(child)


def ended(child: Child) -> int:
    """Waits for the server to end, and says so; its exit code."""
    code = exit_code(child)
    click.echo(f"Error: the server ended with code {code}", err=True)
    return code


def say_where(settings: Settings) -> None:
    """The addresses to open."""
    here = local_url(settings)
    click.echo(f"Hải Phòng is served on {here}")
    click.echo(f"  on the phone     {here}/")
    click.echo(f"  for developers   {here}/docs")
    click.echo(f"  bánh đa cua now  {here}/v1/venues?{HUNGRY}")
    click.echo("  Ctrl-C stops everything")


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
