"""Questions about roles."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, or_, select, text
from sqlalchemy.orm import Session

from citizen_api.roles.models import Role, RoleHeld
from identity.key_ring import KeyRing
from identity.vault import Where, blind_indexes, unseal

PERSON: Final = text(
    """
    SELECT id FROM people
    WHERE number_index = ANY(:indexes) AND erased_at IS NULL
    """
).bindparams(bindparam("indexes"))
SUBJECT: Final = text("SELECT number_index FROM people WHERE id = :person")
NAMES: Final = text("SELECT id, name FROM people WHERE id = ANY(:ids)")


class Asked(NamedTuple):
    """Which roles are asked for; what is None is left open."""

    person: UUID | None = None
    role: Role | None = None
    scope: str | None = None
    current: bool = True


def subject_of(session: Session, person: UUID) -> bytes | None:
    """What the audit log calls a person: the index of their number, if we have it."""
    index: bytes | None = session.scalar(SUBJECT, {"person": person})
    return index


def held(
    session: Session,
    asked: Asked,
    now: datetime,
    *,
    before: int | None = None,
    limit: int,
) -> list[RoleHeld]:
    """Roles, the newest grant first, older than the one given.

    `current`: neither revoked nor over, so those that begin later are among them.
    """
    question = select(RoleHeld).order_by(RoleHeld.id.desc()).limit(limit)
    question = _narrowed(question, asked)
    if asked.current:
        question = question.where(
            RoleHeld.revoked_at.is_(None),
            or_(RoleHeld.valid_to.is_(None), RoleHeld.valid_to > now),
        )
    if before is not None:
        question = question.where(RoleHeld.id < before)
    return list(session.scalars(question))


def _narrowed(question: Select[RoleHeld], asked: Asked) -> Select[RoleHeld]:
    if asked.person is not None:
        question = question.where(RoleHeld.person_id == asked.person)
    if asked.role is not None:
        question = question.where(RoleHeld.role == asked.role)
    if asked.scope is not None:
        question = question.where(RoleHeld.scope == asked.scope)
    return question


def person_with(session: Session, ring: KeyRing, number: str) -> UUID | None:
    """Who has this citizen number, None when nobody with it has signed in."""
    indexes = blind_indexes(ring, "citizen_number", number)
    found: UUID | None = session.scalar(PERSON, {"indexes": indexes})
    return found


def names(session: Session, ring: KeyRing, ids: list[UUID]) -> dict[UUID, str]:
    """What these people are called; who never told us is left out."""
    return {
        person: unseal(ring, Where("people", "name", str(person)), name)
        for person, name in session.execute(NAMES, {"ids": ids})
        if name is not None
    }
