"""Questions about broken glasses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.emergencies.models import BreakGlass
from citizen_api.emergencies.problems import BreakGlassRefused
from citizen_api.emergencies.rules import Standing
from citizen_api.problems import NotFound
from citizen_api.roles.rules import CITY


class Use(NamedTuple):
    """A look-up that names a glass; its patient as indexed under every key."""

    facility: str
    staff: UUID
    numbers: Sequence[bytes]
    names: Sequence[bytes]


class Used(NamedTuple):
    """A look-up under a glass."""

    id: UUID
    asked_at: datetime
    result_code: str | None


Position = tuple[datetime, UUID]
LOOKUPS: Final = sql(
    "SELECT break_glass_id, id, asked_at, result_code FROM lookups"
    " WHERE break_glass_id = ANY(:glasses) ORDER BY asked_at, id"
)
NOT_OVER: Final = """
SELECT FROM break_glasses WHERE id = %(id)s AND expires_at > %(now)s
"""


def ensure_in_force(
    session: Session, glass_id: UUID, use: Use, *, now: datetime
) -> None:
    """Raise BreakGlassRefused unless the glass was broken for this very look-up.

    One answer for a glass that is unknown, somebody else's, of another patient, or
    past its hour.
    """
    in_force = select(BreakGlass.id).where(
        BreakGlass.id == glass_id,
        BreakGlass.facility == use.facility,
        BreakGlass.staff_id == use.staff,
        BreakGlass.number_index.in_(use.numbers),
        BreakGlass.name_birth_index.in_(use.names),
        BreakGlass.expires_at > now,
    )
    if session.scalar(in_force) is None:
        raise BreakGlassRefused


def is_in_force(database: Database, glass: UUID | None, now: datetime) -> bool:
    """Whether the hour of a glass is not over; for None it is."""
    return glass is not None and bool(
        database.find(NOT_OVER, {"id": glass, "now": now})
    )


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


def waiting(session: Session, scopes: Sequence[str]) -> int:
    """How many glasses of these facilities nobody reviewed yet."""
    unreviewed = within(select(BreakGlass), scopes).where(
        BreakGlass.reviewed_at.is_(None)
    )
    counted = select(func.count()).select_from(unreviewed.subquery())
    return session.scalars(counted).one()


def within(asked: Select[BreakGlass], scopes: Sequence[str]) -> Select[BreakGlass]:
    """The same question about these facilities only; a scope of "" is the city."""
    if CITY in scopes:
        return asked
    return asked.where(BreakGlass.facility.in_(scopes))


def lookups_of(
    session: Session, glasses: Sequence[BreakGlass]
) -> Mapping[UUID, list[Used]]:
    """What was looked up under each of these glasses, in order of time."""
    found: dict[UUID, list[Used]] = defaultdict(list)
    asked = {"glasses": [glass.id for glass in glasses]}
    for glass_id, *used in session.execute(LOOKUPS, asked):
        found[glass_id].append(Used(*used))
    return found


def sent_before(session: Session, staff: UUID, key: bytes) -> BreakGlass | None:
    """The glass that this staff member broke with this Idempotency-Key."""
    return session.scalar(
        select(BreakGlass).where(BreakGlass.staff_id == staff, BreakGlass.key == key)
    )
