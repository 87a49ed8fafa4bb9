"""The PostgreSQL schema that holds all state, so that any number of workers may run."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, Engine, MetaData, create_engine, text
from sqlalchemy.orm import DeclarativeBase, sessionmaker
from sqlalchemy.schema import CreateSchema

__all__ = ["SCHEMA", "Base", "Store"]

SCHEMA: Final = "sim_vneid"
# Workers that start at once make the tables one after the other.
LOCK: Final = 0x564E6549
CONNECTIONS: Final = 10
CONNECTIONS_ASIDE: Final = 4


class Base(DeclarativeBase):
    """Every table of the simulator."""

    metadata = MetaData(schema=SCHEMA)


class Store:
    """The pool of connections of one process; `url` is a postgresql:// address."""

    def __init__(self, url: str) -> None:
        self.engine = _pool(url, CONNECTIONS)
        # For what is asked while the session of a request waits for another: from
        # one pool, those who wait could hold every connection the first one needs.
        self.aside = _pool(url, CONNECTIONS_ASIDE)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    @contextmanager
    def made(self) -> Iterator[Connection]:
        """A transaction in which every table exists; made when missing."""
        with self.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": LOCK})
            connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
            Base.metadata.create_all(connection)
            yield connection

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
        self.aside.dispose()


def _pool(url: str, connections: int) -> Engine:
    return create_engine(
        _with_driver(url),
        pool_size=1,
        max_overflow=connections - 1,
        pool_pre_ping=True,
        # What goes wrong is logged, and the values may be somebody's secrets.
        hide_parameters=True,
    )


def _with_driver(url: str) -> str:
    scheme, _, rest = url.partition("://")
    plain = scheme in {"postgres", "postgresql"}
    return f"postgresql+psycopg://{rest}" if plain else url
