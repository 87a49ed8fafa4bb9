"""Questions about requests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from citizen_api.db import Database
from citizen_api.problems import NotFound
from citizen_api.rights.models import ExportPart, Kind, RightsRequest
from citizen_api.rights.rules import OPEN

PARTS: Final = """
SELECT id, content FROM export_parts WHERE request_id = %(request)s ORDER BY number
"""
Position = tuple[datetime, UUID]


def mine(session: Session, person: UUID, request_id: UUID, kind: Kind) -> RightsRequest:
    """A request of this person; raises NotFound for anybody else's."""
    asked = select(RightsRequest).where(
        RightsRequest.id == request_id,
        RightsRequest.person_id == person,
        RightsRequest.kind == kind,
    )
    found = session.scalar(asked)
    if found is None:
        raise NotFound
    return found


def newest(
    session: Session, person: UUID, kind: Kind, *, lock: bool = False
) -> RightsRequest:
    """The latest request of this kind; raises NotFound when there was none."""
    asked = (
        select(RightsRequest)
        .where(RightsRequest.person_id == person, RightsRequest.kind == kind)
        .order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())
        .limit(1)
    )
    found = session.scalar(asked.with_for_update() if lock else asked)
    if found is None:
        raise NotFound
    return found


def all_mine(
    session: Session,
    person: UUID,
    kind: Kind | None,
    *,
    before: Position | None,
    limit: int,
) -> Sequence[RightsRequest]:
    """The requests of a person, the newest first."""
    asked = select(RightsRequest).where(RightsRequest.person_id == person)
    place = tuple_(RightsRequest.asked_at, RightsRequest.id)
    if kind is not None:
        asked = asked.where(RightsRequest.kind == kind)
    if before is not None:
        asked = asked.where(place < before)
    ordered = asked.order_by(RightsRequest.asked_at.desc(), RightsRequest.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def to_answer(
    session: Session, kinds: Sequence[Kind], *, after: Position | None, limit: int
) -> Sequence[RightsRequest]:
    """Open requests that somebody must answer, the longest waiting first."""
    asked = select(RightsRequest).where(
        RightsRequest.kind.in_(kinds), RightsRequest.state.in_(OPEN)
    )
    if after is not None:
        asked = asked.where(tuple_(RightsRequest.asked_at, RightsRequest.id) > after)
    ordered = asked.order_by(RightsRequest.asked_at, RightsRequest.id)
    return session.scalars(ordered.limit(limit)).all()


def one(session: Session, request_id: UUID, kinds: Sequence[Kind]) -> RightsRequest:
    """A request of these kinds, held until the commit; raises NotFound."""
    found = session.scalar(
        select(RightsRequest)
        .where(RightsRequest.id == request_id, RightsRequest.kind.in_(kinds))
        .with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def sent_before(session: Session, person: UUID, key: bytes) -> RightsRequest | None:
    """The request that this person sent with this Idempotency-Key."""
    return session.scalar(
        select(RightsRequest).where(
            RightsRequest.person_id == person, RightsRequest.key == key
        )
    )


def made(session: Session, request_id: UUID) -> int:
    """How many parts of an export are there."""
    counted = select(func.count()).where(ExportPart.request_id == request_id)
    return session.scalar(counted) or 0


def parts(database: Database, request_id: UUID) -> Sequence[tuple[UUID, bytes]]:
    """The parts of an export in their order: id and closed content."""
    return [
        (part, content)
        for part, content in database.find(PARTS, {"request": request_id})
    ]
