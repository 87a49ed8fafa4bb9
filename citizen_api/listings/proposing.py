"""Say that two venues are one: moderators propose a merge, owners ask for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.cases import actions as cases
from citizen_api.cases import queries as case_queries
from citizen_api.cases.models import Act, Case, Kind, State
from citizen_api.cases.rules import SYSTEM, Opened, Verdict
from citizen_api.listings.about import EditWaiting
from citizen_api.listings.edit_models import ListingChange
from citizen_api.listings.edits import Edit
from citizen_api.listings.merge_problems import (
    AlreadyMerged,
    MergeProposed,
    SameVenue,
)
from citizen_api.listings.merging import MERGE, SUBJECT
from citizen_api.listings.reading import duplicates
from citizen_api.listings.records import VenueChange
from citizen_api.listings.standing import standing, venue_called
from citizen_api.venues.models import Venue


def propose(session: Session, slug: str, into: str, *, by: str, at: datetime) -> Case:
    """Propose a merge; another moderator must say the same before it happens.

    `into` is followed when it was merged itself. What an owner asked for is proposed in
    its own case; the same again is the one that is there. Raises NotFound,
    AlreadyMerged, SameVenue, MergeProposed, AnotherPersonNeeded, AuditUnavailable.
    """
    source, target = _pair(session, slug, venue_called(session, into))
    there = _there(session, source, target)
    if there is not None and there.state != State.OPEN:
        return there
    number = there.id if there else _open(session, source, target, SYSTEM, at)
    case = cases.decide(session, number, Verdict(MERGE, by, at))
    cases.tell(session, case, Act.PROPOSED, at, by)
    return case


def ask(edit: Edit, slug: str) -> list[ListingChange]:
    """Ask to merge another venue into the one that is edited: moderators look first.

    No change of the listing yet. The same again is the one that waits. Last in the
    transaction. Raises NotFound, AlreadyMerged, SameVenue, MergeProposed, EditWaiting,
    AuditUnavailable.
    """
    session, editor = edit.session, edit.editor
    source, target = _pair(session, slug, edit.venue)
    there = _there(session, source, target)
    if there is None and duplicates(session, target.id):
        raise EditWaiting
    if there is not None and there.opened_by == SYSTEM:
        raise MergeProposed
    if there is None:
        edit.listing.version += 1
        _open(session, source, target, editor.by, editor.at)
    return []


def _pair(session: Session, slug: str, into: Venue) -> tuple[Venue, Venue]:
    """The venue that goes, and the one that stays."""
    source, target = venue_called(session, slug), standing(session, into)
    if source.merged_into_id is not None:
        raise AlreadyMerged
    if target.id == source.id:
        raise SameVenue
    return source, target


def _there(session: Session, source: Venue, target: Venue) -> Case | None:
    """The case of this merge that is not decided. Raises MergeProposed for another."""
    there = case_queries.open_case_of(session, Kind.MERGE, SUBJECT, source.slug)
    if there is not None:
        other = select(VenueChange.other_id).where(VenueChange.case_id == there.id)
        if session.scalar(other) != target.id:
            raise MergeProposed
    return there


def _open(
    session: Session, source: Venue, target: Venue, by: str, at: datetime
) -> UUID:
    """The case of a merge that nobody spoke of."""
    opened = Opened(Kind.MERGE, SUBJECT, source.slug, source.id, "duplicate", by, at)
    number = cases.open_case(session, opened)
    session.add(VenueChange(case_id=number, venue_id=source.id, other_id=target.id))
    session.flush()
    return number
