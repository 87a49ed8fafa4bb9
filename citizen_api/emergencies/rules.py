"""What an emergency allows, and until when. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

SHORTEST_REASON = 20
LONGEST_REASON = 1000
SHORTEST_OPINION = 10
IN_FORCE = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(hours=72)
KEPT = timedelta(days=5 * 365)


PURPOSE = "emergency"
OVERDUE_JOB = "break_glass.overdue"


class Verdict(StrEnum):
    """What the second person found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class Standing(StrEnum):
    """Where the review of a glass stands."""

    UNREVIEWED = "unreviewed"
    OVERDUE = "overdue"
    REVIEWED = "reviewed"


class Glass(Protocol):
    """What a glass is good for."""

    facility: str
    staff_id: UUID
    number_index: bytes
    name_birth_index: bytes
    expires_at: datetime


def is_in_force(
    glass: Glass,
    *,
    facility: str,
    staff: UUID,
    patient: tuple[bytes, bytes],
    now: datetime,
) -> bool:
    """Whether this look-up is the one that the glass was broken for."""
    return (
        glass.facility == facility
        and glass.staff_id == staff
        and (glass.number_index, glass.name_birth_index) == patient
        and now < glass.expires_at
    )


def standing(
    due_at: datetime, reviewed_at: datetime | None, *, now: datetime
) -> Standing:
    """Where a review stands that is due at a moment."""
    if reviewed_at is not None:
        return Standing.REVIEWED
    return Standing.OVERDUE if now >= due_at else Standing.UNREVIEWED
