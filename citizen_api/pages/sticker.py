"""The form with which people tell that a sticker on the street looks wrong."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, request
from marshmallow import ValidationError

from citizen_api.callers import public as anyone
from citizen_api.http.clock import today
from citizen_api.http.session import transaction
from citizen_api.links.models import Flag
from citizen_api.links.queries import Target
from citizen_api.links.resources import found, in_use
from citizen_api.links.scanning import raise_flag
from citizen_api.links.schemas import LONGEST_REPORT, REPORTS, ReportBodySchema
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.html import page
from citizen_api.pages.landing import about_code, trouble
from citizen_api.pages.languages import _, marked
from citizen_api.problems import MistypedCode, NotFound, RevokedCode
from citizen_api.throttles.doors import address, count

REASONS = {
    Flag.PASTED_OVER: marked("It is pasted over another sticker"),
    Flag.WRONG_PLACE: marked("It hangs in the wrong place"),
    Flag.WRONG_PAGE: marked("It opens something else than it says"),
    Flag.DAMAGED: marked("It is damaged or hard to read"),
    Flag.OTHER: marked("Something else"),
}
FIELDS = {"kind", "text"}
BODY = ReportBodySchema()

blueprint = Blueprint("sticker", __name__, template_folder="templates")


@blueprint.get("/q/<code>/report")
@anyone
def show_form(code: str) -> Response:
    """Ask what is wrong with a sticker."""
    try:
        known = in_use(found(code))
    except (NotFound, MistypedCode, RevokedCode) as problem:
        return trouble(problem)
    return form(known, done=request.args.get("done") == "1")


@blueprint.post("/q/<code>/report")
@anyone
def take_form(code: str) -> Response:
    """Raise a flag on the code, and say thank you."""
    known = in_use(found(code))
    sent = forms.read_form()
    typed = {name: sent[name] for name in FIELDS if sent[name].strip()}
    if not sent.fresh:
        return form(known, status=403, typed=typed, wrong={"form": forms.too_old()})
    try:
        told = BODY.load(typed)
    except ValidationError as error:
        wrong = {name: sentence(name, sent) for name in error.messages}
        return form(known, status=422, typed=typed, wrong=wrong)
    count("reports", address())
    with transaction() as session:
        raise_flag(session, known.code, Flag(told["kind"]), today(), told["text"])
    path = f"/q/{known.code}/report?done=1"
    answer = current_app.make_response(redirect(path, 303))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def form(known: Target, *, status: int = 200, **content: Any) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return page(
        "landing_report.html",
        max_age=None,
        status=status,
        reasons={reason: REASONS[Flag(reason)] for reason in REPORTS},
        form_token=forms.form_token(),
        **{"typed": {}, "wrong": {}, "done": False, **content},
        **about_code(known, None),
    )


def sentence(name: str, sent: Sent) -> str:
    """What is wrong with a field."""
    if name == "kind":
        return _("Please choose what is wrong.")
    return forms.wrong_text(sent["text"], LONGEST_REPORT)
