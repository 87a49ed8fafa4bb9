"""One review a person: of two venues that were one, the newer words stand.

The older ones are kept as history of the review that stands, as if its writer had
changed it.
"""

from typing import Any, Final, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

# A phone and the citizen whose phone it is are one person.
PAIRS: Final = text(
    """
    WITH written AS (
        SELECT r.id, r.venue_id, r.device_id, r.updated_at,
               coalesce(r.person_id, d.person_id) AS person_id
        FROM reviews r LEFT JOIN device_people d ON d.device_id = r.device_id
        WHERE r.venue_id IN (:from, :into)
    )
    SELECT DISTINCT ON (f.id) f.id, i.id, f.updated_at > i.updated_at
    FROM written f JOIN written i ON f.venue_id = :from AND i.venue_id = :into
     AND (f.person_id = i.person_id OR f.device_id = i.device_id)
    ORDER BY f.id, i.id
    """
)
OLDER: Final = text(
    """
    INSERT INTO review_versions
        (review_id, version, stars, dishes, text, language, visited_on, written_at)
    SELECT :here, least(1, (
               SELECT min(version) FROM review_versions WHERE review_id = :here
           )) - 1,
           r.stars, r.dishes, r.text, r.language, r.visited_on, r.updated_at
    FROM reviews r WHERE r.id = :there
    RETURNING version
    """
)
FORGET_OLDER: Final = text(
    "DELETE FROM review_versions WHERE review_id = :here AND version = :version"
)
IMAGE: Final = text("SELECT to_jsonb(r)::text FROM reviews r WHERE r.id = :id")
SAID: Final = text(
    """
    UPDATE reviews r SET version = :version,
        (stars, dishes, text, language, visited_on, visited, updated_at) = (
            SELECT o.stars, o.dishes, o.text, o.language, o.visited_on, o.visited,
                   o.updated_at
            FROM jsonb_populate_record(NULL::reviews, CAST(:image AS jsonb)) o
        )
    WHERE r.id = :id AND r.version = :starts_from
    RETURNING r.id
    """
)
# What it weighs is not decided anew: that was done when it was written.
STANDS: Final = text(
    """
    UPDATE reviews r SET
        (state, held_for, held_reason, surge_id, standing, weight, weigh_on) = (
            SELECT o.state, o.held_for, o.held_reason, o.surge_id, o.standing,
                   o.weight, o.weigh_on
            FROM jsonb_populate_record(NULL::reviews, CAST(:image AS jsonb)) o
        )
    WHERE r.id = :id
    """
)
HISTORY_SINCE: Final = text(
    "DELETE FROM review_versions WHERE review_id = :id AND version >= :version"
)
PHOTOS: Final = text(
    """
    UPDATE photos SET review_id = :here, venue_id = :into WHERE review_id = :there
      AND NOT EXISTS (SELECT FROM photos WHERE review_id = :here)
    RETURNING id
    """
)
PHOTOS_BACK: Final = text(
    """
    UPDATE photos SET review_id = :there, venue_id = :from WHERE id = ANY (:photos)
    """
)
VERSION_OF: Final = text("SELECT version FROM reviews WHERE id = :id FOR UPDATE")


class Pair(NamedTuple):
    """Two reviews of one person: the one that goes over, and the one that is there."""

    there: int
    here: int
    newer: bool


def pairs(session: Session, source: int, into: int) -> list[Pair]:
    """Who wrote about both venues."""
    rows = session.execute(PAIRS, {"from": source, "into": into})
    return [Pair(*row) for row in rows]


def fold(session: Session, pair: Pair, into: int) -> dict[str, Any]:
    """Let the newer words stand and the older ones be history; how to take it back."""
    ids = pair._asdict()
    if not pair.newer:
        return {**ids, "history": session.scalar(OLDER, ids)}
    before, words = (
        session.scalar(IMAGE, {"id": each}) for each in (pair.here, pair.there)
    )
    version = session.scalar(VERSION_OF, {"id": pair.here}) or 0
    _put(session, pair.here, words, starts_from=version, version=version + 1)
    photos = session.scalars(PHOTOS, {**ids, "into": into}).all()
    return {**ids, "before": before, "version": version, "photos": list(photos)}


def unfold(session: Session, folded: dict[str, Any], source: int) -> None:
    """Let both reviews say what they said; words that were written since stand."""
    here = folded["here"]
    if not folded["newer"]:
        key = {"here": here, "version": folded["history"]}
        session.execute(FORGET_OLDER, key)
        return
    version = folded["version"]
    back = {"there": folded["there"], "from": source, "photos": folded["photos"]}
    session.execute(PHOTOS_BACK, back)
    if _put(session, here, folded["before"], starts_from=version + 1, version=version):
        session.execute(HISTORY_SINCE, {"id": here, "version": version})


def _put(
    session: Session, review: int, image: Any, *, starts_from: int, version: int
) -> bool:
    values = {"id": review, "image": image}
    versions = {"starts_from": starts_from, "version": version}
    if session.scalar(SAID, values | versions) is None:
        return False
    session.execute(STANDS, values)
    return True
