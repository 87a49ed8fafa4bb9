"""A database in which there is no job."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from citizen_api.db import Database
from tests.conftest import copied, dropped

CLEAR = text("DELETE FROM jobs")


@pytest.fixture(scope="session")
def jobs_url(server_url: str, migrated_url: str, worker: str) -> Iterator[str]:
    """The address of a database with every table."""
    yield copied(server_url, f"migrated_{worker}", f"jobs_{worker}")
    dropped(f"jobs_{worker}")


@pytest.fixture(scope="session")
def shared(jobs_url: str) -> Iterator[Database]:
    """Its pools."""
    made = Database(jobs_url, pool_size=2)
    yield made
    made.close()


@pytest.fixture
def database(shared: Database) -> Database:
    """The same without the jobs of other tests."""
    with shared.sessions.begin() as session:
        session.execute(CLEAR)
    return shared
