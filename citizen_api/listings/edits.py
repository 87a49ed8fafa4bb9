"""The frame of every edit: who starts from which version, what it leaves behind.

An edit locks the listing, makes changes by the functions of `hours`, `menu` and
`about`, and is settled: the version grows by one, readers are served what is new, and
the audit log has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.cases.actions import open_case
from citizen_api.cases.models import Kind
from citizen_api.cases.rules import Opened
from citizen_api.expected import Expected
from citizen_api.listings.edit_models import (
    ListingChange,
    Part,
    State,
    VenueListing,
    Who,
)
from citizen_api.listings.standing import standing_venue
from citizen_api.schedules.evaluating import HO_CHI_MINH
from citizen_api.venues.actions import publish
from citizen_api.venues.models import Venue
from citizen_api.versions import CATALOGUE, bump

OWNER: Final = "owner"
"""The source of what owners say."""
SUBJECT: Final = "listing_change"
DAY_PRECISION: Final = 10


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits, as the audit log names them, and when.

    `source`: whose word the facts are that they tell.
    """

    by: str
    at: datetime
    who: Who = Who.OWNER
    source: str = OWNER

    @property
    def today(self) -> date:
        """The civil date of the city."""
        return self.at.astimezone(HO_CHI_MINH).date()


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit at work: nobody else edits this listing before it ends."""

    session: Session
    venue: Venue
    listing: VenueListing
    editor: Editor

    def note(
        self,
        part: Part,
        before: dict[str, Any],
        after: dict[str, Any],
        *,
        dish_id: int | None = None,
        waits: bool = False,
    ) -> ListingChange:
        """Keep what is changed; the change, with its number."""
        made = ListingChange(
            venue_id=self.venue.id,
            at=self.editor.at,
            by=self.editor.by,
            who=self.editor.who,
            part=part,
            dish_id=dish_id,
            before=before,
            after=after,
            state=State.WAITING if waits else State.LIVE,
        )
        self.session.add(made)
        self.session.flush()
        return made


def begin(session: Session, slug: str, editor: Editor, expected: Expected) -> Edit:
    """Lock the listing of a venue to edit the version that is expected.

    Raises NotFound, VenueMoved, VersionRequired, StaleVersion.
    """
    edit = locked(session, slug, editor)
    expected.ensure(edit.listing.version)
    return edit


def locked(session: Session, slug: str, editor: Editor) -> Edit:
    """Lock a listing, whatever its version. Raises NotFound, VenueMoved."""
    venue = standing_venue(session, slug)
    row = insert(VenueListing).values(venue_id=venue.id)
    session.execute(row.on_conflict_do_nothing())
    mine = select(VenueListing).where(VenueListing.venue_id == venue.id)
    again = {"populate_existing": True}
    listing = session.scalars(mine.with_for_update().execution_options(**again)).one()
    session.refresh(venue)
    return Edit(session, venue, listing, editor)


def settle(edit: Edit, changes: Sequence[ListingChange]) -> None:
    """Let an edit end; one that changed nothing leaves nothing behind.

    What waits gets its case. The last thing in the transaction. Raises
    AuditUnavailable.
    """
    show(edit, changes)
    if not changes:
        return
    session, venue, editor = edit.session, edit.venue, edit.editor
    for change in changes:
        if change.state == State.WAITING:
            opened = Opened(
                Kind.LISTING_EDIT,
                SUBJECT,
                str(change.id),
                venue.id,
                change.part,
                editor.by,
                editor.at,
            )
            open_case(session, opened)
    tell(edit, changes)


def show(edit: Edit, changes: Sequence[ListingChange]) -> None:
    """Let readers see what was changed, and the version grow."""
    if not changes:
        return
    edit.listing.version += 1
    edit.session.flush()
    if publish(edit.session, [edit.venue.id]) == 0:
        bump(edit.session, CATALOGUE)


def tell(edit: Edit, changes: Sequence[ListingChange]) -> None:
    """Write into the audit log what was changed. Raises AuditUnavailable."""
    said = {
        "venue": edit.venue.slug,
        "version": edit.listing.version,
        "changes": [{"id": each.id, "part": each.part} for each in changes],
    }
    by = edit.editor.by
    event = Event(action="listing.changed", actor=by, outcome="done", detail=said)
    record(edit.session, event)
