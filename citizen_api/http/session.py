"""The database of an application, and the one commit at the edge."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, current_app
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.versions import CATALOGUE, Copy

EXTENSION = "citizen-database"
COPIES = "citizen-copies"
Kept = TypeVar("Kept")


def register(app: Flask, database: Database) -> None:
    """Give an application its database."""
    app.extensions[EXTENSION] = database
    app.extensions[COPIES] = {}


def database() -> Database:
    """The database of the application at hand."""
    found: Database = current_app.extensions[EXTENSION]
    return found


@contextmanager
def transaction() -> Iterator[Session]:
    """A session; committed when the block ends, undone when it raises."""
    with database().sessions.begin() as session:
        yield session


def kept(load: Callable[[Connection], Kept], version: str = CATALOGUE) -> Kept:
    """What `load` made of shared data, at most a second behind the database."""
    return _copy(load, version).get()


def version_of(load: Callable[[Connection], object], version: str = CATALOGUE) -> int:
    """The version of what `kept` returns for the same arguments."""
    return _copy(load, version).version


def _copy(load: Callable[[Connection], Kept], version: str) -> Copy[Kept]:
    copies: dict[object, Copy[Kept]] = current_app.extensions[COPIES]
    found = copies.get(load)
    if found is None:
        found = copies.setdefault(load, Copy(database().engine, version, load))
    return found
