"""The photos that an owner put to their venue: added one by one, removed."""

from collections.abc import Mapping
from typing import Final

from flask import redirect
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.callers import Staff
from citizen_api.http.session import database, transaction
from citizen_api.media import actions
from citizen_api.media.problems import TooManyPhotos
from citizen_api.media.queries import Photo, of
from citizen_api.media.rules import MOST_OF, OwnerKind
from citizen_api.media.uploading import KINDS, add
from citizen_api.pages import forms
from citizen_api.pages.forms import OldForm
from citizen_api.pages.frames import personal
from citizen_api.pages.languages import _, marked
from citizen_api.pages.owners.keeping import ALL, NOTHING, ONE, Page, Typed, kept
from citizen_api.pages.owners.keeping import shown as shown_page
from citizen_api.pages.photos import WHY
from citizen_api.pages.staff.filling import GENERAL, stale
from citizen_api.pages.thumbs import thumb
from citizen_api.problems import NotFound, Problem
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
    if not forms.has_parts():
        return removed(staff, slug)

    def note(session: Session, photo: Photo) -> None:
        record(session, event(staff, "photo.added", slug, photo.id))

    try:
        add(owned(staff, slug), forms.sent_file, note=note)
    except OldForm:
        return shown(slug, {GENERAL: forms.too_old()}, status=403)
    except tuple(OWN_WHY) as problem:
        wrong = {GENERAL: _(OWN_WHY[type(problem)])}
        return shown(slug, wrong, status=problem.status)
    return redirect(f"{ALL}/{slug}/photos?done=1", 303)


def removed(staff: Staff, slug: str) -> Response:
    """Remove a photo; one that is gone already is fine."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return shown(slug, wrong, status=403)
    number = sent["photo"]
    if number.isascii() and number.isdigit() and len(number) < 10:
        try:
            with transaction() as session:
                actions.delete(session, owned(staff, slug), int(number))
                record(session, event(staff, "photo.deleted", slug, int(number)))
        except NotFound:
            pass
    return redirect(f"{ALL}/{slug}/photos?done=1", 303)


def shown(slug: str, wrong: Typed = NOTHING, *, status: int = 200) -> Response:
    """The page, with what is wrong."""
    number = venue_number(slug)
    found = of(database(), OwnerKind.VENUE, [number])[number]
    return shown_page(
        PHOTOS,
        slug,
        wrong=wrong,
        status=status,
        photos=list(map(thumb, found)),
        most=MOST,
        accept=",".join(KINDS),
    )
