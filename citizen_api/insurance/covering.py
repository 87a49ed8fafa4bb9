"""Ask for citizens about their own insurance.

What they are told must not let anybody find out what of number, name and birth date is
wrong: not by the words, and not by the time that they take.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.insurance.actions import outcome_name, social_index
from citizen_api.insurance.asking import GUESSES, Desk, count, lock_of
from citizen_api.insurance.models import Cover
from citizen_api.insurance.queries import cover_of, holder, is_still_there
from citizen_api.insurance.rules import is_guess, patient_of
from citizen_api.problems import TooManyRequests
from citizen_api.throttles.actions import ensure_allowed
from citizen_api.throttles.rules import Limit
from identity.key_ring import KeyRing
from identity.providers.insurance import Answer, Officer, Unreachable
from identity.providers.results import Result, result_for
from identity.providers.stored_answers import read_answer, written_answer
from identity.vault import Where, blind_index, seal, unseal

NOT_MATCHED: Final = "050"
LOCKED: Final = Limit("insurance-locked", most=1_000_000, window_s=3600)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a citizen's own insurance; `current`: just now, by the gateway.

    `checked_at` is None, and nothing is told, when nobody ever answered.
    """

    result: Result | None
    answer: Answer | None
    checked_at: datetime | None
    current: bool


def own_insurance(desk: Desk, person: UUID, facility: str) -> Told:
    """What the gateway says of somebody's own insurance, else what it said before.

    `facility`: whose account asks. Who is locked is asked for all the same, in the same
    time, and learns what everybody learns whom nothing fits. Raises NumberNotShared,
    AuditUnavailable.
    """
    with desk.database.sessions.begin() as session:
        asker = holder(session, desk.ring, person)
        number = blind_index(desk.ring, "citizen_number", asker.number)
        record(session, event(person, number, facility, "asked"))
    lock = lock_of(desk, person, number)
    locked = is_locked(desk, lock)
    officer = Officer(asker.name, asker.number, facility)
    outcome = desk.ask(patient_of(*asker).question, officer)
    noted = event(person, number, facility, outcome_name(outcome))
    if isinstance(outcome, Answer) and is_withheld(desk, lock, outcome, locked=locked):
        outcome = Answer(NOT_MATCHED, desk.clock())
    return told(desk, person, outcome, noted)


def told(desk: Desk, person: UUID, outcome: Answer | Unreachable, noted: Event) -> Told:
    """What the citizen is told, which is kept for when nobody can be asked."""
    with desk.database.sessions.begin() as session:
        if isinstance(outcome, Answer) and is_still_there(session, person):
            least = told_of(outcome)
            keep_cover(session, desk.ring, person, least, now=desk.clock())
        cover = cover_of(session, person)
        session.flush()
        record(session, noted)
    if cover is None:
        return Told(None, None, None, current=False)
    return Told(
        result=result_for(cover.result_code, cover.checked_at.date()),
        answer=opened_cover(desk.ring, cover),
        checked_at=cover.checked_at,
        current=isinstance(outcome, Answer),
    )


def told_of(answer: Answer) -> Answer:
    """What a citizen may know of an answer, which is all that is kept of it.

    Their cards and how long they are insured; where nothing fits, not what does not.
    """
    if is_guess(result_for(answer.code, answer.asked_at.date())):
        return Answer(NOT_MATCHED, answer.asked_at)
    return Answer(
        answer.code,
        answer.asked_at,
        social_number=answer.social_number,
        card=answer.card,
        new_card=answer.new_card,
        area=answer.area,
        five_years_from=answer.five_years_from,
    )


def is_locked(desk: Desk, lock: bytes) -> bool:
    """Whether too many guesses were made for this person."""
    try:
        ensure_allowed(desk.database, GUESSES, lock, desk.clock())
    except TooManyRequests:
        return True
    return False


def is_withheld(desk: Desk, lock: bytes, answer: Answer, *, locked: bool) -> bool:
    """Count the answer; whether the citizen may not have it."""
    if locked:
        # Takes the time that counting a guess takes.
        ensure_allowed(desk.database, LOCKED, lock, desk.clock())
        return True
    try:
        count(desk, lock, answer, desk.clock())
    except TooManyRequests:
        return True
    return False


def event(person: UUID, number: bytes, facility: str, outcome: str) -> Event:
    """What is recorded."""
    return Event(
        action="insurance.own",
        actor=f"person:{person}",
        outcome=outcome,
        facility=facility,
        subject=number,
    )


def keep_cover(
    session: Session, ring: KeyRing, person: UUID, answer: Answer, *, now: datetime
) -> Cover:
    """What the gateway told of somebody's own insurance, in place of the last."""
    row = insert(Cover).values(
        id=uuid4(), person_id=person, result_code=answer.code, checked_at=now
    )
    made = row.on_conflict_do_update(
        index_elements=["person_id"],
        set_={"result_code": answer.code, "checked_at": now},
    )
    cover_id = session.scalars(made.returning(Cover.id)).one()
    cover = session.get_one(Cover, cover_id, populate_existing=True)
    text = json.dumps(written_answer(answer))
    cover.answer = seal(ring, Where("covers", "answer", str(cover_id)), text)
    cover.social_index = social_index(ring, answer)
    return cover


def opened_cover(ring: KeyRing, cover: Cover) -> Answer | None:
    """What was last told of a citizen's own insurance."""
    if cover.answer is None:
        return None
    where = Where("covers", "answer", str(cover.id))
    return read_answer(json.loads(unseal(ring, where, cover.answer)))
