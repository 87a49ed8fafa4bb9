"""The real city, and a small synthetic one beside it, undone after each test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from seeds.sample import sample
from tests.conftest import copied

SAMPLED = 120


@pytest.fixture(scope="package")
def city_engine(server_url: str, seeded_url: str, worker: str) -> Iterator[Engine]:
    """A copy of the real city."""
    url = copied(server_url, f"seeded_{worker}", f"seeds_{worker}")
    made = make_engine(url, pool_size=1)
    yield made
    made.dispose()


@pytest.fixture(scope="package")
def sampled_engine(server_url: str, seeded_url: str, worker: str) -> Iterator[Engine]:
    """A copy of the real city with `SAMPLED` synthetic venues."""
    url = copied(server_url, f"seeded_{worker}", f"sampled_{worker}")
    made = make_engine(url, pool_size=1)
    with Session(made) as session, session.begin():
        sample(session, SAMPLED, lambda line: None)
    yield made
    made.dispose()


@pytest.fixture
def city(city_engine: Engine) -> Iterator[Session]:
    """A session on the real city."""
    yield from _undone(city_engine)


@pytest.fixture
def sampled(sampled_engine: Engine) -> Iterator[Session]:
    """A session on the city with synthetic venues."""
    yield from _undone(sampled_engine)


def _undone(engine: Engine) -> Iterator[Session]:
    with engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()
