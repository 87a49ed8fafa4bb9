"""What moderators decide of claims, and how that is taken back."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from citizen_api.cases.models import Case
from citizen_api.listings.claim_models import State, VenueClaim
from citizen_api.listings.claiming import accept, note
from citizen_api.roles.actions import revoke
from citizen_api.venues.models import Venue

ACCEPT: Final = "accept"
DECISIONS: Final = (ACCEPT, "refuse")


def apply(session: Session, case: Case, decision: str, by: str, at: datetime) -> None:
    """Do what a moderator decided of a claim; one that was withdrawn stays so."""
    found = of_case(session, case)
    if found.state not in (State.OPEN, State.WAITING):
        return
    venue = session.get_one(Venue, found.venue_id)
    found.note = case.note
    if decision == ACCEPT:
        accept(session, found, venue, by, at)
        return
    found.state, found.decided_at = State.REFUSED, at
    session.flush()
    note(session, found, venue, "refused", by)


def undo(session: Session, case: Case, by: str, at: datetime) -> None:
    """Take back what was decided; the claim waits again, and its role is revoked."""
    found = of_case(session, case)
    if found.state not in (State.ACCEPTED, State.REFUSED):
        return
    role, found.role_id = found.role_id, None
    found.state, found.decided_at, found.note = State.WAITING, None, None
    session.flush()
    if role is not None:
        revoke(session, role, by=by, at=at)


def of_case(session: Session, case: Case) -> VenueClaim:
    """The claim that a case is about, locked."""
    number = UUID(case.subject_id)
    return session.get_one(VenueClaim, number, with_for_update=True)
