"""Whether the database can be worked with."""

from pathlib import Path

import psycopg
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from citizen_api.db import Database
from citizen_api.health.rules import (
    LATER,
    DatabaseUnreachable,
    NotMigrated,
    NotSeeded,
    ensure_migrated,
)

MIGRATIONS = Path(__file__).parents[1] / "migrations" / "versions"
# A migration's file begins with its revision; so Alembic need not be loaded to serve.
NEWEST = max(path.stem for path in MIGRATIONS.glob("[0-9]*.py")).partition("_")[0]
REVISION = "SELECT max(version_num) FROM alembic_version"
SEEDED = "SELECT EXISTS (SELECT FROM dishes)"


def ensure_ready(database: Database) -> None:
    """Raises DatabaseUnreachable, NotMigrated or NotSeeded."""
    try:
        ensure_migrated(database.find(REVISION, {})[0][0], NEWEST)
        seeded = database.find(SEEDED, {})[0][0]
    except (psycopg.OperationalError, OperationalError, NoConnection):
        raise DatabaseUnreachable(headers=LATER) from None
    except psycopg.errors.UndefinedTable:
        raise NotMigrated(headers=LATER) from None
    if not seeded:
        raise NotSeeded(headers=LATER)
