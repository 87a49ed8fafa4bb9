"""What `citizen up` does while the server loads: all that it needs, and loads much."""

import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import nullcontext
from urllib.parse import urlencode

import click
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from citizen_api.commands.beside import locking, with_locks, working
from citizen_api.commands.city import is_loaded
from citizen_api.commands.server_child import Child, exit_code, serving, tell
from citizen_api.commands.serving import (
    ensure_port_is_free,
    local_url,
    wait_until_it_answers,
)
from citizen_api.commands.surroundings import (
    engine,
    environment,
    made_secrets,
    own_cluster,
)
from citizen_api.health.queries import NEWEST, REVISION
from citizen_api.local_postgres import Server
from citizen_api.settings import Settings, from_environment

LOOK_EVERY_S = 0.2
OPERA_HOUSE = {"lat": 20.8603, "lon": 106.6826, "radius": 2000}
SANDBOX_APP = text("SELECT EXISTS (SELECT FROM clients WHERE id = 'citizen-app')")
HUNGRY = urlencode({"q": "banh da cua", **OPERA_HOUSE, "open_at": "now"})


def run(child: Child) -> int:
    """Ready the database, then let the server serve until it ends; its exit code."""
    given = environment(made_secrets())
    environ = with_locks(given, from_environment(given))
    settings = from_environment(environ)
    ensure_port_is_free(settings)
    tell(child, environ)
    cluster = own_cluster()
    with cluster.running() if cluster else nullcontext() as postgres:
        prepare(settings, environ)
        with serving(child):
            return watch(child, postgres, settings, environ)


def prepare(settings: Settings, environ: Mapping[str, str]) -> None:
    """Migrate and seed when that is not done: both load much, and are seldom needed."""
    with engine(settings.database_url) as made:
        with made.connect() as connection:
            migrated = is_migrated(connection)
        if not migrated:
            order("migrate", environ)
        with made.connect() as connection:
            loaded = is_loaded(connection)
        if not loaded:
            order("seed", environ)
        with made.connect() as connection:
            registered = connection.scalar(SANDBOX_APP)
        if settings.simulated and not registered:
            order("clients", environ, "demo")


def is_migrated(connection: Connection) -> bool:
    """Whether the database has every migration of this version, or more."""
    try:
        there = connection.scalar(text(REVISION))
    except ProgrammingError:
        return False
    return there is not None and there >= NEWEST


def order(name: str, environ: Mapping[str, str], *more: str) -> None:
    """Run another command; what it says is for the caller. Exits when it fails."""
    words = [sys.executable, "-m", "citizen_api.commands", name, *more]
    done = subprocess.run(words, env=environ, check=False)  # noqa: S603 - our words
    if done.returncode:
        sys.exit(done.returncode)


def watch(
    child: Child,
    postgres: Server | None,
    settings: Settings,
    environ: Mapping[str, str],
) -> int:
    """Say where the service is, then wait until it ends; its exit code.

    The worker and the simulated locks begin when the server answers: they load much,
    and nobody waits for them.
    """
    if not wait_until_it_answers(child, settings):
        return ended(child, postgres)
    say_where(settings)
    with working(environ), locking(environ, settings):
        return ended(child, postgres)


def ended(child: Child, postgres: Server | None) -> int:
    """Waits for the server to end, and says so; its exit code.

    Raises PostgresError when the database that it needs ends before.
    """
    while child.poll() is None:
        if postgres:
            postgres.ensure_runs()
        time.sleep(LOOK_EVERY_S)
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
