"""What the request at hand works with: the issuer, the database, the time."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from flask import current_app, g
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from identity.simulators.vneid.clock import read_clock
from identity.simulators.vneid.models import Secret
from identity.simulators.vneid.store import Store

__all__ = ["EXTENSION", "Simulator", "address", "close", "db", "engine", "now", "salt"]

EXTENSION: Final = "vneid-simulator"
SALT: Final = "pairwise salt"


@dataclass(frozen=True, slots=True)
class Simulator:
    """What a simulator is made of; `issuer` is a URL without a slash at its end."""

    store: Store
    issuer: str


def simulator() -> Simulator:
    """The simulator at hand."""
    found: Simulator = current_app.extensions[EXTENSION]
    return found


def address(path: str = "") -> str:
    """The address of a path of the simulator; of none, the issuer itself."""
    return simulator().issuer + path


def engine() -> Engine:
    """The pool aside, for what must count even when the request fails."""
    return simulator().store.aside


def db() -> Session:
    """The session of the request; `close` ends it."""
    if "session" not in g:
        g.session = simulator().store.sessions()
    session: Session = g.session
    return session


def now() -> datetime:
    """The simulator's time, the same during one request."""
    if "now" not in g:
        g.now = read_clock(db(), datetime.now(UTC))
    moment: datetime = g.now
    return moment


def salt() -> str:
    """The secret behind pairwise subjects."""
    return db().get_one(Secret, SALT).value


def close(*, keep: bool) -> None:
    """End the session of the request; keep what it changed, or undo it."""
    session: Session | None = g.pop("session", None)
    if session is not None:
        if keep:
            session.commit()
        session.close()
