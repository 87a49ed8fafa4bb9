"""Copies of shared data: at most a moment behind, and loaded only when it changed."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, text

from citizen_api.dishes.queries import catalogue
from citizen_api.http.session import kept
from citizen_api.venues.queries.known import known
from citizen_api.versions import CATALOGUE, PLACES, Copies, Load, bump, once

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
def copies(versions: Engine, clock: Clock) -> Copies:
    """What is made of the catalogue."""
    return Copies(versions, CATALOGUE, clock=clock)


@pytest.fixture
def count(loads: list[int]) -> Load[int]:
    """Makes a number that tells how often it was made."""

    def load(connection: Connection) -> int:
        loads.append(1)
        return len(loads)

    return load


@pytest.fixture
def copy(copies: Copies, count: Load[int]) -> Callable[[], int]:
    """The number as it is kept."""
    return lambda: copies.get(count)


def grow(engine: Engine, name: str = CATALOGUE) -> None:
    with engine.begin() as connection:
        bump(connection, name)


def test_it_is_loaded_once(copy: Callable[[], int], clock: Clock) -> None:
    for _ in range(5):
        assert copy() == 1
        clock.now += 10


def test_a_change_is_seen_after_a_second(
    copy: Callable[[], int], clock: Clock, versions: Engine
) -> None:
    copy()
    grow(versions)

    assert copy() == 1
    clock.now += 1
    assert copy() == 2


def test_a_change_of_something_else_is_none(
    copy: Callable[[], int], clock: Clock, versions: Engine
) -> None:
    copy()
    grow(versions, PLACES)
    clock.now += 1

    assert copy() == 1


def test_the_version_grows_with_each_change(
    copies: Copies, count: Load[int], clock: Clock, versions: Engine
) -> None:
    seen = []
    for _ in range(3):
        seen.append(copies.version(count))
        grow(versions)
        clock.now += 1

    assert seen == [0, 1, 2]


def test_a_change_that_is_undone_was_none(
    copy: Callable[[], int], clock: Clock, versions: Engine
) -> None:
    copy()
    with versions.connect() as connection:
        bump(connection, CATALOGUE)
        connection.rollback()
    clock.now += 1

    assert copy() == 1


def test_what_two_copies_are_made_of_is_made_once(
    copies: Copies, count: Load[int], loads: list[int], clock: Clock, versions: Engine
) -> None:
    def twice(connection: Connection) -> int:
        return 2 * once(connection, count)

    assert (copies.get(twice), copies.get(count)) == (2, 1)
    grow(versions)
    clock.now += 1
    assert (copies.get(count), copies.get(twice)) == (2, 4)
    assert len(loads) == 2


def test_the_service_keeps_the_dishes_once(app: Flask) -> None:
    with app.app_context():
        assert kept(known).dishes is kept(catalogue)


def test_it_is_made_at_once_where_nothing_is_kept(
    versions: Engine, count: Load[int]
) -> None:
    with versions.connect() as connection:
        assert [once(connection, count), once(connection, count)] == [1, 2]


def test_a_load_that_fails_is_tried_again(copies: Copies) -> None:
    results: list[int] = []

    def load(connection: Connection) -> int:
        results.append(1)
        return 7 // (len(results) - 1)

    with pytest.raises(ZeroDivisionError):
        copies.get(load)

    assert copies.get(load) == 7
