"""Give a code to something, and say where a code hangs."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from flask import current_app, redirect
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.expected import Expected
from citizen_api.http.clock import now
from citizen_api.http.idempotency import sent_once
from citizen_api.http.session import transaction
from citizen_api.links import keeping
from citizen_api.links.code_schemas import CodeHangsSchema, NewCodeSchema
from citizen_api.links.codes import NUMBER
from citizen_api.links.keeping import Keeping
from citizen_api.links.resources import read_code
from citizen_api.links.rules import RADIUS_M
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.staff.code_changes import ONE, done, form
from citizen_api.pages.staff.codes import WORDS, known_card
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import BadRequest, FieldError, InvalidRequest, Said
from citizen_api.roles.models import Role

NEW: Final = "/staff/codes/new"
BODY, HANGS = NewCodeSchema(), CodeHangsSchema()
DEGREES: Final = ("lat", "lon")
NO_PLACE = Said(
    "Hãy viết vĩ độ rồi kinh độ, ví dụ 20.8561, 106.6822.",
    "Write latitude and longitude, such as 20.8561, 106.6822.",
)
NO_RADIUS = Said("Phải là số mét.", "This must be a number of metres.")
FIRST: Final[Mapping[str, str]] = {"kind": "venue", "radius_m": str(RADIUS_M)}

blueprint = personal("staff_code_giving")


@blueprint.get(NEW)
@at_work(Role.CODE_KEEPER)
def ask_new(staff: Staff) -> Response:
    """Ask what a new code is to stand for, and where it will hang."""
    return new_form(FIRST, NOTHING)


@blueprint.post(NEW)
@at_work(Role.CODE_KEEPER)
def give(staff: Staff) -> Response:
    """Give a code; the same form sent twice gives one."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return new_form(sent.values, wrong, status=403)
    secret = current_app.config["SIGNING_KEY"]
    try:
        said = repr(sorted(sent.values.items())).encode()
        by = Keeping(staff.actor, now(), sent_once(sent["once"], said))
        with transaction() as session:
            code = keeping.give(session, keeping.new_of(new_of(sent)), by, secret)
    except (InvalidRequest, BadRequest) as problem:
        return new_form(sent.values, beside(problem), status=problem.status)
    return redirect(f"/staff/codes/{code}?done=1", 303)


@blueprint.get(f"{ONE}/place")
@at_work(Role.CODE_KEEPER)
def ask_place(staff: Staff, code: str) -> Response:
    """Ask where a code hangs."""
    known = known_card(code)
    place = known["place"]
    typed = {
        "at": "" if place["lat"] is None else f"{place['lat']}, {place['lon']}",
        "radius_m": str(place["radius_m"] or RADIUS_M),
        "label": place["label"] or "",
    }
    return form("code_place.html", known, typed)


@blueprint.post(f"{ONE}/place")
@at_work(Role.CODE_KEEPER)
def hang(staff: Staff, code: str) -> Response:
    """Say where a code hangs; with nothing typed it is not known."""
    code, sent = read_code(code), forms.read_form()

    def act(session: Session) -> None:
        seen = Expected(NUMBER, sent.number("version"))
        try:
            said = {"place": HANGS.load({}) | loaded(HANGS, place_of(sent))}
            keeping.change(session, code, said, seen, by=staff.actor)
        except InvalidRequest as problem:
            raise InvalidRequest(errors=named(problem)) from None

    return done(code, sent, "code_place.html", act)


def new_of(sent: forms.Sent) -> dict[str, Any]:
    """What a new code is to be. Raises InvalidRequest."""
    place = place_of(sent)
    body = {
        "target": {"kind": sent["kind"], "id": sent["id"].strip()},
        "place": place if {"lat", "label"} & place.keys() else None,
        "campaign": sent["campaign"].strip(),
        "keeper": sent["keeper"].strip(),
    }
    return loaded(BODY, body)


def place_of(sent: forms.Sent) -> dict[str, Any]:
    """Where a code hangs, as it was typed. Raises InvalidRequest."""
    place: dict[str, Any] = {}
    if typed := sent["at"].strip():
        try:
            place["lat"], place["lon"] = map(float, typed.split(","))
        except ValueError:
            raise InvalidRequest(
                errors=[FieldError(NO_PLACE, pointer="#/at")]
            ) from None
    if typed := sent["radius_m"].strip():
        if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
            raise InvalidRequest(errors=[FieldError(NO_RADIUS, pointer="#/radius_m")])
        place["radius_m"] = int(typed)
    if label := sent["label"].strip():
        place["label"] = label
    return place


def named(problem: InvalidRequest) -> list[FieldError]:
    """What is wrong, by the fields of the form: degrees stand in one of them."""
    return [
        FieldError(error.said, pointer="#/at")
        if (error.pointer or "").rpartition("/")[2] in DEGREES
        else error
        for error in problem.errors
    ]


def beside(problem: InvalidRequest | BadRequest) -> dict[str, str]:
    """What is wrong with each field."""
    if isinstance(problem, BadRequest):
        return {"form": _("This form was not whole. Please send it again.")}
    return wrong_with(InvalidRequest(errors=named(problem)))


def new_form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return own_page(
        "staff/code_new.html",
        status=status,
        typed=typed,
        wrong=wrong,
        once=secrets.token_urlsafe(16),
        **WORDS,
    )
