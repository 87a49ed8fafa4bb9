"""What an emergency allows, and until when. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_REASON = 20
LONGEST_REASON = 1000
SHORTEST_OPINION = 10
IN_FORCE = timedelta(minutes=60)
REVIEWED_WITHIN = timedelta(hours=72)
KEPT = timedelta(days=5 * 365)
PURPOSE = "emergency"
REVIEW_JOB = "break_glass.overdue"


class Verdict(StrEnum):
    """What the second person found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class Standing(StrEnum):
    """Where the review of a glass stands."""

    UNREVIEWED = "unreviewed"
    OVERDUE = "overdue"
    REVIEWED = "reviewed"


def standing(
    due_at: datetime, reviewed_at: datetime | None, *, now: datetime
) -> Standing:
    """Where a review stands that is due at a moment."""
    if reviewed_at is not None:
        return Standing.REVIEWED
    return Standing.OVERDUE if now >= due_at else Standing.UNREVIEWED
