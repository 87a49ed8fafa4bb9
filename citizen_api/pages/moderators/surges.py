"""A moderator sees a burst of ratings that the rules do not."""

from collections.abc import Mapping
from typing import Final

from flask import redirect, request
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.http.clock import now
from citizen_api.http.language import language
from citizen_api.http.session import transaction
from citizen_api.listings.correction_rules import NO_SUCH
from citizen_api.listings.standing import standing, venue_called
from citizen_api.moderation.surge_resources import SurgeBodySchema
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.moderators.queue import HERE
from citizen_api.pages.staff.filling import (
    NOTHING,
    loaded,
    stale,
    venue_in,
    wrong_with,
)
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.reviews import surges
from citizen_api.roles.models import Role

NEW: Final = f"{HERE}/surges"
BODY: Final = SurgeBodySchema()

blueprint = personal("moderators_surges")


@blueprint.get(NEW)
@at_work(Role.MODERATOR)
def ask(staff: Staff) -> Response:
    """Ask where ratings are not as usual."""
    return form({"venue_id": request.args.get("venue", "")}, NOTHING)


@blueprint.post(NEW)
@at_work(Role.MODERATOR)
def open_surge(staff: Staff) -> Response:
    """Hold the newest ratings; to the case, which somebody else decides."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(sent.values, wrong, status=403)
    try:
        slug = loaded(BODY, {"venue_id": venue_in(sent["venue_id"])})["venue_id"]
        with transaction() as session:
            venue = standing(session, venue_called(session, slug))
            case = surges.seen(session, venue.id, venue.folded, staff.actor, now())
    except NotFound:
        wrong = {"venue_id": NO_SUCH.to(language())}
        return form(sent.values, wrong, status=422)
    except InvalidRequest as problem:
        return form(sent.values, wrong_with(problem), status=problem.status)
    return redirect(f"{HERE}/{case}?done=held", 303)


def form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return own_page("moderators/surge.html", status=status, typed=typed, wrong=wrong)
