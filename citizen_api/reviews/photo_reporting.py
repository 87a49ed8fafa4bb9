"""Report what is wrong with a photo, and be told what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from citizen_api.db import NEWER_THAN_ALL
from citizen_api.reviews import photo_cases
from citizen_api.writers import Writer

# One each: again, as after a decision, is the one that is there, and waits anew.
KEEP: Final = text(
    """
    INSERT INTO photo_reports
        (photo_id, venue_id, device_id, person_id, fault, created_at)
    SELECT id, venue_id, CAST(:device AS int), CAST(:person AS uuid), :fault, :at
    FROM photos WHERE id = :photo
    ON CONFLICT (photo_id, device_id, person_id)
    DO UPDATE SET fault = excluded.fault, created_at = excluded.created_at
    """
)
# The first decision since, unless it was undone, is what became of it.
MINE: Final = text(
    """
    SELECT p.id, p.photo_id, v.slug, v.name, p.fault, NULL AS text, p.created_at,
           k.decided_at AS handled_at, k.note,
           CASE WHEN k.decision = 'remove' THEN 'accepted'
                WHEN k.decision = 'keep' THEN 'rejected'
                WHEN EXISTS (SELECT FROM photos o WHERE o.id = p.photo_id) THEN 'new'
                ELSE 'gone' END AS status
    FROM photo_reports p JOIN venues v ON v.id = p.venue_id
    LEFT JOIN LATERAL (
        SELECT c.decision, c.decided_at, c.note FROM cases c
        WHERE c.subject_kind = 'photo' AND c.subject_id = CAST(p.photo_id AS text)
          AND c.state = 'decided' AND c.decided_at >= p.created_at
        ORDER BY c.decided_at LIMIT 1
    ) k ON TRUE
    WHERE (p.device_id = :device OR p.person_id = :person) AND p.id < :before
    ORDER BY p.id DESC LIMIT :limit
    """
)


def report(
    session: Session, who: Writer, photo: int, reason: str, *, by: str, at: datetime
) -> UUID:
    """Keep what somebody reports of a photo; the case of it. As `photo_cases.report`.

    Last in the transaction. Raises NotFound.
    """
    values = {"photo": photo, "fault": reason, "at": at, **who._asdict()}
    session.execute(KEEP, values)
    return photo_cases.report(session, photo, reason, by=by, at=at)


def reports_of(
    session: Session, who: Writer, *, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """What somebody reported of photos, the newest first, and what became of it."""
    values = {"before": before or NEWER_THAN_ALL, "limit": limit, **who._asdict()}
    return session.execute(MINE, values).all()
