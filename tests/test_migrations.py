"""Migrations make what the code has, may be undone, and hurt nobody meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import Engine, text

from citizen_api import migrating
from citizen_api.db import make_engine
from citizen_api.migrating import differences, migrate, newest, revision
from tests.conftest import copied

TABLES = text(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind = 'r' AND relname NOT IN ('spatial_ref_sys', 'alembic_version')"
)
FUNCTIONS = text(
    "SELECT proname FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
    " AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')"
)


@pytest.fixture
def empty(server_url: str, worker: str) -> Iterator[Engine]:
    """A database with nothing in it."""
    name = f"to_migrate_{worker}"
    made = make_engine(copied(server_url, "template1", name), pool_size=2)
    yield made
    made.dispose()


def found(engine: Engine, what: object) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(what).all())  # type: ignore[call-overload]


def test_from_nothing_to_what_the_code_has(empty: Engine) -> None:
    migrate(empty)

    with empty.connect() as connection:
        assert revision(connection) == newest()
        assert differences(connection) == []


def test_a_second_time_does_nothing(empty: Engine) -> None:
    migrate(empty)
    before = found(empty, TABLES)

    migrate(empty)

    assert found(empty, TABLES) == before


def test_several_processes_may_start_at_once(empty: Engine) -> None:
    engines = [make_engine(str(empty.url), pool_size=1) for _ in range(3)]

    with ThreadPoolExecutor(3) as threads:
        list(threads.map(migrate, engines))

    for engine in engines:
        engine.dispose()
    with empty.connect() as connection:
        assert revision(connection) == newest()


def test_down_to_nothing_and_up_again(empty: Engine) -> None:
    migrate(empty)
    tables, functions = found(empty, TABLES), found(empty, FUNCTIONS)

    with empty.connect() as connection:
        command.downgrade(migrating._config(connection), "base")
        connection.commit()
    assert found(empty, TABLES) == set()
    assert found(empty, FUNCTIONS) == set()

    migrate(empty)
    assert (found(empty, TABLES), found(empty, FUNCTIONS)) == (tables, functions)
    with empty.connect() as connection:
        assert differences(connection) == []


def test_a_difference_is_told(empty: Engine) -> None:
    migrate(empty)

    with empty.connect() as connection:
        connection.execute(text("ALTER TABLE devices ADD COLUMN phone_number text"))
        assert "phone_number" in differences(connection)[0]


def test_an_empty_database_has_no_revision(empty: Engine) -> None:
    with empty.connect() as connection:
        assert revision(connection) is None
        assert differences(connection) != []
