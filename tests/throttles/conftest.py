"""A database of the counts, in which each test has keys of its own."""

import itertools
from collections.abc import Iterator

import pytest

from citizen_api.db import Database
from tests.conftest import copied, dropped

NUMBERS = itertools.count(1)


@pytest.fixture(scope="session")
def counts_url(server_url: str, migrated_url: str, worker: str) -> Iterator[str]:
    """The address of a database with every table."""
    name = f"counts_{worker}"
    yield copied(server_url, f"migrated_{worker}", name)
    dropped(name)


@pytest.fixture(scope="session")
def database(counts_url: str) -> Iterator[Database]:
    """The same for all tests here."""
    made = Database(counts_url, pool_size=8)
    yield made
    made.close()


@pytest.fixture
def key() -> bytes:
    """A key that no other test has."""
    return f"key {next(NUMBERS)}".encode()
