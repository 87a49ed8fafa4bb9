"""What one transaction of all does at a time: numbers of locks of the database."""

from enum import IntEnum, unique

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

WAIT = text("SELECT pg_advisory_xact_lock(:lock)")
TRY = text("SELECT pg_try_advisory_xact_lock(:lock)")


@unique
class Work(IntEnum):
    """What would be done twice, or deadlock, if two did it at once."""

    MIGRATING = 726_173
    # Taken by `audit_append` in the database, and last: what is published is first.
    RECORDING = 726_174
    DRAWING = 726_175
    SEEDING = 726_176
    MANY_REVIEWS = 726_177
    NUDGING = 726_178
    CALENDAR = 726_179
    PUBLISHING = 726_181


def alone(connection: Connection | Session, work: Work) -> None:
    """Wait until nobody else does it; they wait until this transaction ends."""
    connection.execute(WAIT, {"lock": work.value})


def is_alone(session: Session, work: Work) -> bool:
    """The same without waiting: False while somebody else does it."""
    return bool(session.scalar(TRY, {"lock": work.value}))
