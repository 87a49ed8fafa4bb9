"""Whose review a photo is of. No Flask."""

from typing import Final
from uuid import UUID

from psycopg.types.numeric import Int4

from citizen_api.db import Database
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
