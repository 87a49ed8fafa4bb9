"""The database of an application, and the one commit at the edge."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, current_app, has_request_context, request
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.versions import CATALOGUE, Copies, Load
from identity.key_ring import KeyRing

EXTENSION = "citizen-database"
COPIES = "citizen-copies"
KEYS = "citizen-keys"
SANDBOXED = "citizen.sandboxed"
Kept = TypeVar("Kept")


def register(app: Flask, database: Database, ring: KeyRing) -> None:
    """Give an application its database, and the keys of what is closed in it."""
    app.extensions[EXTENSION] = database
    app.extensions[KEYS] = ring
    app.extensions[COPIES] = {}


def database() -> Database:
    """The database of the application at hand; of its sandbox, for who is in it."""
    found: Database = current_app.extensions[EXTENSION]
    return found.sandbox if is_sandboxed() else found


def enter_sandbox() -> None:
    """From here on the request at hand writes where the real city is not."""
    request.environ[SANDBOXED] = True


def is_sandboxed() -> bool:
    """Whether a request is in the sandbox."""
    return has_request_context() and SANDBOXED in request.environ


def key_ring() -> KeyRing:
    """The keys of personal data of the application at hand."""
    ring: KeyRing = current_app.extensions[KEYS]
    return ring


@contextmanager
def transaction() -> Iterator[Session]:
    """A session; committed when the block ends, undone when it raises."""
    used = database()
    with used.sessions() as session:
        yield session
        session.flush()
        with used.aside():
            session.commit()


def kept(load: Load[Kept], version: str = CATALOGUE) -> Kept:
    """What `load` made of shared data, at most a second behind the database."""
    return _copies(version).get(load)


def version_of(load: Load[object], version: str = CATALOGUE) -> int:
    """The version of what `kept` returns for the same arguments."""
    return _copies(version).version(load)


def _copies(version: str) -> Copies:
    every: dict[str, Copies] = current_app.extensions[COPIES]
    found = every.get(version)
    if found is None:
        real: Database = current_app.extensions[EXTENSION]  # also for the sandbox
        found = every.setdefault(version, Copies(real.engine, version))
    return found
