"""citizen migrate."""

import click
from sqlalchemy import Engine

from citizen_api.commands.fitness import ensure_fit
from citizen_api.commands.surroundings import database
from citizen_api.migrating import migrate, newest, revision


@click.command("migrate")
def command() -> None:
    """Bring the database to the newest migration.

    Safe while the service runs, and from several processes at once.
    """
    with database() as engine:
        click.echo(f"Database: {brought_up(engine)}")


def brought_up(engine: Engine) -> str:
    """Migrate what is not newest; what was done. Raises Failure when it cannot."""
    with engine.connect() as connection:
        before, after = revision(connection), newest()
        if before == after:
            return f"at migration {after}, the newest"
        if before is not None and before > after:
            return f"at migration {before}, made by a newer version than this one"
        ensure_fit(connection)
    migrate(engine)
    return f"migrated from {before or 'nothing'} to {after}"
