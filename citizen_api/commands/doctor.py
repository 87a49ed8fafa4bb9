"""citizen doctor."""

import shutil
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from citizen_api.commands import city
from citizen_api.commands.failures import Failure
from citizen_api.commands.fitness import ensure_fit
from citizen_api.commands.serving import (
    ensure_port_is_free,
    host_to_ask,
    is_ours,
    local_url,
)
from citizen_api.commands.surroundings import (
    CHECKOUT,
    database,
    environment,
    own_cluster,
    secret_key_file,
)
from citizen_api.local_postgres import PostgresError, find_binaries
from citizen_api.migrating import newest, revision
from citizen_api.settings import Settings, from_environment
from citizen_api.versions import Version

LEAST_FREE_BYTES = 2**30
OLDEST_PYTHON = (3, 11)
VERSIONS = text("SELECT current_setting('server_version'), postgis_lib_version()")
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
    found = []
    for finding in findings(from_environment(environment())):
        click.echo(f"{'wrong' if finding.remedy else 'ok':6} {finding.what}")
        if finding.remedy:
            click.echo(f"       → {finding.remedy}")
        found.append(finding)
    sys.exit(any(finding.remedy for finding in found))


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything, in the order in which it is needed."""
    yield python()
    yield disk()
    yield secret()
    yield port(settings)
    cluster = own_cluster()
    if cluster is not None:
        yield installed()
        if not cluster.data.exists():
            yield Finding("no database here yet", "make run")
            return
    try:
        with database(settings.database_url) as engine, engine.connect() as connection:
            yield from inside(connection)
    except (PostgresError, DBAPIError) as error:
        yield unreachable(error)
