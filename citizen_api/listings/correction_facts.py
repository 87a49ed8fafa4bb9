"""What an accepted report makes of a listing: a fact of visitors, or a closed venue."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from citizen_api.jobs.actions import enqueue
from citizen_api.listings import days, menu
from citizen_api.listings.correction_rules import Correction
from citizen_api.listings.edit_models import ListingChange, Who
from citizen_api.listings.edits import Edit, Editor, locked, settle
from citizen_api.listings.models import Kind
from citizen_api.listings.undoing import taken_back
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.sources.models import SourceKind
from citizen_api.venues.actions import publish
from citizen_api.venues.models import Venue
from citizen_api.versions import CATALOGUE, bump

MAP_JOB: Final = "map"
VISITOR: Final = SourceKind.VISITOR.value


def put(
    session: Session,
    venue: Venue,
    kind: Kind,
    dish: str | None,
    correction: Correction,
    by: str,
    at: datetime,
) -> dict[str, Any]:
    """Let the listing say what is right; how to take it back."""
    if kind is Kind.CLOSED:
        since = correction.since or at.astimezone(HO_CHI_MINH).date()
        return {"closed": close(session, venue, since, at)}
    edit = _edit(session, venue, by, at)
    made: list[ListingChange] = []
    if kind is Kind.PRICE and correction.price and dish:
        made = menu.serve(edit, dish, menu.Cost(*correction.price))
    elif kind is Kind.NOT_SERVED and dish:
        made = menu.withdraw(edit, dish)
    elif kind is Kind.HOURS and correction.opening_hours:
        made = days.set_hours(edit, correction.opening_hours)
    settle(edit, made)
    return {"listing_change": made[0].id} if made else {}


def take_back(
    session: Session, venue: Venue, steps: dict[str, Any], by: str, at: datetime
) -> None:
    """Let the listing say what it said before. Raises ChangedSince."""
    number = steps.get("listing_change")
    if number is not None:
        edit = _edit(session, venue, by, at)
        settle(edit, [taken_back(edit, session.get_one(ListingChange, number))])
    if steps.get("closed"):
        close(session, venue, None, at)


def _edit(session: Session, venue: Venue, by: str, at: datetime) -> Edit:
    return locked(session, venue.slug, Editor(by, at, Who.MODERATOR, VISITOR))


def close(session: Session, venue: Venue, since: date | None, at: datetime) -> bool:
    """Close a venue for good, or with no day open it again; whether that is new."""
    if (venue.closed_on is None) == (since is None):
        return False
    venue.closed_on, venue.closed_source = since, VISITOR if since else None
    session.flush()
    publish(session, [venue.id])
    bump(session, CATALOGUE)
    enqueue(session, MAP_JOB, "", at)
    return True


def standing(session: Session, venue: int) -> Venue:
    """The venue that a venue of this number is now."""
    found = session.get_one(Venue, venue, populate_existing=True)
    if found.merged_into_id is not None:
        return session.get_one(Venue, found.merged_into_id)
    return found
