"""What an accepted report makes of a listing: facts of visitors, or a closed venue."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from citizen_api.jobs.actions import enqueue
from citizen_api.listings import about, days, menu
from citizen_api.listings.correction_rules import NO_SUCH, Correction
from citizen_api.listings.edit_models import ListingChange, Part, Who
from citizen_api.listings.edits import Edit, Editor, locked, settle
from citizen_api.listings.models import Kind
from citizen_api.listings.standing import venue_called
from citizen_api.listings.undoing import taken_back
from citizen_api.problems import FieldError, InvalidRequest, NotFound
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
    elif kind is Kind.MOVED and correction.address and correction.location:
        made = move(edit, correction.address, correction.location)
    settle(edit, made)
    return {"listing_changes": [each.id for each in made]}


def take_back(
    session: Session, venue: Venue, steps: dict[str, Any], by: str, at: datetime
) -> None:
    """Let the listing say what it said before. Raises ChangedSince."""
    if numbers := steps.get("listing_changes"):
        edit = _edit(session, venue, by, at)
        made = [session.get_one(ListingChange, number) for number in numbers]
        settle(edit, [taken_back(edit, each) for each in made])
        enqueue(session, MAP_JOB, "", at)
    if steps.get("closed"):
        close(session, venue, None, at)


def _edit(session: Session, venue: Venue, by: str, at: datetime) -> Edit:
    return locked(session, venue.slug, Editor(by, at, Who.MODERATOR, VISITOR))


def ensure_there(session: Session, correction: Correction) -> None:
    """Raise InvalidRequest for a place outside the city, or a venue unknown."""
    if correction.location is not None:
        about.ensure_inside(session, about.place(**correction.location))
    if correction.into is not None:
        try:
            venue_called(session, correction.into)
        except NotFound:
            wrong = FieldError(NO_SUCH, pointer="#/into")
            raise InvalidRequest(errors=[wrong]) from None


def move(
    edit: Edit, address: dict[str, Any], location: dict[str, Any]
) -> list[ListingChange]:
    """Let a venue be where it moved to."""
    session, venue, made = edit.session, edit.venue, []
    place = about.place(**location, source=VISITOR)
    for part, value in ((Part.ADDRESS, address), (Part.LOCATION, place)):
        before = about.current(venue, part)
        if value != before:
            made.append(edit.note(part, before, value))
            about.put(session, venue, part, value)
    enqueue(session, MAP_JOB, "", edit.editor.at)
    return made


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
