"""Alembic: the tables of every room against the database of `DATABASE_URL`."""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection

from citizen_api import tables

SYSTEM_TABLES = {"spatial_ref_sys", "alembic_version"}


def ours(
    thing: object, name: str | None, kind: str, reflected: bool, compared: object
) -> bool:
    """Leave PostGIS's own tables alone."""
    if kind == "table" and name in SYSTEM_TABLES:
        return False
    found = alembic_helpers.include_object(  # type: ignore[no-untyped-call]
        thing, name, kind, reflected, compared
    )
    return bool(found)


def migrate(connection: Connection) -> None:
    """Run the migrations on a connection that the caller opened."""
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        include_object=ours,
        compare_type=True,
        render_item=alembic_helpers.render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


migrate(context.config.attributes["connection"])
