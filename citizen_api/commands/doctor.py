"""citizen doctor."""

import platform
import shutil
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from citizen_api import tables
from citizen_api.commands import surroundings
from citizen_api.commands.city import is_loaded
from citizen_api.commands.failures import Failure
from citizen_api.commands.fitness import ensure_fit
from citizen_api.commands.serving import (
    ensure_port_is_free,
    host_to_ask,
    is_ours,
    local_url,
)
from citizen_api.local_postgres import PostgresError, find_binaries
from citizen_api.migrating import newest, revision
from citizen_api.resealing import seal_keys_in_use
from citizen_api.settings import BadSetting, Settings, from_environment
from identity.key_ring import KeyRing
from identity.vault import VaultError, unseal

LEAST_FREE = 2**30
VERSIONS = text(
    "SELECT current_setting('server_version'),"
    " (SELECT extversion FROM pg_extension WHERE extname = 'postgis')"
)
VENUES = text("SELECT count(*) FROM venues")


class Finding(NamedTuple):
    """One thing that was looked at; `remedy` says what to do when it is wrong."""

    what: str
    remedy: str | None = None


@click.command("doctor")
def command() -> None:
    """Look at everything that the service needs, and say what to do.

    Nothing is changed. The exit code is 1 when something is wrong.
    """
    wrong = False
    for finding in findings():
        click.echo(f"{'wrong' if finding.remedy else 'ok':<7}{finding.what}")
        if finding.remedy:
            click.echo(f"       {finding.remedy}")
            wrong = True
    sys.exit(wrong)


def findings() -> Iterator[Finding]:
    """Everything, in the order in which it is needed."""
    yield python()
    yield disk()
    ring = None
    try:
        settings = from_environment(
            surroundings.environment(surroundings.kept_secrets())
        )
    except BadSetting as error:
        yield Finding("the settings cannot be used", str(error))
    else:
        ring = settings.key_ring
        yield from map(secret, surroundings.SECRETS)
        yield port(settings)
    yield from stored(ring)


def stored(ring: KeyRing | None) -> Iterator[Finding]:
    """The database, whatever else is wrong."""
    cluster = surroundings.own_cluster()
    if cluster is not None:
        yield installed()
        if not cluster.data.exists():
            yield Finding("there is no database in .local yet", "run: make run")
            return
    try:
        with surroundings.database() as engine, engine.connect() as connection:
            yield from inside(connection, ring)
    except BadSetting:
        return  # said with the settings
    except PostgresError as error:
        yield Finding("the private database does not answer", str(error))
    except DBAPIError as error:
        said = str(error.orig).partition("\n")[0]
        remedy = "see that DATABASE_URL is right and that its server runs"
        yield Finding(f"the database does not answer: {said}", remedy)


def python() -> Finding:
    """The interpreter that runs this."""
    return Finding(f"Python {platform.python_version()} in {sys.prefix}")


def disk() -> Finding:
    """The room that is left where the data is."""
    free = shutil.disk_usage(surroundings.CHECKOUT).free
    what = f"{free / 2**30:.1f} GiB of disk are free"
    return Finding(what, "make room: 1 GiB at least" if free < LEAST_FREE else None)


def secret(name: str) -> Finding:
    """A secret: one that others may read is none."""
    file = surroundings.secret_file(name)
    if surroundings.kept_secret(name) is None:
        return Finding(f"no {name} yet: the first start makes one")
    if not file.exists() or file.stat().st_mode & 0o077 == 0:
        return Finding(f"{name} is there")
    return Finding(f"others may read {file}", f"run: chmod 600 {file}")


def port(settings: Settings) -> Finding:
    """Where the service answers, or could."""
    if is_ours(host_to_ask(settings), settings.port):
        return Finding(f"the service answers at {local_url(settings)}")
    try:
        ensure_port_is_free(settings)
    except (BadSetting, Failure) as error:
        return Finding("the service cannot listen", str(error))
    return Finding(f"port {settings.port} is free; nobody serves: run citizen up")


def installed() -> Finding:
    """The PostgreSQL of this machine."""
    try:
        found = find_binaries()
    except PostgresError as error:
        return Finding("no PostgreSQL to start", str(error))
    return Finding(f"PostgreSQL {found.major} with PostGIS in {found.folder}")


def inside(connection: Connection, ring: KeyRing | None) -> Iterator[Finding]:
    """The database: its versions, its tables, its city, and whether our keys fit."""
    server, postgis = connection.execute(VERSIONS).one()
    with_postgis = f" with PostGIS {postgis}" if postgis else ""
    yield Finding(f"the database answers: PostgreSQL {server}{with_postgis}")
    there, wanted = revision(connection), newest()
    if there is None or there < wanted:
        yield unmigrated(connection, there, wanted)
        return
    yield Finding(f"the database is at migration {there}, the newest is {wanted}")
    venues = connection.scalar(VENUES)
    if not venues:
        yield Finding("the city is not loaded", "run: citizen seed")
    elif not is_loaded(connection):
        yield Finding("the data files have changed since", "run: citizen seed")
    else:
        yield Finding(f"the city is loaded: {venues:,} venues")
    if ring:
        yield from fitting(connection, ring)


def fitting(connection: Connection, ring: KeyRing) -> Iterator[Finding]:
    """Whether the keys open what is stored: one cell of each column and key."""
    old = set()
    for each in seal_keys_in_use(connection, tables.metadata):
        try:
            unseal(ring, *each.example)
        except VaultError as error:
            remedy = "set DATA_KEYS to the ring that closed it; see citizen keys"
            yield Finding(f"{each.column} cannot be opened: {error}", remedy)
            return
        old |= {each.key_id} - {ring.seal_id}
    if old:
        remedy = "finish the rotation: citizen keys reseal"
        yield Finding(f"personal data is still under {', '.join(sorted(old))}", remedy)
    else:
        yield Finding("DATA_KEYS open the personal data that there is")


def unmigrated(connection: Connection, there: str | None, wanted: str) -> Finding:
    """Migrations are missing, and perhaps cannot be run."""
    what = f"the database is at migration {there}, the newest is {wanted}"
    try:
        ensure_fit(connection)
    except Failure as error:
        return Finding(what, str(error))
    return Finding(what, "run: citizen migrate")
