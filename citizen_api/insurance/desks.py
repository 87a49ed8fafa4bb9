"""What the doors share: the desk that asks, and how often one may."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from flask import Response, current_app, request

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers import Staff
from citizen_api.emergencies.problems import BreakGlassRefused
from citizen_api.emergencies.queries import is_in_force
from citizen_api.http import turns
from citizen_api.http.clock import now, today
from citizen_api.http.personal import personal
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.insurance import showing
from citizen_api.insurance.asking import Desk
from citizen_api.insurance.models import Lookup, State
from citizen_api.insurance.problems import Forgotten, NumberNotShared
from citizen_api.insurance.queries import (
    facility_names,
    is_facility,
    known,
)
from citizen_api.insurance.rules import NO_NUMBER, NumberOf, wrong
from citizen_api.problems import KeyReused, NotFound, Said, TooManyRequests
from citizen_api.providers import NoProvider, insurance_provider
from citizen_api.roles.models import Role
from citizen_api.roles.rules import CITY
from citizen_api.throttles.actions import ensure_allowed, ensure_each_allowed
from citizen_api.throttles.rules import Limit, key_of, network_of

# What the audit log has when a look-up was not made for it.
REFUSALS: Final = (
    BreakGlassRefused,
    Forgotten,
    KeyReused,
    NoProvider,
    NumberNotShared,
    TooManyRequests,
)
LOOKUP: Final = "insurance.lookup"
HEALTH_STAFF: Final = Role.HEALTH_STAFF
WAITING: Final = frozenset({State.ASKED, State.NOT_VERIFIED_YET})
NEEDS_FACILITY: Final = Said(
    "Bạn làm ở nhiều cơ sở: hãy gửi mã cơ sở.",
    "You work at several facilities: send the code of one.",
)
NO_FACILITY: Final = Said("Không có cơ sở nào có mã này.", "No facility has this code.")
HOUR: Final = 3600
# A large hospital sends everybody out by one address, and looks up a thousand a day.
OF_NETWORK: Final = Limit("insurance-network", most=1000, window_s=HOUR)
OF_PERSON: Final = Limit("insurance-person", most=300, window_s=HOUR)
OF_FACILITY: Final = Limit("insurance-facility", most=1000, window_s=HOUR)
# What is left of it would tell that others looked the same patient up.
OF_NUMBER: Final = Limit("insurance-number", most=30, window_s=HOUR, told=False)
READS: Final = Limit("insurance-reads", most=600, window_s=HOUR)
REVEALS: Final = Limit("insurance-reveals", most=100, window_s=HOUR)


def desk() -> Desk:
    """The desk of the application at hand; raises NoProvider."""
    return Desk(database(), key_ring(), insurance_provider(), now, turns.outside)


def ensure_not_too_often(
    person: UUID, *, facility: str | None = None, number: bytes | None = None
) -> dict[str, str]:
    """The RateLimit headers; raises TooManyRequests, which the audit log has then.

    Counted for the caller's network and person, and for facility and number as given.
    """
    keys = {
        OF_NETWORK: hashed(network_of(request.remote_addr or "")),
        OF_PERSON: hashed(str(person)),
    }
    if facility is not None:
        keys[OF_FACILITY] = hashed(facility)
    if number is not None:
        keys[OF_NUMBER] = hashed(number.hex())
    try:
        return ensure_each_allowed(database(), keys, now())
    except TooManyRequests:
        note_refusal(person, facility, number, why="too_many_requests")
        raise


def ensure_real(number: NumberOf, field: str) -> None:
    """Raise InvalidRequest for somebody invented, where only real people may come."""
    if number.synthetic and not current_app.config["INVENTED_PEOPLE"]:
        raise wrong(NO_NUMBER, field)


def ensure_seldom(limit: Limit, person: UUID) -> None:
    """Count one more by a person; raises TooManyRequests, which is recorded."""
    try:
        ensure_allowed(database(), limit, hashed(str(person)), now())
    except TooManyRequests:
        note_refusal(person, None, None, why=limit.scope)
        raise


@contextmanager
def refusals_noted(
    person: UUID, facility: str, subject: bytes, action: str = LOOKUP
) -> Iterator[None]:
    """A block whose REFUSALS the audit log has before they are told."""
    try:
        yield
    except REFUSALS as refused:
        note_refusal(person, facility, subject, why=refused.name, action=action)
        raise


def note_refusal(
    person: UUID,
    facility: str | None,
    subject: bytes | None,
    *,
    why: str,
    action: str = LOOKUP,
) -> None:
    """Keep that a look-up was refused; raises AuditUnavailable."""
    event = Event(
        action=action,
        actor=f"person:{person}",
        outcome="refused",
        facility=facility,
        subject=subject,
        detail={"why": why},
    )
    with transaction() as session:
        record(session, event)


def note_listed(staff: Staff, facility: str, shown: Sequence[Lookup]) -> None:
    """Keep that somebody read which look-ups there were; raises AuditUnavailable."""
    event = Event(
        action="insurance.list",
        actor=staff.actor,
        outcome="done",
        facility=facility,
        detail={"shown": len(shown)},
    )
    with transaction() as session:
        record(session, event)


def hashed(text: str) -> bytes:
    """The key of a limit."""
    return key_of(current_app.config["SIGNING_KEY"], text)


def facility_of(staff: Staff, asked: str | None) -> str:
    """The facility that somebody acts for; raises InvalidRequest, RoleMissing."""
    held = staff.scopes_of(HEALTH_STAFF)
    if asked is None and (len(held) > 1 or CITY in held):
        raise wrong(NEEDS_FACILITY, "facility")
    facility = staff.scope_for(HEALTH_STAFF, asked)
    if not is_facility(database(), facility):
        raise wrong(NO_FACILITY, "facility")
    return facility


def own(staff: Staff, lookup_id: UUID) -> Lookup:
    """The look-up, if it is of a facility of this staff member.

    Raises TooManyRequests and NotFound, which the audit log has then: another
    facility's is not there.
    """
    ensure_seldom(READS, staff.person)
    with database().sessions() as session:
        lookup = known(session, lookup_id)
    held = staff.scopes_of(HEALTH_STAFF)
    if lookup is not None and held & {lookup.facility, CITY}:
        return lookup
    subject = None if lookup is None else lookup.number_index
    note_refusal(staff.person, None, subject, why=f"not theirs: {lookup_id}")
    raise NotFound


def answer(
    lookup: Lookup,
    status: int,
    *,
    waiting: int = 202,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A look-up with its answer; another status while that is still to come."""
    reached = waiting if lookup.state in WAITING else status
    return personal(told(lookup), reached, headers=headers)


def told(lookup: Lookup) -> dict[str, Any]:
    """A look-up with its answer, as far as it is kept."""
    answer = showing.answer_of(key_ring(), lookup)
    names = facility_names(database(), showing.facilities_of(answer))
    in_force = is_in_force(database(), lookup.break_glass_id, now())
    return {
        **showing.item(key_ring(), lookup),
        **showing.answered(lookup, answer, names, today=today(), glass_broken=in_force),
    }
