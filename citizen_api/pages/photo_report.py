"""Something is wrong with a photo: a plain form."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, redirect
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.http.clock import now
from citizen_api.http.session import database, transaction
from citizen_api.media.queries import at_venue
from citizen_api.pages import forms
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.phones import as_writer, phone_or_new
from citizen_api.pages.thumbs import thumb
from citizen_api.pages.venue import found
from citizen_api.problems import NotFound
from citizen_api.reviews.photo_reporting import report
from citizen_api.reviews.records import PhotoFault
from citizen_api.throttles.doors import count
from citizen_api.venues.rows import name_of
from citizen_api.writers import who

HERE: Final = "/venues/<slug:slug>/photos/<digits:number>/report"
FAULTS: Final = {
    PhotoFault.SPAM: marked("It is advertising or rubbish"),
    PhotoFault.INSULT: marked("It insults somebody"),
    PhotoFault.PERSONAL_DATA: marked("It shows somebody who would not want that"),
    PhotoFault.WRONG_PLACE: marked("It shows another place"),
    PhotoFault.OTHER: marked("Something else"),
}

blueprint = Blueprint("photo_report", __name__, template_folder="templates")


@blueprint.get(HERE)
@anyone
def form(slug: str, number: int) -> Response:
    """The photo, and what may be wrong with it."""
    return filled(slug, number, {})


@blueprint.post(HERE)
@anyone
def send(slug: str, number: int) -> Response:
    """Let a moderator look; then back to the venue."""
    sent = forms.read_form()
    if not sent.fresh:
        return filled(slug, number, {"form": forms.too_old()}, status=403)
    if sent["reason"] not in set(PhotoFault):
        wrong = {"reason": _("Please choose what is wrong.")}
        return filled(slug, number, wrong, status=422)
    device = phone_or_new()
    count("reports", device.actor)
    with transaction() as session:
        whoever = who(session, as_writer(device))
        report(session, whoever, number, sent["reason"], by=device.actor, at=now())
    return redirect(f"/venues/{slug}?done=reported", 303)


def filled(
    slug: str, number: int, wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form with what is wrong with it by field. Raises NotFound."""
    row = found(slug).row
    seen = at_venue(database(), row.venue_id, before=number + 1, limit=1)
    if not seen or seen[0].photo.id != number:
        raise NotFound
    return page(
        "photo_report.html",
        max_age=None,
        status=status,
        slug=slug,
        name=name_of(row),
        photo=thumb(seen[0].photo),
        faults={fault.value: _(said) for fault, said in FAULTS.items()},
        wrong=wrong,
        form_token=forms.form_token(),
    )
