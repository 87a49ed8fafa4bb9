"""Questions about look-ups, and about the people who ask."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.insurance.models import Cover, Lookup
from citizen_api.insurance.problems import NumberNotShared
from identity.key_ring import KeyRing
from identity.vault import Where, unseal

PERSON: Final = text("SELECT number, name, birth FROM people WHERE id = :id")
STILL_THERE: Final = text(
    "SELECT FROM people WHERE id = :id AND erased_at IS NULL FOR SHARE"
)
NAMES: Final = "SELECT code, name FROM facilities WHERE code = ANY(%(codes)s::text[])"
# A citizen number and the insurance number that was found under it are one person's.
SOCIAL: Final = """
SELECT coalesce(
    (SELECT social_index FROM lookups
     WHERE number_index = %(number)s AND social_index IS NOT NULL
     ORDER BY asked_at DESC LIMIT 1),
    (SELECT c.social_index FROM people p JOIN covers c ON c.person_id = p.id
     WHERE p.number_index = %(number)s AND c.social_index IS NOT NULL LIMIT 1),
    %(number)s)
"""
OUTDATED: Final = text(
    """
    DELETE FROM lookups k WHERE asked_at < :before
    AND NOT EXISTS (SELECT FROM breach_lookups WHERE lookup_id = k.id)
    """
)
Position = tuple[datetime, UUID]


class Holder(NamedTuple):
    """What VNeID told of somebody; `birth`: yyyy-mm-dd or yyyy."""

    number: str
    name: str
    birth: str


def holder(session: Session, ring: KeyRing, person: UUID) -> Holder:
    """What VNeID told of somebody who signed in; raises NumberNotShared."""
    row = session.execute(PERSON, {"id": person}).one()
    told = row._mapping
    if not all(told.values()):
        raise NumberNotShared
    return Holder(
        **{
            name: unseal(ring, Where("people", name, str(person)), bytes(cell))
            for name, cell in told.items()
        }
    )


def person_index(database: Database, number_index: bytes) -> bytes:
    """By what a patient is one and the same under each of their numbers.

    The index of their social number where that is known, else of the number itself.
    """
    return bytes(database.find(SOCIAL, {"number": number_index})[0][0])


def is_still_there(session: Session, person: UUID) -> bool:
    """Whether somebody was not erased meanwhile; nor are they before the commit."""
    return session.execute(STILL_THERE, {"id": person}).first() is not None


def known(session: Session, lookup_id: UUID) -> Lookup | None:
    """The look-up with this id, whoever's it is."""
    return session.get(Lookup, lookup_id)


def of_facility(
    session: Session, facility: str, *, before: Position | None, limit: int
) -> Sequence[Lookup]:
    """The look-ups of a facility, the newest first, older than the one given."""
    asked = select(Lookup).where(Lookup.facility == facility)
    if before is not None:
        asked = asked.where(tuple_(Lookup.asked_at, Lookup.id) < before)
    newest = asked.order_by(Lookup.asked_at.desc(), Lookup.id.desc())
    return session.scalars(newest.limit(limit)).all()


def sent_before(session: Session, person: UUID, key: bytes) -> Lookup | None:
    """The look-up that came with this Idempotency-Key."""
    return session.scalar(
        select(Lookup).where(Lookup.person_id == person, Lookup.key == key)
    )


def cover_of(session: Session, person: UUID) -> Cover | None:
    """What was last told of somebody's own insurance."""
    return session.scalar(select(Cover).where(Cover.person_id == person))


def is_facility(database: Database, code: str) -> bool:
    """Whether a facility is in our list."""
    return bool(database.find(NAMES, {"codes": [code]}))


def facility_names(database: Database, codes: Iterable[str]) -> Mapping[str, str]:
    """The names of the facilities that we know, by code."""
    found: Mapping[str, str] = dict(database.find(NAMES, {"codes": list(codes)}))
    return found
