"""What changes look-ups. Each act is in the audit chain with it, or does not happen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.emergencies.queries import Use, ensure_in_force
from citizen_api.insurance.models import Lookup, Presented, Purpose, State
from citizen_api.insurance.queries import sent_before
from citizen_api.insurance.rules import UNHEARD, Patient, indexed, next_try
from citizen_api.jobs.actions import enqueue
from citizen_api.problems import InProgress, KeyReused
from citizen_api.repeated import Once
from identity.key_ring import KeyRing
from identity.providers.insurance import Answer, Unreachable
from identity.providers.stored_answers import written_answer
from identity.vault import Where, blind_index, blind_indexes, seal

RETRY: Final = "insurance.retry"
SYSTEM: Final = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A look-up to be made; `once`: its Idempotency-Key, which it needs."""

    facility: str
    person: UUID
    patient: Patient
    purpose: Purpose
    presented: Presented
    once: Once
    break_glass: UUID | None = None


def open_lookup(
    session: Session, ring: KeyRing, new: New, *, now: datetime
) -> tuple[Lookup, bool]:
    """The look-up, and whether it is new; the new one is about to be asked.

    Raises KeyReused, InProgress, BreakGlassRefused, AuditUnavailable.
    """
    indexes = indexes_of(ring, new.patient)
    if new.break_glass is not None:
        use = use_of(ring, new.facility, new.person, new.patient)
        ensure_in_force(session, new.break_glass, use, now=now)
    lookup_id = uuid4()
    values = {
        "id": lookup_id,
        "facility": new.facility,
        "person_id": new.person,
        "purpose": new.purpose,
        "presented": new.presented,
        "channel": new.patient.channel,
        **indexes,
        "question": seal(ring, place(lookup_id, "question"), new.patient.written),
        "state": State.ASKED,
        "asked_at": now,
        "break_glass_id": new.break_glass,
        "key": new.once.key,
        "sent": new.once.said,
    }
    row = insert(Lookup).values(values).on_conflict_do_nothing()
    if session.scalar(row.returning(Lookup.id)) is None:
        return repeated(session, new, now), False
    lookup = session.get_one(Lookup, lookup_id)
    begin(session, lookup, actor=f"person:{new.person}", now=now)
    return lookup, True


def use_of(ring: KeyRing, facility: str, staff: UUID, patient: Patient) -> Use:
    """Who looks up whom, and where: what a broken glass must be for."""
    numbers = blind_indexes(ring, *indexed(patient.number))
    names = blind_indexes(ring, "name_birth", patient.name_and_birth)
    return Use(facility, staff, numbers, names)


def repeated(session: Session, new: New, now: datetime) -> Lookup:
    """The look-up that this request made before; reading its answer is recorded.

    Raises KeyReused when it was another request, or for a facility at which the person
    no longer asks; InProgress while it is being asked.
    """
    found = sent_before(session, new.person, new.once.key)
    if found is None or found.facility != new.facility:
        raise KeyReused
    new.once.ensure_same(found.sent)
    if found.state == State.ASKED and now - found.asked_at < UNHEARD:
        raise InProgress
    if found.result_code is not None:
        note(session, found, "read", actor=f"person:{new.person}")
    return found


def begin(
    session: Session,
    lookup: Lookup,
    *,
    actor: str,
    now: datetime,
    outcome: str = "asked",
) -> None:
    """The gateway is about to be asked: should nobody be heard of again, a job asks."""
    if lookup.next_try_at is None:
        lookup.state = State.ASKED
        lookup.next_try_at = now + UNHEARD
        enqueue(session, RETRY, str(lookup.id), lookup.next_try_at)
    session.flush()
    note(session, lookup, outcome, actor=actor)


def settle(
    session: Session,
    ring: KeyRing,
    lookup_id: UUID,
    outcome: Answer | Unreachable,
    *,
    actor: str,
    now: datetime,
) -> Lookup:
    """Keep what the gateway said, or when it is asked again; raises AuditUnavailable.

    Whoever asks by hand does not use up one of the tries that are planned.
    """
    lookup = session.scalars(
        select(Lookup).where(Lookup.id == lookup_id).with_for_update()
    ).one()
    if isinstance(outcome, Answer):
        keep_answer(ring, lookup, outcome, now)
        detail = {"code": outcome.code}
    else:
        if lookup.state != State.ANSWERED and (actor == SYSTEM or not lookup.tries):
            put_off(session, lookup, now)
        detail = {"outage": outcome.outage}
    session.flush()
    note(session, lookup, outcome_name(outcome), actor=actor, detail=detail)
    return lookup


def withhold(session: Session, lookup_id: UUID, *, actor: str) -> None:
    """Keep no answer, and ask no more; raises AuditUnavailable."""
    lookup = session.get_one(Lookup, lookup_id, with_for_update=True)
    if lookup.state != State.ANSWERED:
        lookup.state, lookup.tries, lookup.next_try_at = State.NOT_VERIFIED, 0, None
    session.flush()
    note(session, lookup, "withheld", actor=actor)


def outcome_name(outcome: Answer | Unreachable) -> str:
    """How the audit calls it."""
    return "answered" if isinstance(outcome, Answer) else "unreachable"


def keep_answer(ring: KeyRing, lookup: Lookup, answer: Answer, now: datetime) -> None:
    """The answer, sealed; nothing is asked any more."""
    text = json.dumps(written_answer(answer))
    lookup.state = State.ANSWERED
    lookup.result_code = answer.code
    lookup.answer = seal(ring, place(lookup.id, "answer"), text)
    lookup.answered_at = now
    lookup.tries, lookup.next_try_at = 0, None
    lookup.social_index = social_index(ring, answer)


def put_off(session: Session, lookup: Lookup, now: datetime) -> None:
    """Ask again later; after the last try nobody does."""
    again = next_try(lookup.tries + 1, now)
    lookup.next_try_at = again
    if again is None:
        lookup.state, lookup.tries = State.NOT_VERIFIED, 0
        return
    lookup.state = State.NOT_VERIFIED_YET
    lookup.tries += 1
    enqueue(session, RETRY, str(lookup.id), again)


def note(
    session: Session,
    lookup: Lookup,
    outcome: str,
    *,
    actor: str,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record what was done with a look-up."""
    told: dict[str, Any] = {"lookup": str(lookup.id), "channel": lookup.channel}
    if lookup.break_glass_id is not None:
        told["break_glass"] = str(lookup.break_glass_id)
    event = Event(
        action="insurance.lookup",
        actor=actor,
        outcome=outcome,
        facility=lookup.facility,
        subject=lookup.number_index,
        purpose=lookup.purpose,
        detail=told | dict(detail or {}),
    )
    record(session, event)


def indexes_of(ring: KeyRing, patient: Patient) -> dict[str, bytes]:
    """By what a patient is found again."""
    return {
        "number_index": blind_index(ring, *indexed(patient.number)),
        "name_birth_index": blind_index(ring, "name_birth", patient.name_and_birth),
    }


def social_index(ring: KeyRing, answer: Answer) -> bytes | None:
    """By which the same person's other look-ups are found, when it was told."""
    number = answer.social_number
    return blind_index(ring, "social_number", number) if number else None


def place(lookup_id: UUID, column: str) -> Where:
    """Where a cell of a look-up stands."""
    return Where("lookups", column, str(lookup_id))
