"""The doors of owners: one edit each, and both versions when two meet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Response

from citizen_api.callers import STAFF_REFUSED, Staff
from citizen_api.dishes.queries import catalogue
from citizen_api.expected import Expected
from citizen_api.http.clock import now
from citizen_api.http.personal import personal
from citizen_api.http.preconditions import if_match
from citizen_api.http.session import kept, transaction
from citizen_api.listings.edit_cards import etag, listing
from citizen_api.listings.edit_models import ListingChange, Who
from citizen_api.listings.edits import Edit, Editor, begin, settle
from citizen_api.listings.reading import Kept
from citizen_api.listings.reading import kept as as_kept
from citizen_api.listings.standing import VenueMoved, standing_venue
from citizen_api.problems import (
    BODY_PROBLEMS,
    InvalidRequest,
    NotAcceptable,
    NotFound,
    StaleVersion,
    VersionRequired,
)
from citizen_api.roles.models import Role

Change = Callable[[Edit], list[ListingChange]]

ONE: Final = "/v1/venues/<slug:venue_id>/listing"
REFUSED: Final = (*STAFF_REFUSED, NotAcceptable, NotFound, VenueMoved)
EDITED: Final = (*REFUSED, InvalidRequest, StaleVersion, VersionRequired)
SENT: Final = (*EDITED, *BODY_PROBLEMS)


def owner_of(caller: Staff, slug: str) -> Editor:
    """Who keeps this venue; raises RoleMissing, which the door records."""
    caller.scope_for(Role.VENUE_OWNER, slug)
    return Editor(caller.actor, now())


def reader_of(caller: Staff, slug: str) -> None:
    """Raise RoleMissing unless they keep the venue, or are moderators of the city."""
    if Role.MODERATOR not in {held.role for held in caller.roles}:
        caller.scope_for(Role.VENUE_OWNER, slug)


def undoer_of(caller: Staff, slug: str) -> Editor:
    """Who takes a change back: who keeps the venue, or a moderator of the city."""
    reader_of(caller, slug)
    owns = slug in caller.scopes_of(Role.VENUE_OWNER)
    return Editor(caller.actor, now(), Who.OWNER if owns else Who.MODERATOR)


def edited(caller: Staff, slug: str, sent: Any, change: Change) -> Response:
    """The listing after an edit through the API."""
    found = make(owner_of(caller, slug), slug, if_match(), sent, change)
    return answered(found)


def make(
    editor: Editor, slug: str, expected: Expected, sent: Any, change: Change
) -> Kept:
    """Make an edit, for the API and the pages; the listing as it is then.

    Raises what the change raises, NotFound, VenueMoved, VersionRequired, and
    StaleVersion with both versions.
    """
    with both_versions(slug, sent), transaction() as session:
        edit = begin(session, slug, editor, expected)
        changes = change(edit)
        found = as_kept(session, edit.venue, editor.at)
        settle(edit, changes)
        return found


@contextmanager
def both_versions(slug: str, sent: Any) -> Iterator[None]:
    """A block whose StaleVersion tells what was sent, and what is there now."""
    try:
        yield
    except StaleVersion:
        found = looked_up(slug)
        members = {"yours": sent, "theirs": shown(found)}
        tag = {"ETag": etag(found.version)}
        raise StaleVersion(headers=tag, members=members) from None


def looked_up(slug: str) -> Kept:
    """The listing of a venue as it is; raises NotFound, VenueMoved."""
    with transaction() as session:
        return as_kept(session, standing_venue(session, slug), now())


def answered(found: Kept) -> Response:
    """A listing; its ETag is what If-Match takes."""
    return personal(shown(found), headers={"ETag": etag(found.version)})


def shown(found: Kept) -> dict[str, Any]:
    """A listing on the wire."""
    return listing(found, kept(catalogue), now().date())
