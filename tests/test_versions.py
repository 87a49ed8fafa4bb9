"""Copies of shared data: at most a moment behind, and loaded only when it changed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from citizen_api.versions import CATALOGUE, PLACES, Copy, bump

FORGET = text("DELETE FROM versions")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def versions(engine: Engine) -> Iterator[Engine]:
    """A database in which nothing has a version yet."""
    yield engine
    with engine.begin() as connection:
        connection.execute(FORGET)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def loads() -> list[int]:
    """A mark for each time that the data was loaded."""
    return []


@pytest.fixture
def copy(versions: Engine, clock: Clock, loads: list[int]) -> Copy[int]:
    """A copy of a number that counts how often it was loaded."""

    def load(connection: Connection) -> int:
        loads.append(1)
        return len(loads)

    return Copy(versions, CATALOGUE, load, clock=clock)


def grow(engine: Engine, name: str = CATALOGUE) -> None:
    with engine.begin() as connection:
        bump(connection, name)


def test_it_is_loaded_once(copy: Copy[int], clock: Clock) -> None:
    for _ in range(5):
        assert copy.get() == 1
        clock.now += 10


def test_a_change_is_seen_after_a_second(
    copy: Copy[int], clock: Clock, versions: Engine
) -> None:
    copy.get()
    grow(versions)

    assert copy.get() == 1
    clock.now += 1
    assert copy.get() == 2


def test_a_change_of_something_else_is_none(
    copy: Copy[int], clock: Clock, versions: Engine
) -> None:
    copy.get()
    grow(versions, PLACES)
    clock.now += 1

    assert copy.get() == 1


def test_the_version_grows_with_each_change(
    copy: Copy[int], clock: Clock, versions: Engine
) -> None:
    seen = []
    for _ in range(3):
        seen.append(copy.version)
        grow(versions)
        clock.now += 1

    assert seen == [0, 1, 2]


def test_a_change_that_is_undone_was_none(
    copy: Copy[int], clock: Clock, versions: Engine
) -> None:
    copy.get()
    with versions.connect() as connection:
        bump(connection, CATALOGUE)
        connection.rollback()
    clock.now += 1

    assert copy.get() == 1


def test_a_load_that_fails_is_tried_again(versions: Engine, clock: Clock) -> None:
    results: list[int] = []

    def load(connection: Connection) -> int:
        results.append(1)
        return 7 // (len(results) - 1)

    copy = Copy(versions, CATALOGUE, load, clock=clock)
    with pytest.raises(ZeroDivisionError):
        copy.get()

    assert copy.get() == 7
