"""Locks that take every command, and do nothing by themselves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from citizen_api.rentals.gateway import Heard


@dataclass
class Deaf:
    """Locks that take every command and do nothing: a test tells what they tell."""

    heard: Heard = Heard.TAKEN
    commands: list[tuple[str, UUID]] = field(default_factory=list)
    closes: list[str] = field(default_factory=list)
    meanwhile: Callable[[str, UUID], None] = lambda lock, command: None

    def open(self, lock: str, command: UUID, until: datetime) -> Heard:
        self.commands.append((lock, command))
        self.meanwhile(lock, command)
        return self.heard

    def close(self, lock: str) -> Heard:
        self.closes.append(lock)
        return self.heard


@dataclass
class Locks:
    """What `app.extensions` holds."""

    gateway: Deaf
