"""Many rows at once: COPY, and indexes that are made after the rows."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from psycopg import Cursor, sql
from sqlalchemy import text
from sqlalchemy.orm import Session

Columns = Mapping[str, Sequence[str]]

INDEXES: Final = text(
    """
    SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS drop,
           pg_get_indexdef(i.indexrelid) AS make
    FROM pg_index i
    WHERE i.indrelid = ANY (CAST(:tables AS regclass[]))
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
    """
)
CONSTRAINTS: Final = text(
    """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
               AS drop,
           format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
                  pg_get_constraintdef(oid)) AS make
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY (CAST(:tables AS regclass[]))
       OR contype = 'p' AND conrelid = ANY (CAST(:keyless AS regclass[]))
    """
)


def copy_columns(cursor: Cursor[Any], table: str, columns: Columns) -> None:
    """Append rows given as columns of COPY text (`\\N` is null, nothing escaped)."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    rows = zip(*columns.values(), strict=True)
    with cursor.copy(statement) as copy:
        copy.write("".join("\t".join(row) + "\n" for row in rows))


@contextmanager
def set_aside(
    session: Session, tables: Sequence[str], *, keyless: Sequence[str] = ()
) -> Iterator[None]:
    """Drop the indexes and foreign keys of these tables, and make them again after.

    Tables that are `keyless` meanwhile lose their primary keys too. One transaction:
    when anything fails, the caller's rollback brings all back. The tables are locked
    until it ends.
    """
    chosen = {"tables": list(tables), "keyless": list(keyless)}
    aside = [*session.execute(CONSTRAINTS, chosen), *session.execute(INDEXES, chosen)]
    for drop, _ in aside:
        session.execute(text(drop))
    yield
    for _, make in reversed(aside):
        session.execute(text(make))
