"""The clock of the simulator: one for all workers, and a test can move it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.simulators.vneid.models import ClockRow

__all__ = ["read_clock", "reset", "shift", "stand_still", "wind_up"]

ONLY = 1


def read_clock(session: Session, real: datetime) -> datetime:
    """What the clock shows at a real moment (aware)."""
    row = session.get_one(ClockRow, ONLY)
    return row.stands_at or real + timedelta(seconds=row.offset_seconds)


def wind_up(connection: Connection) -> None:
    """Make the clock, showing the real time, when there is none."""
    made = insert(ClockRow).values(id=ONLY, offset_seconds=0.0)
    connection.execute(made.on_conflict_do_nothing())


def shift(session: Session, seconds: float) -> None:
    """Let the clock run, this many seconds ahead of the real one."""
    _set(session, seconds, None)


def stand_still(session: Session, moment: datetime) -> None:
    """Stop the clock at an aware moment."""
    _set(session, 0.0, moment.astimezone(UTC))


def reset(session: Session) -> None:
    """Let the clock show the real time."""
    _set(session, 0.0, None)


def _set(session: Session, offset: float, stands_at: datetime | None) -> None:
    session.merge(ClockRow(id=ONLY, offset_seconds=offset, stands_at=stands_at))
    session.flush()
