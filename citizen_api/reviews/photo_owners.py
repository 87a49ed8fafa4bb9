"""Whose review a photo is of, and what became of one's own. No Flask."""

from typing import Final, NamedTuple
from uuid import UUID

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.media.queries import FACTS, Photo
from citizen_api.media.rules import Owner
from citizen_api.problems import NotFound

# A phone that a citizen said is theirs writes as that citizen.
OWN: Final = """
SELECT r.venue_id, r.id FROM reviews r
WHERE r.id = %(review)s AND (
    r.device_id = %(device)s OR r.person_id = coalesce(
        %(person)s::uuid,
        (SELECT person_id FROM device_people WHERE device_id = %(device)s)))
"""
# Why a photo was removed: the word and the note of what was decided last.
PHOTOS: Final = f"""
SELECT {FACTS}, p.state, k.reason, k.note
FROM photos p LEFT JOIN LATERAL (
    SELECT c.reason, c.note FROM cases c
    WHERE c.subject_kind = 'photo' AND c.subject_id = p.id::text
      AND c.state = 'decided' ORDER BY c.decided_at DESC LIMIT 1
) k ON p.state = 'removed'
WHERE p.review_id = %(review)s ORDER BY p.id
"""  # noqa: S608 - our own words


class OwnPhoto(NamedTuple):
    """A photo of one's own; `reason`, `note`: why a moderator removed it."""

    photo: Photo
    state: str
    reason: str | None
    note: str | None


def own_photos(database: Database, review: int) -> list[OwnPhoto]:
    """The photos of a review, also those that nobody else sees; the oldest first."""
    rows = database.find(PHOTOS, {"review": Int4(review)})
    return [
        OwnPhoto(Photo._make(facts), state, reason, note)
        for *facts, state, reason, note in rows
    ]


def own_review(
    database: Database, device: int | None, person: UUID | None, review: int
) -> Owner:
    """A review that a device or a citizen wrote. Raises NotFound for others, too."""
    values = {
        "review": Int4(review),
        "device": None if device is None else Int4(device),
        "person": person,
    }
    found = database.find(OWN, values)
    if not found:
        raise NotFound
    return Owner(*found[0])
