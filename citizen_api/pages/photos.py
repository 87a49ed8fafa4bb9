"""The photos of one's own rating: added one by one, removed, by a plain form."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, redirect
from werkzeug import Response

from citizen_api.callers import Device
from citizen_api.callers import public as anyone
from citizen_api.callers.writers import Writer
from citizen_api.http.session import database, transaction
from citizen_api.media import actions
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
from citizen_api.media.queries import of
from citizen_api.media.rules import MOST_OF, Owner, OwnerKind
from citizen_api.media.uploading import KINDS, add
from citizen_api.pages import forms
from citizen_api.pages.forms import PARTS, OldForm
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.phones import phone
from citizen_api.pages.thumbs import thumb
from citizen_api.pages.venue import found
from citizen_api.problems import NotFound, Problem
from citizen_api.reviews.photo_owners import own_review
from citizen_api.reviews.queries import mine
from citizen_api.throttles.doors import count
from citizen_api.venues.queries.details import Details
from citizen_api.venues.rows import name_of

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
    if not forms.has_parts():
        return removed(venue, owner)
    try:
        add(owner, forms.sent_file)
    except OldForm:
        return shown(venue, owner, forms.too_old(), status=403)
    except tuple(WHY) as problem:
        return shown(venue, owner, _(WHY[type(problem)]), status=problem.status)
    return redirect(f"/venues/{slug}/photos", 303)


def removed(venue: Details, owner: Owner) -> Response:
    """Remove a photo; one that is gone already is fine."""
    sent = forms.read_form()
    if not sent.fresh:
        return shown(venue, owner, forms.too_old(), status=403)
    number = sent["photo"]
    if number.isascii() and number.isdigit() and len(number) < 10:
        try:
            with transaction() as session:
                actions.delete(session, owner, int(number))
        except NotFound:
            pass
    return redirect(f"/venues/{venue.row.slug}/photos", 303)


def owned(slug: str, device: Device | None) -> Owner | None:
    """The rating of a phone, as the owner of photos."""
    if device is None:
        return None
    review = mine(database(), slug, Writer(device.id, None))
    return review and own_review(database(), device.id, None, review.id)


def shown(
    venue: Details, owner: Owner, wrong: str = "", *, status: int = 200
) -> Response:
    """The page, with what is wrong."""
    number = owner.review or 0
    return page(
        "photos.html",
        max_age=None,
        status=status,
        slug=venue.row.slug,
        name=name_of(venue.row),
        photos=list(map(thumb, of(database(), OwnerKind.REVIEW, [number])[number])),
        most=MOST,
        kinds=",".join(KINDS),
        parts=PARTS,
        wrong={"form": wrong} if wrong else {},
        form_token=forms.form_token(),
    )
