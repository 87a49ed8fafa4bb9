"""The code for a sealed letter to a venue: who types it was there."""

from collections.abc import Mapping
from typing import Any, Final

from flask import current_app
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.listings.claim_rules import printed
from citizen_api.listings.claiming import write_letter
from citizen_api.listings.standing import VenueMoved, standing_venue
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.staff.filling import NOTHING, stale, venue_in
from citizen_api.pages.visitors import at_work
from citizen_api.problems import NotFound
from citizen_api.roles.models import Role

PLACE: Final = "/staff/letters"
WRITERS: Final = (Role.MODERATOR, Role.CODE_KEEPER)

blueprint = personal("moderators_letters")


@blueprint.get(PLACE)
@at_work(*WRITERS)
def ask(staff: Staff) -> Response:
    """Ask to which venue the letter goes."""
    return page(NOTHING, NOTHING)


@blueprint.post(PLACE)
@at_work(*WRITERS)
def write(staff: Staff) -> Response:
    """Make the code of a letter, and tell it this once."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return page(sent.values, wrong, status=403)
    slug = venue_in(sent["venue"])
    secret = current_app.config["SIGNING_KEY"]
    try:
        with transaction() as session:
            venue = standing_venue(session, slug)
            told = {"venue": venue.name, "address": venue.address}
            code, until = write_letter(session, slug, staff.actor, now(), secret)
    except (NotFound, VenueMoved):
        wrong = {"venue": _("No place has this id. It is the end of its address here.")}
        return page(sent.values, wrong, status=404)
    return page(NOTHING, NOTHING, letter=told | {"code": printed(code), "until": until})


def page(
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    status: int = 200,
    letter: Mapping[str, Any] = NOTHING,
) -> Response:
    """The form, and the code that was made."""
    return own_page(
        "moderators/letters.html",
        status=status,
        typed=typed,
        wrong=wrong,
        letter=letter,
    )
