"""The photos of one's own rating: added one by one, removed, by a plain form."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from flask import Blueprint, redirect
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import Device
from citizen_api.callers import public as anyone
from citizen_api.http.session import database, transaction
from citizen_api.media import actions
from citizen_api.media.models import State
from citizen_api.media.problems import (
    AnimatedPhoto,
    BusyWithPhotos,
    PhotoDimensions,
    PhotoTooHeavy,
    SlowUpload,
    TooManyPhotos,
    UnreadablePhoto,
    UnsupportedPhoto,
)
from citizen_api.media.rules import MOST_OF, Owner, OwnerKind
from citizen_api.media.uploading import KINDS, add
from citizen_api.pages import forms
from citizen_api.pages.case_words import reason
from citizen_api.pages.forms import OldForm
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.phones import phone
from citizen_api.pages.thumbs import thumb
from citizen_api.pages.venue import found
from citizen_api.problems import NotFound, Problem
from citizen_api.reviews.photo_owners import own_photos, own_review
from citizen_api.reviews.queries import mine
from citizen_api.throttles.doors import count
from citizen_api.venues.queries.details import Details
from citizen_api.venues.rows import name_of
from citizen_api.writers import Writer

MOST: Final = MOST_OF[OwnerKind.REVIEW]
WHY: Final[Mapping[type[Problem], str]] = {
    UnsupportedPhoto: marked("Please choose a photo in JPEG, PNG or WebP."),
    UnreadablePhoto: marked("The photo is broken, or only a part of it arrived."),
    PhotoDimensions: marked("The photo has too many or too few pixels."),
    AnimatedPhoto: marked("Please choose a photo that does not move."),
    PhotoTooHeavy: marked(
        "The photo is larger than 8 MB. Please choose a smaller one."
    ),
    SlowUpload: marked("The photo came too slowly. Please try a better network."),
    TooManyPhotos: marked("There are five photos already. Remove one to add another."),
    BusyWithPhotos: marked("Many photos are coming in. Please try again in a moment."),
}
Note = Callable[[Session, str, int], None]

blueprint = Blueprint("photos", __name__, template_folder="templates")


@blueprint.get("/venues/<slug:slug>/photos")
@anyone
def photos(slug: str) -> Response:
    """The photos of this phone's rating; without a rating, to that first."""
    venue, owner = found(slug), owned(slug, phone())
    if owner is None:
        return redirect(f"/venues/{slug}/rate", 303)
    return shown(venue, owner)


@blueprint.post("/venues/<slug:slug>/photos")
@anyone
def change(slug: str) -> Response:
    """Add the photo that came along, or remove the one that is named."""
    venue, device = found(slug), phone()
    owner = owned(slug, device)
    if owner is None or device is None:
        return redirect(f"/venues/{slug}/rate", 303)
    count("photos", device.actor)
    if wrong := changed(owner):
        return shown(venue, owner, *wrong)
    return redirect(f"/venues/{slug}/photos", 303)


def changed(
    owner: Owner,
    why: Mapping[type[Problem], str] = WHY,
    note: Note = lambda session, action, photo: None,
) -> tuple[str, int] | None:
    """Add the photo that came along, or remove the one that is named.

    Gives what is wrong and its status, None when all is well. `note` is called last in
    the transaction with what was done to which photo.
    """
    try:
        if forms.has_parts():
            add(owner, forms.sent_file, note=lambda s, new: note(s, "added", new.id))
        else:
            remove(owner, note)
    except OldForm:
        return forms.too_old(), 403
    except tuple(why) as problem:
        return _(why[type(problem)]), problem.status
    return None


def remove(owner: Owner, note: Note) -> None:
    """Remove a photo; one that is gone already is fine. Raises OldForm."""
    sent = forms.read_form()
    if not sent.fresh:
        raise OldForm
    number = sent.number("photo")
    if number is not None:
        with suppress(NotFound), transaction() as session:
            actions.delete(session, owner, number)
            note(session, "deleted", number)


def owned(slug: str, device: Device | None) -> Owner | None:
    """The rating of a phone, as the owner of photos."""
    if device is None:
        return None
    review = mine(database(), slug, Writer(device.id, None))
    return review and own_review(database(), device.id, None, review.id)


def shown(venue: Details, owner: Owner, wrong: str = "", status: int = 200) -> Response:
    """The page, with what is wrong."""
    own = own_photos(database(), owner.review or 0)
    return page(
        "photos.html",
        max_age=None,
        status=status,
        slug=venue.row.slug,
        name=name_of(venue.row),
        photos=[thumb(each.photo) for each in own if each.state == State.SHOWN],
        removed=[each for each in own if each.state == State.REMOVED],
        reason=reason,
        most=MOST,
        accept=",".join(KINDS),
        wrong={"form": wrong} if wrong else {},
        form_token=forms.form_token(),
    )
