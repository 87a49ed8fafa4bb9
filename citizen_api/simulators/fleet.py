"""A fleet of locks: how each stands, what it obeys, and what goes wrong inside it."""

import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from citizen_api.simulators.telling import Mishaps, Teller

PLACED: Final = ("lat", "lon", "accuracy_m", "battery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong inside a lock, beside the way of its events.

    refuses: does not open and says so. stuck: takes the command and does not open.
    answer_lost: obeys, but the answer does not arrive. answer_s: answers so late.
    lock_clock_off_s: seconds that its clock is ahead.
    """

    refuses: bool = False
    stuck: bool = False
    answer_lost: bool = False
    answer_s: float = 0
    lock_clock_off_s: int = 0


@dataclass
class Lock:
    """How a lock stands, and what it obeyed last."""

    name: str
    open: bool = False
    command: str | None = None
    obeyed: set[str] = field(default_factory=set)
    told: int = 0
    beeped: int = 0
    place: dict[str, Any] = field(default_factory=dict)


class Fleet:
    """Locks by name, each made when it is first spoken to. Safe among threads."""

    def __init__(self, teller: Teller, wait: Callable[[float], None]) -> None:
        self.teller, self.wait = teller, wait
        self.born = secrets.token_hex(2)
        self.locks: dict[str, Lock] = {}
        self.wrong: dict[str, tuple[Mishaps, Faults]] = {}
        self.usual = Mishaps(), Faults()
        self.guard = threading.RLock()

    def lock(self, name: str) -> Lock:
        """The lock of a name."""
        return self.locks.setdefault(name, Lock(name))

    def troubles(self, name: str) -> tuple[Mishaps, Faults]:
        """What goes wrong with a lock."""
        return self.wrong.get(name, self.usual)

    def open(self, name: str, command: str, until: datetime, beep: bool) -> int:
        """Obey a command once; the status to answer."""
        faults = self.troubles(name)[1]
        if faults.answer_s:
            self.wait(faults.answer_s)
        with self.guard:
            lock = self.lock(name)
            if faults.refuses:
                lock.command = command
                self.tell(lock, "lock.refused")
                return 409
            late = self.teller.clock() > until
            if command not in lock.obeyed and not faults.stuck and not late:
                lock.obeyed.add(command)
                lock.command = command
                lock.beeped += beep
                self.turn(lock, True)
        return 504 if faults.answer_lost else 202

    def close(self, name: str) -> int:
        """Lock again, if it stands open."""
        with self.guard:
            if self.lock(name).open:
                self.turn(self.lock(name), False)
        return 202

    def by_hand(self, name: str, asked: Mapping[str, Any]) -> None:
        """Somebody closes or forces the lock where they are."""
        with self.guard:
            lock = self.lock(name)
            lock.place = {key: asked[key] for key in PLACED if key in asked}
            self.turn(lock, asked.get("does") == "open")

    def turn(self, lock: Lock, opened: bool) -> None:
        """Open or close, and tell of it."""
        lock.open = opened
        self.tell(lock, "lock.opened" if opened else "lock.closed")

    def tell(self, lock: Lock, what: str) -> None:
        """Tell what happened, as well as the line is."""
        mishaps, faults = self.troubles(lock.name)
        lock.told += 1
        at = self.teller.clock() + timedelta(seconds=faults.lock_clock_off_s)
        data = {
            "lock": lock.name,
            "event": f"{self.born}-{lock.name}-{lock.told:06}",
            "at": at.isoformat(timespec="milliseconds"),
            "command": lock.command,
            **lock.place,
        }
        self.teller.tell({"type": what, "data": data}, mishaps)
