"""Notice breaches, assess them, note that the authority was told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.breaches.models import Breach, Harm, State
from citizen_api.breaches.problems import AlreadyNotified
from citizen_api.breaches.queries import judged_since, looks_since, unjustified_since
from citizen_api.breaches.rules import (
    LIMITS,
    TOLD_WITHIN,
    Limits,
    Rule,
    Suspicion,
    suspicions,
)
from citizen_api.expected import Expected
from identity.key_ring import KeyRing
from identity.vault import Where, seal, unseal

TABLE: Final = Breach.__tablename__
# A worker that was away for less than this misses nothing.
LOOK_BACK: Final = timedelta(days=3)
KEPT: Final = timedelta(days=5 * 365)
LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtext('breaches'))")
ADD: Final = text(
    """
    INSERT INTO breach_lookups (breach_id, lookup_id, person_id)
    SELECT :breach, k.id, coalesce(p.id, (
        SELECT c.person_id FROM covers c
        WHERE c.social_index = coalesce(k.social_index, k.number_index)
        UNION ALL
        SELECT q.id FROM lookups o JOIN people q ON q.number_index = o.number_index
        WHERE o.social_index = coalesce(k.social_index, k.number_index) LIMIT 1
    ))
    FROM lookups k LEFT JOIN people p ON p.number_index = k.number_index
    WHERE k.id = ANY(:lookups)
    ON CONFLICT DO NOTHING RETURNING lookup_id
    """
)


def detect(session: Session, *, now: datetime, limits: Limits = LIMITS) -> list[UUID]:
    """Open a breach for each suspicion that has none, add to those that have.

    The breaches that are new. One process at a time; done twice it changes nothing.
    Raises AuditUnavailable.
    """
    session.execute(LOCK)
    since = now - LOOK_BACK - limits.window
    judged = judged_since(session, since)
    found = suspicions(looks_since(session, since), limits, judged)
    found += [
        Suspicion(Rule.GLASS, str(glass), looks)
        for glass, looks in unjustified_since(session, since).items()
    ]
    kept = [(each, *keep(session, each, now)) for each in found]
    opened = [(each, breach) for each, breach, is_new in kept if is_new]
    for each, breach in opened:
        note(session, breach, each.rule, "open", "system")
    return [breach for _, breach in opened]


def keep(session: Session, suspicion: Suspicion, now: datetime) -> tuple[UUID, bool]:
    """The open breach of a suspicion with all its look-ups, and whether it is new."""
    key = sha256(suspicion.key.encode()).digest()
    values = {
        "rule": suspicion.rule,
        "key": key,
        "detected_at": now,
        "due_at": now + TOLD_WITHIN,
        "first_at": suspicion.looks[0].at,
        "last_at": suspicion.looks[-1].at,
    }
    open_one = select(Breach.id).where(
        Breach.rule == suspicion.rule, Breach.key == key, Breach.state != State.CLOSED
    )
    known = session.scalar(open_one)
    breach = known or uuid4()
    if known is None:
        session.execute(insert(Breach).values(id=breach, **values))
    lookups = [look.id for look in suspicion.looks]
    added = session.execute(ADD, {"breach": breach, "lookups": lookups}).all()
    if known is not None and added:
        grow(session, known, suspicion)
    return breach, known is None


def grow(session: Session, breach_id: UUID, suspicion: Suspicion) -> None:
    """More of the same: the record covers it; when it was detected stays."""
    breach = session.get_one(Breach, breach_id, with_for_update=True)
    breach.first_at = min(breach.first_at, suspicion.looks[0].at)
    breach.last_at = max(breach.last_at, suspicion.looks[-1].at)
    breach.version += 1
    session.flush()


def assess(
    session: Session,
    ring: KeyRing,
    breach: Breach,
    officer: UUID,
    said: dict[str, Any],
    expected: Expected,
) -> None:
    """Say what harm a breach may do, and close it or open it again; it is locked.

    Raises VersionRequired, StaleVersion, AuditUnavailable.
    """
    expected.ensure(breach.version)
    if "assessment" in said:
        where = Where(TABLE, "assessment", str(breach.id))
        breach.assessment = seal(ring, where, said["assessment"])
    if "harm" in said:
        breach.harm = Harm(said["harm"])
    if "closed" in said:
        told = State.NOTIFIED if breach.notified_at else State.OPEN
        breach.state = State.CLOSED if said["closed"] else told
    breach.assessed_by = officer
    breach.version += 1
    session.flush()
    note(session, breach.id, Rule(breach.rule), "assess", f"person:{officer}")


def notify(
    session: Session,
    breach: Breach,
    officer: UUID,
    reference: str,
    *,
    now: datetime,
) -> None:
    """Note that the authority was told, and how it filed that; it is locked.

    Raises AlreadyNotified, AuditUnavailable.
    """
    if breach.notified_at is not None:
        raise AlreadyNotified
    breach.notified_at, breach.notified_by = now, officer
    breach.reference = reference
    breach.state = State.NOTIFIED
    breach.version += 1
    session.flush()
    note(session, breach.id, Rule(breach.rule), "notified", f"person:{officer}")


def opened(ring: KeyRing, breach: Breach) -> str | None:
    """The assessment as it was written."""
    if breach.assessment is None:
        return None
    where = Where(TABLE, "assessment", str(breach.id))
    return unseal(ring, where, breach.assessment)


def note(session: Session, breach: UUID, rule: Rule, verb: str, actor: str) -> None:
    """Record what was done with a breach."""
    detail = {"breach": str(breach), "rule": rule.value}
    record(
        session,
        Event(action=f"breach.{verb}", actor=actor, outcome="done", detail=detail),
    )


def listed_by(officer: str, shown: Sequence[Breach]) -> Event:
    """That an officer read which breaches there are."""
    told = {"breaches": [str(breach.id) for breach in shown]}
    return Event(action="breach.list", actor=officer, outcome="done", detail=told)


def forget(session: Session, now: datetime) -> None:
    """Delete closed breaches of more than five years ago."""
    old = Breach.detected_at < now - KEPT
    session.execute(delete(Breach).where(old, Breach.state == State.CLOSED))
