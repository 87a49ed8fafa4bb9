"""Rows made to be what the files say, touching only those that differ."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.orm import Session

from citizen_api.db import Base

Row = dict[str, Any]
Key = tuple[Any, ...]

EVERYWHERE: Final = true()


def keep(
    session: Session,
    model: type[Base],
    rows: Sequence[Row],
    *,
    key: Sequence[str],
    within: ColumnElement[bool] = EVERYWHERE,
    whole: bool = False,
) -> int:
    """Add the rows that are missing, change those that differ; how many were touched.

    All rows have the same columns; `key` names those that tell rows apart. Only the
    part of the table `within` is looked at; `whole` says that `rows` are all of that
    part, so that others in it are deleted.
    """
    table = _table(model)
    names = list(rows[0]) if rows else list(key)
    stored = _stored(session, table, names, key, within)
    wanted = _by_key(rows, key)
    added = [row for found, row in wanted.items() if found not in stored]
    changed = [
        row
        for found, row in wanted.items()
        if found in stored and any(stored[found][name] != row[name] for name in names)
    ]
    gone = [row for found, row in stored.items() if whole and found not in wanted]
    _delete(session, table, gone)
    _update(session, table, changed, key)
    _insert(session, table, added)
    return len(added) + len(changed) + len(gone)


def numbered(
    session: Session, model: type[Base], keys: Sequence[Key], names: Sequence[str]
) -> dict[Key, int]:
    """An id for each key: the stored one, else the next free number in order."""
    table = _table(model)
    columns = [table.c[name] for name in names]
    ids = {
        tuple(row[1:]): row[0] for row in session.execute(select(table.c.id, *columns))
    }
    following = session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    for found in keys:
        if found not in ids:
            following += 1
            ids[found] = following
    return ids


def _table(model: type[Base]) -> Table:
    table = model.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{model} is not one table")
    return table


def _key(row: Any, names: Sequence[str]) -> Key:
    return tuple(row[name] for name in names)


def _by_key(rows: Sequence[Row], key: Sequence[str]) -> dict[Key, Row]:
    found = {_key(row, key): row for row in rows}
    if len(found) != len(rows):
        raise ValueError(f"two rows with the same {', '.join(key)}")
    return found


def _stored(
    session: Session,
    table: Table,
    names: Sequence[str],
    key: Sequence[str],
    within: ColumnElement[bool],
) -> dict[Key, Row]:
    primary = [column for column in table.primary_key if column.name not in names]
    columns = [*primary, *(table.c[name] for name in names)]
    found = session.execute(select(*columns).where(within))
    return {_key(row, key): dict(row) for row in found.mappings()}


def _insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _delete(session: Session, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        primary = list(table.primary_key)
        session.execute(
            delete(table).where(*(c == bindparam(f"{c.name}_") for c in primary)),
            [{f"{c.name}_": row[c.name] for c in primary} for row in rows],
        )


def _update(
    session: Session, table: Table, rows: Sequence[Row], key: Sequence[str]
) -> None:
    if rows:
        names = [name for name in rows[0] if name not in key]
        session.execute(
            update(table)
            .where(*(table.c[name] == bindparam(f"{name}_") for name in key))
            .values({name: bindparam(f"{name}_") for name in names}),
            [{f"{name}_": value for name, value in row.items()} for row in rows],
        )
