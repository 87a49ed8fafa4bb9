"""What grants and revokes roles; each is in the audit log, or does not happen."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.problems import FieldError, InvalidRequest, KeyReused, NotFound
from citizen_api.repeated import Once
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.roles.problems import AlreadyHeld, OwnRole
from citizen_api.roles.queries import subject_of
from citizen_api.roles.rules import (
    NEEDED,
    NO_PERSON,
    Grant,
    Place,
    ensure_lasts,
    facility_of,
    no_such_place,
    person_of,
    place_of,
)

PLACES: Final = {
    Place.FACILITY: text("SELECT 1 FROM facilities WHERE code = :scope"),
    Place.VENUE: text("SELECT 1 FROM venues WHERE slug = :scope"),
}
# Held until the end, so that two grants for one person follow each other.
PERSON: Final = text(
    """
    SELECT number_index FROM people WHERE id = :person AND erased_at IS NULL
    FOR NO KEY UPDATE
    """
)


class Granting(NamedTuple):
    """Who grants and when; `once`: the Idempotency-Key that came with it."""

    by: str
    at: datetime
    once: Once | None = None


def grant(session: Session, asked: Grant, granting: Granting) -> tuple[RoleHeld, bool]:
    """The role that is held now, and whether it is new.

    The same again with the same key is the one that is there. Raises InvalidRequest,
    OwnRole, AlreadyHeld, KeyReused, AuditUnavailable.
    """
    place = place_of(asked.role, asked.scope)
    if person_of(granting.by) == asked.person:
        raise OwnRole
    person = session.execute(PERSON, {"person": asked.person}).one_or_none()
    if person is None:
        raise InvalidRequest(errors=[FieldError(NO_PERSON, pointer="#/person_id")])
    if place in PLACES and not session.scalar(PLACES[place], {"scope": asked.scope}):
        raise no_such_place(NEEDED[place])
    there = repeated(session, granting.once)
    if there is not None:
        return there, False
    ensure_lasts(asked, granting.at)
    ensure_free(session, asked)
    made = _made(session, asked, granting)
    record(session, _event("role.granted", granting.by, made, person.number_index))
    return made, True


def revoke(session: Session, number: int, *, by: str, at: datetime) -> RoleHeld:
    """Take a role away; the next call of its holder is refused.

    One that is revoked already stays as it is. Raises NotFound, AuditUnavailable.
    """
    found = session.get(RoleHeld, number, with_for_update=True)
    if found is None:
        raise NotFound
    if found.revoked_at is None:
        found.revoked_at, found.revoked_by = at, by
        session.flush()
        subject = subject_of(session, found.person_id)
        record(session, _event("role.revoked", by, found, subject))
    return found


def ensure_free(session: Session, asked: Grant) -> None:
    """Raise AlreadyHeld when the role is held there at a time that overlaps."""
    question = select(RoleHeld.id).where(
        RoleHeld.person_id == asked.person,
        RoleHeld.role == asked.role,
        RoleHeld.scope == asked.scope,
        RoleHeld.revoked_at.is_(None),
        or_(RoleHeld.valid_to.is_(None), RoleHeld.valid_to > asked.valid_from),
    )
    if asked.valid_to is not None:
        question = question.where(RoleHeld.valid_from < asked.valid_to)
    if session.scalars(question).first() is not None:
        raise AlreadyHeld


def repeated(session: Session, once: Once | None) -> RoleHeld | None:
    """What came of the same request before; raises KeyReused for another one."""
    if once is None:
        return None
    found = session.scalar(select(RoleHeld).where(RoleHeld.key == once.key))
    if found is not None:
        once.ensure_same(found.said)
    return found


def _made(session: Session, asked: Grant, granting: Granting) -> RoleHeld:
    key, said = granting.once or (None, None)
    row = insert(RoleHeld).values(
        person_id=asked.person,
        role=asked.role,
        scope=asked.scope,
        valid_from=asked.valid_from,
        valid_to=asked.valid_to,
        granted_by=granting.by,
        granted_at=granting.at,
        key=key,
        said=said,
    )
    unless_there = row.on_conflict_do_nothing(index_elements=["key"])
    made = session.scalars(unless_there.returning(RoleHeld)).one_or_none()
    if made is None:  # the key came at this moment with another person
        raise KeyReused
    return made


def _event(action: str, by: str, held: RoleHeld, subject: bytes | None) -> Event:
    ends = held.valid_to and held.valid_to.isoformat()
    return Event(
        action=action,
        actor=by,
        outcome="done",
        facility=facility_of(Role(held.role), held.scope),
        subject=subject,
        detail={
            "held": held.id,
            "person": str(held.person_id),
            "role": held.role,
            "scope": held.scope,
            "from": held.valid_from.isoformat(),
            **({"to": ends} if ends else {}),
        },
    )
