"""Break a glass, review it, notice that nobody did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.emergencies.models import BreakGlass
from citizen_api.emergencies.problems import AlreadyReviewed, OwnEmergency
from citizen_api.emergencies.queries import sent_before
from citizen_api.emergencies.rules import (
    IN_FORCE,
    KEPT,
    PURPOSE,
    REVIEW_JOB,
    REVIEWED_WITHIN,
    Verdict,
)
from citizen_api.jobs.actions import enqueue
from citizen_api.problems import KeyReused
from citizen_api.repeated import Once
from identity.key_ring import KeyRing
from identity.vault import Where, seal, unseal

TABLE = BreakGlass.__tablename__
FREE = text(
    """
    UPDATE lookups SET break_glass_id = NULL WHERE break_glass_id IN
    (SELECT id FROM break_glasses WHERE opened_at < :before)
    """
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """Who needs to know of whom, where and why.

    `number_index`, `name_birth_index`: as the look-up of this patient has them; `once`:
    its Idempotency-Key.
    """

    staff: UUID
    facility: str
    number: str
    number_index: bytes
    name_birth_index: bytes
    reason: str
    once: Once | None = None


def break_glass(
    session: Session, ring: KeyRing, emergency: Emergency, *, now: datetime
) -> BreakGlass:
    """Let one patient be looked up for an hour, and have that reviewed.

    The same again under its key is the first one again. Raises KeyReused,
    AuditUnavailable.
    """
    made = insert(BreakGlass).values(written(ring, emergency, now))
    made_id = session.scalar(made.on_conflict_do_nothing().returning(BreakGlass.id))
    if made_id is None:
        return repeated(session, emergency)
    glass = session.get_one(BreakGlass, made_id)
    enqueue(session, REVIEW_JOB, str(glass.id), now)
    record(session, told("break_glass.open", glass, emergency.staff, "granted"))
    return glass


def written(ring: KeyRing, emergency: Emergency, now: datetime) -> dict[str, object]:
    """The row of a new glass."""
    glass = uuid4()
    cells = {"number": emergency.number, "reason": emergency.reason}
    key, body = emergency.once or (None, None)
    return {
        "id": glass,
        "facility": emergency.facility,
        "staff_id": emergency.staff,
        "number_index": emergency.number_index,
        "name_birth_index": emergency.name_birth_index,
        "opened_at": now,
        "expires_at": now + IN_FORCE,
        "review_due_at": now + REVIEWED_WITHIN,
        "key": key,
        "key_body": body,
        **{
            name: seal(ring, Where(TABLE, name, str(glass)), text)
            for name, text in cells.items()
        },
    }


def repeated(session: Session, emergency: Emergency) -> BreakGlass:
    """The glass that was broken with this key before; raises KeyReused."""
    once = emergency.once
    glass = once and sent_before(session, emergency.staff, once.key)
    if once is None or glass is None or glass.facility != emergency.facility:
        raise KeyReused
    once.ensure_same(glass.key_body)
    return glass


def review(
    session: Session,
    ring: KeyRing,
    glass: BreakGlass,
    reviewer: UUID,
    verdict: Verdict,
    opinion: str,
    *,
    now: datetime,
) -> None:
    """Say whether an emergency was one; late is better than never.

    The glass is locked. Raises OwnEmergency, AlreadyReviewed, AuditUnavailable.
    """
    if glass.staff_id == reviewer:
        raise OwnEmergency
    if glass.reviewed_at is not None:
        raise AlreadyReviewed
    glass.reviewed_at, glass.reviewer_id, glass.verdict = now, reviewer, verdict
    glass.opinion = seal(ring, Where(TABLE, "opinion", str(glass.id)), opinion)
    session.flush()
    record(session, told("break_glass.review", glass, reviewer, verdict))


def review_due(session: Session, glass_id: UUID, *, now: datetime) -> datetime | None:
    """By when a glass is to be reviewed, None when it was; being late is recorded."""
    glass = session.get(BreakGlass, glass_id)
    if glass is None or glass.reviewed_at is not None:
        return None
    if now >= glass.review_due_at:
        record(session, told("break_glass.overdue", glass, None, "unreviewed"))
    return glass.review_due_at


def forget(session: Session, now: datetime) -> None:
    """Delete emergencies of five years ago, which the audit log forgets then too."""
    session.execute(FREE, {"before": now - KEPT})
    session.execute(delete(BreakGlass).where(BreakGlass.opened_at < now - KEPT))


def told(action: str, glass: BreakGlass, person: UUID | None, outcome: str) -> Event:
    """What the chain keeps of it: no word of what anybody wrote."""
    return Event(
        action=action,
        actor=f"person:{person}" if person else "system",
        outcome=outcome,
        facility=glass.facility,
        subject=glass.number_index,
        purpose=PURPOSE,
        detail={"break_glass": str(glass.id)},
    )


def read_by(reviewer: str, found: Sequence[BreakGlass]) -> Event:
    """That a reviewer read why these were opened."""
    told = {"break_glasses": [str(glass.id) for glass in found]}
    return Event(action="break_glass.read", actor=reviewer, outcome="done", detail=told)


def opened(ring: KeyRing, glass: BreakGlass, column: str) -> str | None:
    """What stands in a closed cell of a glass."""
    cell = getattr(glass, column)
    return cell and unseal(ring, Where(TABLE, column, str(glass.id)), cell)
