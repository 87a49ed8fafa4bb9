"""The photos that an owner put to their venue: added one by one, removed."""

from collections.abc import Mapping
from typing import Final

from flask import redirect
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.callers import Staff
from citizen_api.http.session import database
from citizen_api.media.problems import TooManyPhotos
from citizen_api.media.queries import of
from citizen_api.media.rules import MOST_OF, OwnerKind
from citizen_api.media.uploading import KINDS
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import marked
from citizen_api.pages.owners.keeping import ALL, ONE, Page, kept
from citizen_api.pages.owners.keeping import shown as shown_page
from citizen_api.pages.photos import WHY, changed
from citizen_api.pages.staff.filling import GENERAL, NOTHING
from citizen_api.pages.thumbs import thumb
from citizen_api.problems import Problem
from citizen_api.throttles.doors import count
from citizen_api.venues.photos import event, owned, venue_number

PHOTOS: Final = Page("photos.html", "/photos")
MOST: Final = MOST_OF[OwnerKind.VENUE]
OWN_WHY: Final[Mapping[type[Problem], str]] = {
    **WHY,
    TooManyPhotos: marked("There are ten photos already. Remove one to add another."),
}

blueprint = personal("owner_photos")


@blueprint.get(f"{ONE}/photos")
@kept
def photos(staff: Staff, slug: str) -> Response:
    """The photos of the venue by its owner."""
    return shown(slug)


@blueprint.post(f"{ONE}/photos")
@kept
def change(staff: Staff, slug: str) -> Response:
    """Add the photo that came along, or remove the one that is named."""
    count("photos", staff.actor)

    def note(session: Session, action: str, photo: int) -> None:
        record(session, event(staff, f"photo.{action}", slug, photo))

    if wrong := changed(owned(staff, slug), OWN_WHY, note):
        return shown(slug, *wrong)
    return redirect(f"{ALL}/{slug}/photos?done=1", 303)


def shown(slug: str, wrong: str = "", status: int = 200) -> Response:
    """The page, with what is wrong."""
    number = venue_number(slug)
    found = of(database(), OwnerKind.VENUE, [number])[number]
    return shown_page(
        PHOTOS,
        slug,
        wrong={GENERAL: wrong} if wrong else NOTHING,
        status=status,
        photos=list(map(thumb, found)),
        most=MOST,
        accept=",".join(KINDS),
    )
