"""Numbers that grow when shared data changes, so that a process may keep copies."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, Connection, Engine, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from citizen_api.db import Base

CATALOGUE = "catalogue"
PLACES = "places"

Kept = TypeVar("Kept")


class Version(Base):
    """A number that grows when what it names changes."""

    __tablename__ = "versions"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger, server_default="1")


BUMP = text(
    "INSERT INTO versions (name) VALUES (:name)"
    " ON CONFLICT (name) DO UPDATE SET value = versions.value + 1"
)
CURRENT = text("SELECT value FROM versions WHERE name = :name")


def bump(session: Session | Connection, name: str) -> None:
    """Say that what `name` stands for has changed."""
    session.execute(BUMP, {"name": name})


class Copy(Generic[Kept]):
    """A copy of shared data, loaded again when its version has grown.

    The version is asked for at most once in `patience` seconds, so a change is seen
    after that long at the latest.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        load: Callable[[Connection], Kept],
        *,
        patience: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._name, self._load = engine, name, load
        self._patience, self._clock = patience, clock
        self._lock = threading.Lock()
        self._kept: tuple[int, Kept] | None = None
        self._asked = -patience

    def get(self) -> Kept:
        """The copy, at most `patience` seconds behind."""
        kept = self._kept
        if kept is not None and self._clock() - self._asked < self._patience:
            return kept[1]
        with self._lock:
            return self._refreshed()

    @property
    def version(self) -> int:
        """The version of the copy that `get` returns."""
        self.get()
        return self._kept[0] if self._kept else 0

    def _refreshed(self) -> Kept:
        kept = self._kept
        if kept is not None and self._clock() - self._asked < self._patience:
            return kept[1]
        with self._engine.connect() as connection:
            version = connection.scalar(CURRENT, {"name": self._name}) or 0
            if kept is None or kept[0] != version:
                kept = version, self._load(connection)
        self._kept, self._asked = kept, self._clock()
        return kept[1]
