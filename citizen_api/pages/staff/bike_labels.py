"""The labels of bikes: printed once more, or made anew."""

from collections.abc import Mapping
from typing import Final

from werkzeug import Response

from citizen_api.bikes.label_resources import printed
from citizen_api.callers import Staff
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.staff.filling import NOTHING, stale
from citizen_api.pages.visitors import at_work
from citizen_api.problems import NotFound
from citizen_api.roles.models import Role

HERE: Final = "/staff/bikes/labels"

blueprint = personal("staff_bike_labels")


@blueprint.get(HERE)
@at_work(Role.BIKE_OPERATOR)
def ask(staff: Staff) -> Response:
    """Ask which label is wanted."""
    return form(NOTHING, NOTHING)


@blueprint.post(HERE)
@at_work(Role.BIKE_OPERATOR)
def label(staff: Staff) -> Response:
    """The label as PDF; made anew, the old one opens nothing from now on."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(sent.values, wrong, status=403)
    number = sent["number"].strip().upper()
    try:
        return printed(number, renew=sent["action"] == "renew", actor=staff.actor)
    except NotFound:
        wrong = {"number": _("No bike has this number.")}
        return form(sent.values, wrong, status=404)


def form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return own_page("staff/bike_labels.html", status=status, typed=typed, wrong=wrong)
