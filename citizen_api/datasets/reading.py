"""What a file is made from: the items of a kind, in one state of the pack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, text

from citizen_api.db import Database
from citizen_api.problems import Unavailable

AT_ONCE: Final = 500
STATE: Final = text(
    "SELECT number, hash, made_at FROM sync_versions ORDER BY number DESC LIMIT 1"
)
ITEMS: Final = text(
    "SELECT body FROM sync_items WHERE kind = :kind AND body IS NOT NULL ORDER BY id"
)
NAMES: Final = text(
    "SELECT id, body FROM sync_items WHERE kind = :kind AND body IS NOT NULL"
)

Body = Mapping[str, Any]


class State(NamedTuple):
    """The version of the pack that everything is read from."""

    number: int
    hash: str
    made_at: datetime


class Known(NamedTuple):
    """What rows name: dishes, hours and sources by id; and where our own pages are."""

    dishes: Mapping[str, Body]
    hours: Mapping[str, Body]
    sources: Mapping[str, Body]
    state: State
    public_url: str


def state(database: Database) -> State:
    """The newest version. Raises Unavailable when none was made yet."""
    with database.engine.connect() as connection:
        return _state(connection)


@contextmanager
def reading(database: Database, public_url: str) -> Iterator[tuple[Connection, Known]]:
    """A connection that sees one version throughout, and what rows name."""
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            found = _state(connection)
            dishes, hours, sources = (
                _named(connection, kind) for kind in ("dishes", "hours", "sources")
            )
            yield connection, Known(dishes, hours, sources, found, public_url)


def items(connection: Connection, kind: str) -> Iterator[Body]:
    """The items of a kind, some at a time, in the order of their ids."""
    options = {"yield_per": AT_ONCE}
    asked = {"kind": kind}
    with connection.execute(ITEMS, asked, execution_options=options) as found:
        yield from found.scalars()


def _state(connection: Connection) -> State:
    found = connection.execute(STATE).one_or_none()
    if found is None:
        raise Unavailable(headers={"Retry-After": "10"})
    return State._make(found)


def _named(connection: Connection, kind: str) -> Mapping[str, Body]:
    return {row.id: row.body for row in connection.execute(NAMES, {"kind": kind})}
