"""A citizen says which phone is theirs: what both wrote is one person's from then."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.problems import NotFound
from citizen_api.reviews.problems import OthersPhone

DAY: Final = timedelta(days=1)
# Held until the end: a review of the phone waits for it.
DEVICE: Final = text("SELECT id FROM devices WHERE token_hash = :token FOR UPDATE")
LINK: Final = text(
    """
    INSERT INTO device_people AS d (device_id, person_id, since)
    VALUES (:device, :person, :now)
    ON CONFLICT (device_id) DO UPDATE SET since = d.since RETURNING person_id
    """
)
UNLINK: Final = text("DELETE FROM device_people WHERE device_id = :device")
# Of two reviews of one venue the newer stays. All are locked before any score is.
MOVES: Final = tuple(
    text(statement)
    for statement in (
        "SELECT FROM reviews WHERE device_id = :device OR person_id = :person"
        " ORDER BY id FOR UPDATE",
        """
        DELETE FROM reviews r USING reviews o
        WHERE r.venue_id = o.venue_id
          AND ((r.device_id = :device AND o.person_id = :person
                AND o.updated_at >= r.updated_at)
            OR (r.person_id = :person AND o.device_id = :device
                AND o.updated_at > r.updated_at))
        """,
        "UPDATE reviews SET device_id = NULL, person_id = :person"
        " WHERE device_id = :device",
        """
        DELETE FROM review_votes v USING reviews r
        WHERE v.device_id = :device AND r.id = v.review_id
          AND (r.person_id = :person OR EXISTS (
              SELECT FROM review_votes o
              WHERE o.review_id = v.review_id AND o.person_id = :person))
        """,
        "UPDATE review_votes SET device_id = NULL, person_id = :person"
        " WHERE device_id = :device",
        """
        UPDATE review_reports p SET device_id = NULL, person_id = :person
        WHERE p.device_id = :device AND NOT EXISTS (
            SELECT FROM review_reports o
            WHERE o.review_id = p.review_id AND o.person_id = :person)
        """,
        """
        UPDATE photo_reports p SET device_id = NULL, person_id = :person
        WHERE p.device_id = :device AND NOT EXISTS (
            SELECT FROM photo_reports o
            WHERE o.photo_id = p.photo_id AND o.person_id = :person)
        """,
        """
        UPDATE venue_reports p SET device_id = NULL, person_id = :person
        WHERE p.device_id = :device AND NOT EXISTS (
            SELECT FROM venue_reports o
            WHERE o.person_id = :person AND (o.key = p.key OR (
                o.venue_id = p.venue_id AND o.kind = p.kind
                AND o.status = 'new' AND p.status = 'new')))
        """,
        """
        UPDATE visits x SET device_id = NULL, person_id = :person
        WHERE x.device_id = :device AND NOT EXISTS (
            SELECT FROM visits o WHERE o.person_id = :person
              AND o.venue_id = x.venue_id AND o.day = x.day)
        """,
    )
)
STRAY: Final = text(
    """
    SELECT DISTINCT d.device_id, d.person_id FROM device_people d
    JOIN reviews r ON r.device_id = d.device_id ORDER BY d.device_id LIMIT 100
    """
)
# A rating and the proof of a visit that are written at once do not see each other, and
# a lock would not help: the rating's one statement sees what was there before it waits.
MARK: Final = text(
    """
    UPDATE reviews r SET visited = TRUE
    FROM (
        SELECT o.id FROM visits x JOIN reviews o
        ON o.venue_id = x.venue_id AND o.device_id = x.device_id
        WHERE x.day >= :since AND NOT o.visited
        UNION
        SELECT o.id FROM visits x JOIN reviews o
        ON o.venue_id = x.venue_id AND o.person_id = x.person_id
        WHERE x.day >= :since AND NOT o.visited
    ) AS due
    WHERE r.id = due.id
    """
)
# As `writers.CONFLICT`, for all. A granted appeal lasts, but for an owner of now.
HOLD: Final = text(
    """
    WITH part AS (
        SELECT h.person_id, coalesce(v.merged_into_id, v.id) AS venue_id,
               'owner_or_staff' AS word,
               coalesce(h.revoked_at, h.valid_to) <= :now IS NOT TRUE AS still
        FROM roles_held h JOIN venues v ON v.slug = h.scope
        WHERE h.role = 'venue_owner'
          AND coalesce(h.revoked_at, h.valid_to, :now) > :now - interval '1 year'
        UNION
        SELECT CAST(substr(e.by, 8) AS uuid), e.venue_id, 'own_edit', FALSE
        FROM listing_changes e WHERE e.by LIKE 'person:%'
    ), due AS (
        SELECT DISTINCT ON (r.id) r.id, p.word
        FROM part p JOIN reviews r USING (person_id, venue_id)
        WHERE r.state = 'counted' AND (p.still OR NOT EXISTS (
            SELECT FROM cases c
            WHERE c.subject_kind = 'review' AND c.subject_id = CAST(r.id AS text)
              AND c.kind = 'appeal' AND c.state = 'decided' AND c.decision = 'grant'))
        ORDER BY r.id, p.still DESC, p.word DESC
    )
    UPDATE reviews r
    SET state = 'held', held_for = 'conflict', held_reason = due.word
    FROM due WHERE r.id = due.id AND r.state = 'counted'
    """
)


def claim(session: Session, person: UUID, token: bytes, *, now: datetime) -> int:
    """Say that the phone with this token is somebody's; its id. Again changes nothing.

    Raises NotFound for a token that we gave to nobody, OthersPhone.
    """
    alone(session, Work.MANY_REVIEWS)
    device: int | None = session.scalar(DEVICE, {"token": token})
    if device is None:
        raise NotFound
    values = {"device": device, "person": person, "now": now}
    if session.scalar(LINK, values) != person:
        raise OthersPhone
    move(session, device, person)
    hold_conflicts(session, now)
    return device


def let_go(session: Session, device: int) -> None:
    """Say that a phone is nobody's; what was written stays the citizen's."""
    session.execute(UNLINK, {"device": device})


def move(session: Session, device: int, person: UUID) -> None:
    """Make what a phone wrote, voted, reported and proved its citizen's."""
    for statement in MOVES:
        session.execute(statement, {"device": device, "person": person})


def hold_conflicts(session: Session, now: datetime) -> None:
    """Hold what was written of a venue before its writer had a part in it."""
    session.execute(HOLD, {"now": now})


def sweep(session: Session, now: datetime) -> None:
    """Put right what came while a phone was claimed, or before a role was granted.

    And what was rated in the moment in which the visit was proven.
    """
    alone(session, Work.MANY_REVIEWS)
    for device, person in session.execute(STRAY).all():
        move(session, device, person)
    session.execute(MARK, {"since": (now - DAY).date()})
    hold_conflicts(session, now)
