"""An owner says that another venue is theirs, too."""

from typing import Final

from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.listings.editing import Change
from citizen_api.listings.merge_resources import DuplicateBodySchema, of_owner
from citizen_api.pages.forms import Sent
from citizen_api.pages.frames import personal
from citizen_api.pages.owners.about import pending
from citizen_api.pages.owners.keeping import ONE, Page, kept, send, shown
from citizen_api.pages.staff.filling import loaded, venue_in

HERE: Final = f"{ONE}/duplicate"
BODY: Final = DuplicateBodySchema()
DUPLICATE: Final = Page("duplicate.html", "/duplicate", more=pending)

blueprint = personal("owner_duplicates")


@blueprint.get(HERE)
@kept
def ask(staff: Staff, slug: str) -> Response:
    """Ask which other venue is the same."""
    return shown(DUPLICATE, slug)


@blueprint.post(HERE)
@kept
def merge(staff: Staff, slug: str) -> Response:
    """Ask for the merge: two moderators look first."""

    def read(sent: Sent) -> Change:
        other = loaded(BODY, {"venue": venue_in(sent["venue"])})["venue"]
        return lambda edit: of_owner(edit, other)

    return send(DUPLICATE, staff, slug, read)
