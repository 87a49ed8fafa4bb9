"""The schema `sandbox`: empty copies of the tables that phones write. No Flask.

A connection whose search path is `sandbox, public` runs the very same statements, and
what they write stays here; what it only reads is the real city. Made anew with every
migration, so that the copies are never behind: docs/decisions/0015-sandbox.md.
"""

import re
from typing import Final

from sqlalchemy import Connection, text

from citizen_api.db import SEARCH_PATH

SCHEMA: Final = "sandbox"
# Parents first. What phones write, and what such a write may set off.
TABLES: Final = (
    "devices",
    "device_people",
    "reviews",
    "review_versions",
    "review_votes",
    "review_replies",
    "review_reports",
    "review_appeals",
    "review_holds",
    "venue_scores",
    "dish_scores",
    "score_changes",
    "surges",
    "surge_venues",
    "surge_looks",
    "media_files",
    "photos",
    "photo_reports",
    "visits",
    "venue_reports",
    "cases",
    "case_entries",
    "jobs",
    "throttle_counts",
    "throttle_locks",
    "audit_events",
)
PUBLIC_NAMES: Final = text("SET LOCAL search_path = pg_catalog")
SANDBOX_NAMES: Final = text(f"SET LOCAL search_path = {SEARCH_PATH}")
TRIGGERS: Final = text(
    """
    SELECT pg_get_triggerdef(oid) FROM pg_trigger
    WHERE tgrelid = to_regclass(:table) AND NOT tgisinternal ORDER BY tgname
    """
)
LINKS: Final = text(
    """
    SELECT pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = to_regclass(:table) AND contype = 'f' ORDER BY conname
    """
)
# A row of a copy is of another type than one of its original.
FUNCTIONS: Final = text(
    """
    SELECT pg_get_functiondef(p.oid) FROM pg_proc p
    WHERE p.pronamespace = CAST('public' AS regnamespace) AND EXISTS (
        SELECT FROM unnest(p.proargtypes) AS t (type)
        JOIN pg_type y ON y.oid = t.type JOIN pg_class c ON c.oid = y.typrelid
        WHERE c.relname = ANY (:tables))
    """
)
ROW_TYPE: Final = re.compile(rf"\bpublic\.({'|'.join(TABLES)})\b")
LINK: Final = re.compile(r"(FOREIGN KEY \([^)]+\) REFERENCES )public\.(\w+)(\([^)]+\))")


def drop(connection: Connection) -> None:
    """Throw the sandbox away."""
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))


def make(connection: Connection) -> None:
    """Make the sandbox anew, of the tables as they are now."""
    drop(connection)
    connection.execute(PUBLIC_NAMES)
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    for table in TABLES:
        like = f"(LIKE public.{table} INCLUDING ALL)"
        connection.execute(text(f"CREATE TABLE {SCHEMA}.{table} {like}"))
    found = connection.scalars(FUNCTIONS, {"tables": list(TABLES)}).all()
    connection.execute(SANDBOX_NAMES)
    for definition in found:
        ours = ROW_TYPE.sub(rf"{SCHEMA}.\1", definition)
        ours = ours.replace("FUNCTION public.", f"FUNCTION {SCHEMA}.", 1)
        connection.exec_driver_sql(ours)
    connection.execute(PUBLIC_NAMES)
    for table in TABLES:
        _bind(connection, table)


def _bind(connection: Connection, table: str) -> None:
    """Give a copy the triggers and, among copies, the foreign keys of its original."""
    asked = {"table": f"public.{table}"}
    for definition in connection.scalars(TRIGGERS, asked).all():
        ours = definition.replace(f" ON public.{table} ", f" ON {SCHEMA}.{table} ")
        connection.execute(text(ours.replace(":", r"\:")))
    for definition in connection.scalars(LINKS, asked).all():
        found = LINK.match(definition)
        if found is not None and found[2] in TABLES:
            # Who resets takes back everything that hangs on their phone.
            to = f"{found[1]}{SCHEMA}.{found[2]}{found[3]} ON DELETE CASCADE"
            connection.execute(text(f"ALTER TABLE {SCHEMA}.{table} ADD {to}"))
