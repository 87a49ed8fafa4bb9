"""What changes photos: kept once their files are there, held, removed, shown again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.media.models import State
from citizen_api.media.problems import TooManyPhotos
from citizen_api.media.queries import Photo
from citizen_api.media.rules import REMOVED_FOR, Owner, OwnerKind, Stored
from citizen_api.problems import NotFound
from citizen_api.repeated import Once

# Who sweeps a name at this moment is waited for; then the file is put there again.
RESERVE: Final = """
INSERT INTO media_files AS f (name, loose_since)
SELECT DISTINCT name, now() FROM unnest(%(names)s::text[]) AS asked (name)
ORDER BY name
ON CONFLICT (name) DO UPDATE SET loose_since = now() WHERE f.loose_since IS NOT NULL
RETURNING name
"""
OWNED: Final = {
    OwnerKind.REVIEW: text(
        "SELECT id FROM reviews WHERE id = :review FOR NO KEY UPDATE"
    ),
    OwnerKind.VENUE: text("SELECT id FROM venues WHERE id = :venue FOR NO KEY UPDATE"),
}
HAS: Final = {
    OwnerKind.REVIEW: "FROM photos WHERE review_id = :review",
    OwnerKind.VENUE: "FROM photos WHERE venue_id = :venue AND review_id IS NULL",
}
THERE: Final = {
    kind: text(f"SELECT id {has} AND file = :file") for kind, has in HAS.items()
}
COUNT: Final = {
    kind: text(f"SELECT count(*) {has} AND state <> 'removed'")
    for kind, has in HAS.items()
}
DELETE: Final = {
    kind: text(f"DELETE {has} AND id = :photo RETURNING id")
    for kind, has in HAS.items()
}
KEEP: Final = text(
    """
    WITH had AS (
        UPDATE media_files SET loose_since = NULL WHERE name IN (:file, :thumb)
    )
    INSERT INTO photos (venue_id, review_id, file, thumb, width, height, key, said,
                        created_at)
    VALUES (:venue, :review, :file, :thumb, :width, :height, :key, :said, :at)
    RETURNING id
    """
)
BEFORE: Final = text(
    "SELECT id, file, thumb, width, height, said FROM photos WHERE key = :key"
)
MOVE: Final = text(
    """
    UPDATE photos SET state = :to, state_at = :at
    WHERE id = :photo AND state = ANY(:before) RETURNING id
    """
)
FORGET: Final = text(
    "DELETE FROM photos WHERE state = 'removed' AND state_at < :long_ago"
)


def reserve(database: Database, names: Sequence[str]) -> None:
    """Say that files are about to be put into the store: for an hour none is swept.

    Committed by itself, before the files are there.
    """
    database.write(RESERVE, {"names": list(names)})


def kept_before(session: Session, once: Once | None) -> Photo | None:
    """The photo that came with this Idempotency-Key before; raises KeyReused."""
    if once is None:
        return None
    found = session.execute(BEFORE, {"key": once.key}).one_or_none()
    if found is None:
        return None
    *facts, said = found
    once.ensure_same(said)
    return Photo._make(facts)


def keep(
    session: Session,
    owner: Owner,
    stored: Stored,
    *,
    once: Once | None = None,
    at: datetime,
) -> tuple[Photo, bool]:
    """Give a review or a venue a photo whose files are in the store; whether it is new.

    The same photo again is the one that is there. Photos of one owner come one by one,
    so there are never too many. Raises NotFound when the owner is gone, TooManyPhotos.
    """
    values: dict[str, Any] = owner._asdict() | stored._asdict()
    if session.scalar(OWNED[owner.kind], values) is None:
        raise NotFound
    number = session.scalar(THERE[owner.kind], values)
    new = number is None
    if number is None:
        if session.execute(COUNT[owner.kind], values).scalar_one() >= owner.most:
            raise TooManyPhotos
        key, said = once or (None, None)
        made = values | {"key": key, "said": said, "at": at}
        number = session.execute(KEEP, made).scalar_one()
    return Photo(number, *stored), new


def delete(session: Session, owner: Owner, photo: int) -> None:
    """Delete a photo of an owner; its files go with the sweep. Raises NotFound."""
    asked = owner._asdict() | {"photo": photo}
    if session.scalar(DELETE[owner.kind], asked) is None:
        raise NotFound


def hold(session: Session, photo: int, at: datetime) -> bool:
    """Take a photo out of sight until somebody has looked; whether it was in sight."""
    return _move(session, photo, (State.SHOWN,), State.HELD, at)


def show(session: Session, photo: int, at: datetime) -> bool:
    """Let a photo be seen again; whether it was not."""
    return _move(session, photo, (State.HELD, State.REMOVED), State.SHOWN, at)


def remove(session: Session, photo: int, at: datetime) -> bool:
    """Take a photo away; for ninety days this may be undone. Whether it was there."""
    return _move(session, photo, (State.SHOWN, State.HELD), State.REMOVED, at)


def forget(session: Session, now: datetime) -> None:
    """Delete what was removed ninety days ago."""
    session.execute(FORGET, {"long_ago": now - REMOVED_FOR})


def _move(
    session: Session, photo: int, before: Sequence[State], to: State, at: datetime
) -> bool:
    values = {"photo": photo, "before": list(before), "to": to.value, "at": at}
    return session.scalar(MOVE, values) is not None
