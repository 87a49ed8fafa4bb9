"""Ask the gateway: noted before, kept after, and no connection held meanwhile."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from citizen_api.db import Database
from citizen_api.emergencies.queries import ensure_in_force
from citizen_api.insurance import actions
from citizen_api.insurance.actions import New, begin, open_lookup, settle, withhold
from citizen_api.insurance.models import Lookup
from citizen_api.insurance.problems import Forgotten, NumberNotShared
from citizen_api.insurance.queries import holder, known, person_index
from citizen_api.insurance.rules import Patient, is_guess, read_patient
from citizen_api.problems import Busy, TooManyRequests
from citizen_api.throttles.actions import ensure_allowed, hit, miss
from citizen_api.throttles.rules import Lock
from identity.key_ring import KeyRing
from identity.providers.insurance import (
    Answer,
    InsuranceProvider,
    Officer,
    Outage,
    Question,
    Unreachable,
)
from identity.providers.results import result_for
from identity.vault import unseal

GUESSES: Final = Lock("guesses")


@dataclass(frozen=True, slots=True)
class Desk:
    """What asking needs; `outside` is entered while the gateway has the word."""

    database: Database
    ring: KeyRing
    provider: InsuranceProvider
    clock: Callable[[], datetime]
    outside: Callable[[], AbstractContextManager[None]] = nullcontext

    def ask(self, question: Question, officer: Officer) -> Answer | Unreachable:
        """What the gateway says, or why it says nothing."""
        try:
            with self.outside():
                return self.provider.lookup(question, officer)
        except Busy:
            return Unreachable(Outage.BUSY)
        except Unreachable as unreachable:
            return unreachable


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is noted and may go out; `lock`: where wrong guesses count.

    `glass_broken`: it is answered though the lock is closed.
    """

    lookup: UUID
    patient: Patient
    officer: Officer
    lock: bytes
    actor: str
    glass_broken: bool


def look_up(desk: Desk, new: New) -> tuple[Lookup, bool]:
    """The look-up as it stands after the gateway was asked, and whether it is new.

    Raises NumberNotShared, TooManyRequests while this number is locked for this
    person, and what `open_lookup` raises. A broken glass opens the lock.
    """
    now = desk.clock()
    number_index = actions.indexes_of(desk.ring, new.patient)["number_index"]
    lock = lock_of(desk, new.person, number_index)
    if new.break_glass is None:
        ensure_allowed(desk.database, GUESSES, lock, now)
    with desk.database.sessions.begin() as session:
        asker = holder(session, desk.ring, new.person)
        lookup, is_new = open_lookup(session, desk.ring, new, now=now)
    if not is_new:
        return lookup, False
    officer = Officer(asker.name, asker.number, new.facility)
    asked = Asked(
        lookup.id,
        new.patient,
        officer,
        lock,
        actor=f"person:{new.person}",
        glass_broken=new.break_glass is not None,
    )
    return answered(desk, asked), True


def recheck(desk: Desk, lookup: Lookup, person: UUID) -> Lookup:
    """The look-up after the gateway was asked once more, by hand.

    Raises Forgotten when the patient is no longer known, NumberNotShared,
    TooManyRequests, BreakGlassRefused unless the glass under which it was made is still
    in force for this person.
    """
    if lookup.break_glass_id is None:
        lock = lock_of(desk, person, lookup.number_index)
        ensure_allowed(desk.database, GUESSES, lock, desk.clock())
    return answered(desk, asked_again(desk, lookup.id, person, f"person:{person}"))


def retry(desk: Desk, lookup_id: UUID) -> datetime | None:
    """Ask once more for those who wait; when to do so again, None for never."""
    with desk.database.sessions() as session:
        lookup = known(session, lookup_id)
    if lookup is None or lookup.next_try_at is None or lookup.question is None:
        return None
    if lookup.next_try_at > desk.clock():
        return lookup.next_try_at
    try:
        asked = asked_again(desk, lookup_id, lookup.person_id, actions.SYSTEM)
        return answered(desk, asked).next_try_at
    except TooManyRequests:
        return None
    except NumberNotShared:
        with desk.database.sessions.begin() as session:
            withhold(session, lookup_id, actor=actions.SYSTEM)
        return None


def asked_again(desk: Desk, lookup_id: UUID, person: UUID, actor: str) -> Asked:
    """The question of a look-up, noted once more, `person` being the officer."""
    with desk.database.sessions.begin() as session:
        lookup = session.get_one(Lookup, lookup_id, with_for_update=True)
        if lookup.question is None:
            raise Forgotten
        where = actions.place(lookup_id, "question")
        patient = read_patient(unseal(desk.ring, where, lookup.question))
        asker, now = holder(session, desk.ring, person), desk.clock()
        glass, by_hand = lookup.break_glass_id, actor != actions.SYSTEM
        if glass is not None and by_hand:
            use = actions.use_of(desk.ring, lookup.facility, person, patient)
            ensure_in_force(session, glass, use, now=now)
        outcome = "asked_again" if by_hand else "asked"
        begin(session, lookup, actor=actor, now=now, outcome=outcome)
        officer = Officer(asker.name, asker.number, lookup.facility)
        number_index = lookup.number_index
    lock = lock_of(desk, person, number_index)
    return Asked(lookup_id, patient, officer, lock, actor, glass is not None)


def answered(desk: Desk, asked: Asked) -> Lookup:
    """The look-up with what the gateway said; raises TooManyRequests, AuditUnavailable.

    A wrong guess counts against whoever asked, also when a job asked for them; the
    answer to one too many is kept from everybody.
    """
    outcome = desk.ask(asked.patient.question, asked.officer)
    now = desk.clock()
    try:
        count(desk, asked.lock, outcome, now)
    except TooManyRequests:
        if not asked.glass_broken:
            with desk.database.sessions.begin() as session:
                withhold(session, asked.lookup, actor=asked.actor)
            raise
    with desk.database.sessions.begin() as session:
        return settle(
            session, desk.ring, asked.lookup, outcome, actor=asked.actor, now=now
        )


def count(
    desk: Desk, lock: bytes, outcome: Answer | Unreachable, now: datetime
) -> None:
    """Count a wrong guess, forget those before a right one; raises TooManyRequests."""
    if isinstance(outcome, Answer):
        guess = is_guess(result_for(outcome.code, now.date()))
        (miss if guess else hit)(desk.database, GUESSES, lock, now)


def lock_of(desk: Desk, person: UUID, number_index: bytes) -> bytes:
    """The key of the lock of one patient, by whichever number, for one person."""
    patient = person_index(desk.database, number_index)
    return sha256(person.bytes + patient).digest()
