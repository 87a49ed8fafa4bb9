"""Bring a database to the newest migration, and tell whether it is there."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, Engine, text

from citizen_api import sandboxing
from citizen_api.alone import Work

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = text(f"SELECT pg_advisory_lock({Work.MIGRATING})")
NEXT_PLEASE = text(f"SELECT pg_advisory_unlock({Work.MIGRATING})")


def migrate(engine: Engine) -> None:
    """Run every migration that is missing; several processes may call it at once."""
    with engine.connect() as connection:
        connection.execute(ONE_AT_A_TIME)
        try:
            if revision(connection) != newest():
                sandboxing.drop(connection)
                command.upgrade(_config(connection), "head")
                sandboxing.make(connection)
            connection.commit()
        finally:
            connection.rollback()
            connection.execute(NEXT_PLEASE)
            connection.commit()


def differences(connection: Connection) -> list[str]:
    """What the tables of the code have and the database has not, or otherwise."""
    try:
        command.check(_config(connection))
    except CommandError as error:
        return [str(error)]
    return []


def newest() -> str:
    """The revision of the newest migration."""
    return ScriptDirectory.from_config(_config(None)).get_current_head() or ""


def revision(connection: Connection) -> str | None:
    """The revision of the database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
