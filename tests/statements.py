"""How often the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from citizen_api.db import Database
from tests.factories import database_of


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """What single statements the database is asked, and what the pool checks out."""
    engine, run = database_of(app).engine, Database._rows
    told: list[str] = []

    def rows(engine: Engine, sql: str, values: dict[str, object]) -> object:
        told.append(sql)
        return run(engine, sql, values)

    noted = _noting(told)
    event.listen(engine, "before_cursor_execute", noted)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Database, "_rows", staticmethod(rows))
        yield told
    event.remove(engine, "before_cursor_execute", noted)


def _noting(told: list[str]):  # type: ignore[no-untyped-def]
    def before(conn, cursor, statement, *_):  # type: ignore[no-untyped-def]
        if "FROM versions" not in statement:
            told.append(statement)

    return before
