"""I am here: the code that the venue shows, or the place where its code was scanned."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from citizen_api.callers import public as anyone
from citizen_api.pages import forms
from citizen_api.pages.forms import Sent
from citizen_api.pages.html import page
from citizen_api.pages.languages import _, marked
from citizen_api.pages.phones import phone_or_new
from citizen_api.pages.venue import found
from citizen_api.problems import (
    ExpiredCode,
    MistypedCode,
    NotFound,
    Problem,
    RevokedCode,
    TooManyRequests,
)
from citizen_api.throttles.doors import count
from citizen_api.venues.queries.details import Details
from citizen_api.venues.rows import name_of
from citizen_api.visits import proving
from citizen_api.visits.problems import (
    ClosedNow,
    MistypedVisitCode,
    OtherVenuesCode,
    PlaceUnknown,
    RoughPosition,
    TooFarAway,
    VisitCodeExpired,
    VisitCodeUsedUp,
    WrongVisitCode,
)
from citizen_api.visits.rules import Position, Visitor
from citizen_api.visits.schemas import VisitBodySchema
from geo.points import Point
from qr.codes import BadCode, parse

NO_CODE: Final = marked("This sticker is not one of this place.")
WHY: Final[Mapping[type[Problem], str]] = {
    MistypedVisitCode: marked("The code is mistyped. Please check each letter."),
    WrongVisitCode: marked("This is not the code that this place shows now."),
    VisitCodeExpired: marked("The code is too old. Please ask for the present one."),
    VisitCodeUsedUp: marked(
        "Too many used this code. There is another one in a minute."
    ),
    OtherVenuesCode: NO_CODE,
    NotFound: NO_CODE,
    MistypedCode: NO_CODE,
    RevokedCode: marked("This sticker is no longer in use. Please ask for the code."),
    ExpiredCode: marked("This sticker is no longer in use. Please ask for the code."),
    TooFarAway: marked("Your phone says that you are somewhere else."),
    RoughPosition: marked("Your phone does not know where you are well enough."),
    ClosedNow: marked("By the hours that we know, this place is closed now."),
    PlaceUnknown: marked(
        "We do not know where this place is. Please ask for the code."
    ),
    TooManyRequests: marked(
        "That was tried too often. Please wait a quarter of an hour."
    ),
}
BODY: Final = VisitBodySchema()

blueprint = Blueprint("visit", __name__, template_folder="templates")


@blueprint.get("/venues/<slug:slug>/visit")
@anyone
def form(slug: str) -> Response:
    """The form; `code`: the printed code that was scanned."""
    return filled(found(slug), scanned(request.args.get("code", "")))


@blueprint.post("/venues/<slug:slug>/visit")
@anyone
def prove(slug: str) -> Response:
    """Keep the visit; then to the rating, which is marked by it."""
    venue, sent = found(slug), forms.read_form()
    code = scanned(sent["scan"])
    if not sent.fresh:
        return filled(venue, code, forms.too_old(), status=403)
    body = proof(sent, code)
    if BODY.validate(body):
        return filled(venue, code, _(WHY[MistypedVisitCode]), status=422)
    device = phone_or_new()
    count("visits", device.actor)
    visitor = Visitor(device.id, None)
    try:
        if code and sent["lat"]:
            scan = BODY.load(body)["scan"]
            position = Position(Point(scan["lon"], scan["lat"]), scan["accuracy_m"])
            proving.by_scan(visitor, slug, code, position)
        else:
            proving.by_code(visitor, device.actor, slug, sent["code"])
    except tuple(WHY) as problem:
        return filled(venue, code, _(WHY[type(problem)]), status=problem.status)
    return redirect(f"/venues/{slug}/rate?visited=1", 303)


def proof(sent: Sent, code: str) -> dict[str, object]:
    """What was sent, as the API takes it."""
    if not (code and sent["lat"]):
        return {"code": sent["code"]}
    place = {name: sent[name] for name in ("lat", "lon", "accuracy_m")}
    return {"scan": {"code": code, **place}}


def scanned(text: str) -> str:
    """The printed code in an address or a form; empty for what is none."""
    try:
        return str(parse(text))
    except BadCode:
        return ""


def filled(
    venue: Details, code: str, wrong: str = "", *, status: int = 200
) -> Response:
    """The page, with what is wrong."""
    return page(
        "visit.html",
        max_age=None,
        status=status,
        slug=venue.row.slug,
        name=name_of(venue.row),
        code=code,
        wrong={"form": wrong} if wrong else {},
        form_token=forms.form_token(),
    )
