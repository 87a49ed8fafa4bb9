"""Ask for something about one's own data, take that back, answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.jobs.actions import enqueue
from citizen_api.repeated import Once
from citizen_api.rights.models import ExportPart, Kind, RightsRequest, State
from citizen_api.rights.problems import AlreadyAsked, RequestEnded
from citizen_api.rights.queries import sent_before
from citizen_api.rights.rules import (
    ERASE_JOB,
    ERASED_AFTER,
    EXPORT_JOB,
    OPEN,
    REQUESTS_KEPT,
    due,
)
from citizen_api.roles.queries import subject_of
from citizen_api.schedules.queries import holidays
from identity.key_ring import KeyRing
from identity.vault import Where, seal, unseal

TABLE: Final = RightsRequest.__tablename__
# What a job does by itself: its kind, named after the request's.
JOBS: Final = {Kind.EXPORT: EXPORT_JOB, Kind.ERASURE: ERASE_JOB}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody asks for; `once`: the Idempotency-Key, as hashes."""

    person: UUID
    kind: Kind
    words: str | None = None
    once: Once | None = None


def ask(session: Session, ring: KeyRing, wish: Wish, *, now: datetime) -> RightsRequest:
    """Write a request down, with the dates by which it is answered and done.

    The same again under its key is the first one again. Raises KeyReused,
    AlreadyAsked while one of its kind is open, AuditUnavailable.
    """
    row = insert(RightsRequest).values(written(session, ring, wish, now))
    new = session.scalar(row.on_conflict_do_nothing().returning(RightsRequest.id))
    if new is None:
        return repeated(session, wish)
    request = session.get_one(RightsRequest, new)
    if request.acts_at is not None:
        enqueue(session, JOBS[wish.kind], str(new), request.acts_at)
    note(session, request, "ask", f"person:{wish.person}")
    return request


def written(
    session: Session, ring: KeyRing, wish: Wish, now: datetime
) -> dict[str, Any]:
    """The row of a new request."""
    request, dates = uuid4(), due(now.date(), holidays(session))
    key, body = wish.once or (None, None)
    by_job = {Kind.EXPORT: now, Kind.ERASURE: now + ERASED_AFTER}
    where = Where(TABLE, "words", str(request))
    return {
        "id": request,
        "person_id": wish.person,
        "kind": wish.kind,
        "words": wish.words and seal(ring, where, wish.words),
        "asked_at": now,
        "answer_on": dates.answer_on,
        "done_on": dates.done_on,
        "acts_at": by_job.get(wish.kind),
        # What a job does is granted by asking.
        "answered_at": now if wish.kind in by_job else None,
        "key": key,
        "key_body": body,
    }


def repeated(session: Session, wish: Wish) -> RightsRequest:
    """The request that was sent with this key; raises KeyReused, AlreadyAsked."""
    found = wish.once and sent_before(session, wish.person, wish.once.key)
    if wish.once is None or found is None:
        raise AlreadyAsked
    wish.once.ensure_same(found.key_body)
    return found


def cancel(session: Session, request: RightsRequest, *, now: datetime) -> None:
    """Take a request back while it waits; it is locked.

    Raises RequestEnded, AuditUnavailable.
    """
    if request.state != State.WAITING:
        raise RequestEnded
    end(request, State.CANCELLED, now)
    session.flush()
    note(session, request, "cancel", f"person:{request.person_id}")


def answer(
    session: Session,
    ring: KeyRing,
    request: RightsRequest,
    officer: UUID,
    state: State,
    words: str,
    *,
    now: datetime,
) -> None:
    """Say what was done about a request; it is locked.

    Raises RequestEnded, AuditUnavailable.
    """
    if request.state not in OPEN:
        raise RequestEnded
    request.answer = seal(ring, Where(TABLE, "answer", str(request.id)), words)
    request.answered_at = now
    end(request, state, now)
    session.flush()
    note(session, request, "answer", f"person:{officer}")


def end(request: RightsRequest, state: State, now: datetime) -> None:
    """Nothing more is done about a request."""
    request.state, request.ended_at = state, now
    if state is State.DONE:
        request.percent = 100


def opened(ring: KeyRing, request: RightsRequest, column: str) -> str | None:
    """What stands in a closed cell of a request."""
    cell = getattr(request, column)
    return cell and unseal(ring, Where(TABLE, column, str(request.id)), cell)


def note(session: Session, request: RightsRequest, verb: str, actor: str) -> None:
    """Record what was done with a request."""
    event = Event(
        action=f"rights.{request.kind}.{verb}",
        actor=actor,
        outcome=request.state,
        subject=subject_of(session, request.person_id),
        detail={"request": str(request.id)},
    )
    record(session, event)


def read_by(officer: str, found: Sequence[RightsRequest]) -> Event:
    """That a privacy officer read what these people ask for."""
    told = {"requests": [str(request.id) for request in found]}
    return Event(
        action="rights.requests.read", actor=officer, outcome="done", detail=told
    )


def forget(session: Session, now: datetime) -> None:
    """Delete files whose time is over, and requests that ended five years ago."""
    over = select(RightsRequest.id).where(RightsRequest.expires_at <= now)
    session.execute(delete(ExportPart).where(ExportPart.request_id.in_(over)))
    long_ago = now - REQUESTS_KEPT
    session.execute(delete(RightsRequest).where(RightsRequest.ended_at < long_ago))
