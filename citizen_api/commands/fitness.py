"""Whether a database can hold the service."""

import re
from typing import NamedTuple

from sqlalchemy import Connection, text

from citizen_api.commands.failures import Failure

OLDEST = 15
OLDEST_POSTGIS = (3, 3)
EXTENSIONS = ("postgis", "btree_gist", "pg_trgm")
FACTS = text(
    """
    SELECT current_setting('server_encoding') AS encoding,
           pg_is_in_recovery() AS standby,
           current_user::text AS who,
           has_schema_privilege(current_schema(), 'CREATE') AS may_make_tables,
           (
               SELECT coalesce(installed_version, default_version)
               FROM pg_available_extensions WHERE name = 'postgis'
           ) AS postgis,
           ARRAY(
               SELECT wanted FROM unnest(CAST(:extensions AS text[])) AS wanted
               WHERE NOT EXISTS (
                   SELECT FROM pg_available_extensions WHERE name = wanted
               )
           ) AS missing,
           ARRAY(
               SELECT e.name::text
               FROM pg_available_extensions e
               JOIN pg_available_extension_versions v
                   ON (v.name, v.version) = (e.name, e.default_version)
               WHERE e.name = ANY (CAST(:extensions AS text[]))
                 AND e.installed_version IS NULL
                 AND NOT (
                     SELECT rolsuper FROM pg_roles WHERE rolname = current_user
                 )
                 AND NOT (
                     v.trusted
                     AND has_database_privilege(current_database(), 'CREATE')
                 )
           ) AS forbidden
    """
)


class Facts(NamedTuple):
    """What a database says of itself; extensions that it lacks or may not be made."""

    encoding: str
    standby: bool
    who: str
    may_make_tables: bool
    postgis: str | None
    missing: list[str]
    forbidden: list[str]


def ensure_fit(connection: Connection) -> None:
    """Raises Failure with the first thing that must change."""
    major = int((connection.dialect.server_version_info or (0,))[0])
    if major < OLDEST:
        raise Failure(f"PostgreSQL {major} is too old: {OLDEST} or newer is needed")
    found = connection.execute(FACTS, {"extensions": list(EXTENSIONS)}).one()
    said = complaint(Facts._make(found))
    if said:
        raise Failure(said)


def complaint(known: Facts) -> str | None:
    """The first thing that must change, None when the service fits."""
    if known.standby:
        return "this is a read-only standby: DATABASE_URL must name its primary"
    if known.encoding != "UTF8":
        return f"the encoding is {known.encoding}: make a database with ENCODING 'UTF8'"
    if known.missing:
        lacks = ", ".join(known.missing)
        return f"the server lacks {lacks}: install PostGIS where it runs"
    if known.postgis and version(known.postgis) < OLDEST_POSTGIS:
        return f"PostGIS {known.postgis} is too old: 3.3 or newer is needed"
    if known.forbidden:
        orders = " ".join(f"CREATE EXTENSION {name};" for name in known.forbidden)
        return f"user {known.who} may not do this, a superuser must: {orders}"
    if not known.may_make_tables:
        order = f"GRANT CREATE ON SCHEMA public TO {known.who};"
        return f"user {known.who} may not make tables, its owner must: {order}"
    return None


def version(said: str) -> tuple[int, ...]:
    """The first two numbers of a version."""
    return tuple(int(digits) for digits in re.findall(r"\d+", said)[:2])
