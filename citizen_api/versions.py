"""Numbers that grow when shared data changes, so that a process may keep copies."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Engine, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from citizen_api.db import Base

CATALOGUE = "catalogue"
PLACES = "places"
FACILITIES = "facilities"
CALENDAR = "calendar"

MADE = "citizen-made"
Kept = TypeVar("Kept")
Load = Callable[[Connection], Kept]


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


class Copies:
    """What is made of shared data, each once, and again when its version has grown.

    The version is asked for at most once in `patience` seconds, so a change is seen
    after that long at the latest.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        patience: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine, self._name = engine, name
        self._patience, self._clock = patience, clock
        self._lock = threading.Lock()
        self._made: dict[Load[Any], Any] = {}
        self._version, self._asked = 0, -patience

    def get(self, load: Load[Kept]) -> Kept:
        """What `load` made, at most `patience` seconds behind."""
        made = self._made
        if load not in made or self._is_due():
            with self._lock:
                made = self._up_to_date(load)
        found: Kept = made[load]
        return found

    def version(self, load: Load[object]) -> int:
        """The version of what `get` returns."""
        self.get(load)
        return self._version

    def _is_due(self) -> bool:
        return self._clock() - self._asked >= self._patience

    def _up_to_date(self, load: Load[object]) -> dict[Load[Any], Any]:
        made = self._made
        if load in made and not self._is_due():
            return made
        with self._engine.connect() as connection:
            version = connection.scalar(CURRENT, {"name": self._name}) or 0
            if version != self._version:
                made = {}
            once(connection.execution_options(**{MADE: made}), load)
        self._version, self._made, self._asked = version, made, self._clock()
        return made


def once(connection: Connection, load: Load[Kept]) -> Kept:
    """What `load` makes, shared with every other copy that is made of it."""
    made: dict[Load[Any], Any] = connection.get_execution_options().get(MADE, {})
    if load not in made:
        made[load] = load(connection)
    found: Kept = made[load]
    return found
