"""Personal data under new keys while the service runs, and which keys it is under.

Small transactions in the order of the ids. Doing it twice does no harm, so a run that
was killed is begun again. Row locks are asked for briefly: whoever serves goes first.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from psycopg.errors import LockNotAvailable
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    Table,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import OperationalError

from citizen_api.db import Blind, Sealed
from identity.key_ring import KeyRing
from identity.vault import (
    VaultError,
    Where,
    blind_index,
    reseal,
    sealed_by,
    unseal,
)

BATCH: Final = 200
TRIES: Final = 300
# Less than deadlock_timeout (1 s): in a deadlock it is this job that gives way.
WAIT_BRIEFLY: Final = text("SET LOCAL lock_timeout = '200ms'")


class Broken(NamedTuple):
    """A row with a cell that no key of the ring opens."""

    table: str
    id: str
    why: str


class Passed(NamedTuple):
    """A stretch of a table: its rows, how many got new cells, which are broken."""

    table: str
    rows: int
    renewed: int
    broken: list[Broken]


class InUse(NamedTuple):
    """A key that closed cells of a column; `example`: one of them, with its row."""

    column: str
    key_id: str
    example: tuple[Where, bytes]


Row = dict[str, Any]


def sealed_tables(metadata: MetaData) -> Iterator[Table]:
    """The tables with closed cells."""
    return (table for table in metadata.sorted_tables if sealed_columns(table))


def sealed_columns(table: Table) -> list[Column[Any]]:
    """The columns of closed cells."""
    return [column for column in table.columns if isinstance(column.type, Sealed)]


def indexes(table: Table) -> list[tuple[str, str, str]]:
    """The indexes that can be made anew: column, field and the column of the value."""
    return [
        (column.name, column.type.field, column.type.source)
        for column in table.columns
        if isinstance(column.type, Blind) and column.type.source
    ]


def reseal_all(
    engine: Engine, metadata: MetaData, ring: KeyRing, batch: int = BATCH
) -> Iterator[Passed]:
    """Bring every cell and index under the current keys, a stretch at a time."""
    for table in sealed_tables(metadata):
        last = None
        while True:
            passed, last = _patiently(engine, table, ring, last, batch)
            yield passed
            if last is None:
                break


def first_stale(
    connection: Connection, metadata: MetaData, ring: KeyRing
) -> str | None:
    """The table and id of a row that is not under the current keys, None without."""
    streaming = connection.execution_options(yield_per=BATCH)
    for table in sealed_tables(metadata):
        with streaming.execute(_rows(table)) as rows:
            for row in rows.mappings():
                if not _is_current(table, dict(row), ring):
                    return f"{table.name} {row[_id(table).name]}"
    return None


def _is_current(table: Table, row: Row, ring: KeyRing) -> bool:
    try:
        return not renewed(table, row, ring)
    except VaultError:
        return False


def seal_keys_in_use(connection: Connection, metadata: MetaData) -> Iterator[InUse]:
    """Every key that cells are under, with one cell each; raises NotSealed."""
    for table in sealed_tables(metadata):
        for column in sealed_columns(table):
            head = func.substring(column, 1, 2 + func.get_byte(column, 1))
            asked = select(_id(table), column).where(column.is_not(None))
            for number, cell in connection.execute(asked.ext(distinct_on(head))):
                where = Where(table.name, column.name, str(number))
                named = f"{table.name}.{column.name}"
                yield InUse(named, sealed_by(cell), (where, cell))


def renewed(table: Table, row: Row, ring: KeyRing) -> Row:
    """What changes in a row under the current keys; raises VaultError."""
    number = str(row[_id(table).name])
    changes = {}
    for column in sealed_columns(table):
        cell = row[column.name]
        if cell is not None:
            where = Where(table.name, column.name, number)
            changes[column.name] = reseal(ring, where, cell)
    for name, field, source in indexes(table):
        if row[name] is not None and row[source] is not None:
            value = unseal(ring, Where(table.name, source, number), row[source])
            changes[name] = blind_index(ring, field, value)
    return {name: cell for name, cell in changes.items() if cell != row[name]}


def _patiently(
    engine: Engine, table: Table, ring: KeyRing, after: Any, batch: int
) -> tuple[Passed, Any]:
    """A stretch, tried again while somebody else holds one of its rows."""
    for _ in range(TRIES):
        try:
            with engine.begin() as connection:
                return _stretch(connection, table, ring, after, batch)
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
            held = error
    raise held


def _stretch(
    connection: Connection, table: Table, ring: KeyRing, after: Any, batch: int
) -> tuple[Passed, Any]:
    """What came of a stretch, and its last id; None at the end of the table."""
    connection.execute(WAIT_BRIEFLY)
    number = _id(table)
    asked = _rows(table).limit(batch).with_for_update()
    if after is not None:
        asked = asked.where(number > after)
    rows = [dict(row) for row in connection.execute(asked).mappings()]
    count, broken = 0, []
    for row in rows:
        try:
            changes = renewed(table, row, ring)
        except VaultError as error:
            broken.append(Broken(table.name, str(row[number.name]), str(error)))
            continue
        if changes:
            this = number == row[number.name]
            connection.execute(update(table).where(this).values(changes))
            count += 1
    last = rows[-1][number.name] if len(rows) == batch else None
    return Passed(table.name, len(rows), count, broken), last


def _rows(table: Table) -> Any:
    wanted = [*sealed_columns(table), *(table.c[name] for name, _, _ in indexes(table))]
    return select(_id(table), *wanted).order_by(_id(table))


def _id(table: Table) -> Column[Any]:
    (number,) = table.primary_key.columns
    return number
