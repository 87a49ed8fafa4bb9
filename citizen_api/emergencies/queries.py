"""Questions about broken glasses."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from citizen_api.emergencies.models import BreakGlass
from citizen_api.emergencies.rules import Standing, is_in_force
from citizen_api.problems import BreakGlassRefused, NotFound

CITY = ""


class Used(NamedTuple):
    """A look-up under a glass."""

    id: UUID
    asked_at: datetime
    result_code: str | None


Position = tuple[datetime, UUID]
LOOKUPS = sql(
    "SELECT id, asked_at, result_code FROM lookups WHERE break_glass_id = :glass"
    " ORDER BY asked_at, id"
)
STAFF_NAME = sql("SELECT name FROM people WHERE id = :person")


def ensure_in_force(
    session: Session,
    glass_id: UUID,
    *,
    facility: str,
    staff: UUID,
    number_index: bytes,
    name_birth_index: bytes,
    now: datetime,
) -> None:
    """Raise BreakGlassRefused unless the glass was broken for this very look-up.

    One answer for a glass that is unknown, somebody else's, of another patient, or
    past its hour.
    """
    glass = session.get(BreakGlass, glass_id)
    patient = (number_index, name_birth_index)
    if glass is None or not is_in_force(
        glass, facility=facility, staff=staff, patient=patient, now=now
    ):
        raise BreakGlassRefused


def one(
    session: Session, glass_id: UUID, scopes: Sequence[str], *, lock: bool = False
) -> BreakGlass:
    """A glass of these facilities; raises NotFound for all others."""
    asked = within(select(BreakGlass), scopes).where(BreakGlass.id == glass_id)
    found = session.scalar(asked.with_for_update() if lock else asked)
    if found is None:
        raise NotFound
    return found


def to_review(
    session: Session,
    scopes: Sequence[str],
    standing: Standing | None,
    *,
    now: datetime,
    after: Position | None,
    limit: int,
) -> Sequence[BreakGlass]:
    """Glasses of these facilities by when they were broken, the oldest first."""
    asked = within(select(BreakGlass), scopes)
    if standing is Standing.REVIEWED:
        asked = asked.where(BreakGlass.reviewed_at.is_not(None))
    elif standing is not None:
        asked = asked.where(BreakGlass.reviewed_at.is_(None))
        late = BreakGlass.review_due_at <= now
        asked = asked.where(late if standing is Standing.OVERDUE else ~late)
    if after is not None:
        asked = asked.where(tuple_(BreakGlass.opened_at, BreakGlass.id) > after)
    ordered = asked.order_by(BreakGlass.opened_at, BreakGlass.id).limit(limit)
    return session.scalars(ordered).all()


def within(asked: Select[BreakGlass], scopes: Sequence[str]) -> Select[BreakGlass]:
    """The same question about these facilities only; a scope of "" is the city."""
    if CITY in scopes:
        return asked
    return asked.where(BreakGlass.facility.in_(scopes))


def lookups_of(session: Session, glass_id: UUID) -> Sequence[Used]:
    """What was looked up under a glass."""
    rows = session.execute(LOOKUPS, {"glass": glass_id})
    return [Used(*row) for row in rows]


def sealed_name(session: Session, person: UUID) -> bytes | None:
    """The name of a member of the staff, closed."""
    name: bytes | None = session.scalar(STAFF_NAME, {"person": person})
    return name


def sent_before(session: Session, staff: UUID, key: bytes) -> BreakGlass | None:
    """The glass that this staff member broke with this Idempotency-Key."""
    return session.scalar(
        select(BreakGlass).where(BreakGlass.staff_id == staff, BreakGlass.key == key)
    )
