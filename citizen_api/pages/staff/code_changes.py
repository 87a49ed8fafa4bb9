"""What code keepers do on their pages, by the actions of the API: one task a page."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import redirect
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.callers import Staff
from citizen_api.expected import Expected
from citizen_api.http.clock import now
from citizen_api.http.session import transaction
from citizen_api.links import keeping
from citizen_api.links.code_schemas import (
    CodeTargetSchema,
    PostersBodySchema,
    ResolutionBodySchema,
)
from citizen_api.links.codes import NUMBER, flag_called
from citizen_api.links.inventory import version
from citizen_api.links.keeping import Keeping
from citizen_api.links.resources import read_code
from citizen_api.links.street_posters import zipped
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.staff.codes import WORDS, known_card
from citizen_api.pages.staff.filling import NOTHING, loaded, stale, wrong_with
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, RevokedCode, StaleVersion
from citizen_api.roles.models import Role

ONE: Final = "/staff/codes/<code>"
POSTERS: Final = "/staff/codes/posters"
TARGET, NOTE, STREET = CodeTargetSchema(), ResolutionBodySchema(), PostersBodySchema()
REFUSED = (InvalidRequest, RevokedCode, StaleVersion)

blueprint = personal("staff_code_changes")


@blueprint.get(f"{ONE}/target")
@at_work(Role.CODE_KEEPER)
def ask_target(staff: Staff, code: str) -> Response:
    """Ask what a code is to stand for."""
    known = known_card(code)
    return form("code_target.html", known, {"kind": known["kind"], "id": known["id"]})


@blueprint.post(f"{ONE}/target")
@at_work(Role.CODE_KEEPER)
def retarget(staff: Staff, code: str) -> Response:
    """Let a code stand for something else, unless somebody changed it meanwhile."""
    code, sent = read_code(code), forms.read_form()

    def act(session: Session) -> None:
        said = {"target": loaded(TARGET, {"kind": sent["kind"], "id": sent["id"]})}
        seen = Expected(NUMBER, sent.number("version"))
        keeping.change(session, code, said, seen, by=staff.actor)

    return done(code, sent, "code_target.html", act)


@blueprint.get(f"{ONE}/revocation")
@at_work(Role.CODE_KEEPER)
def ask_revocation(staff: Staff, code: str) -> Response:
    """Ask whether a code is really to be taken out of use."""
    return form("code_revocation.html", known_card(code))


@blueprint.post(f"{ONE}/revocation")
@at_work(Role.CODE_KEEPER)
def revoke(staff: Staff, code: str) -> Response:
    """Take a code out of use for ever."""
    code, sent = read_code(code), forms.read_form()
    by = Keeping(staff.actor, now())
    return done(
        code,
        sent,
        "code_revocation.html",
        lambda session: keeping.revoke(session, code, by),
    )


@blueprint.get(f"{ONE}/flags/<kind>")
@at_work(Role.CODE_KEEPER)
def ask_resolution(staff: Staff, code: str, kind: str) -> Response:
    """Ask what was done about a flag."""
    flag_called(kind)
    return form("code_flag.html", known_card(code), flag=kind)


@blueprint.post(f"{ONE}/flags/<kind>")
@at_work(Role.CODE_KEEPER)
def resolve(staff: Staff, code: str, kind: str) -> Response:
    """Say that a flag was seen to."""
    code, flag, sent = read_code(code), flag_called(kind), forms.read_form()

    def act(session: Session) -> None:
        note = loaded(NOTE, {"note": sent["note"]})["note"]
        keeping.resolve(session, code, flag, note, Keeping(staff.actor, now()))

    return done(code, sent, "code_flag.html", act, flag=kind)


@blueprint.get(POSTERS)
@at_work(Role.CODE_KEEPER)
def ask_posters(staff: Staff) -> Response:
    """Ask which posters are wanted."""
    return posters_form(NOTHING, NOTHING)


@blueprint.post(POSTERS)
@at_work(Role.CODE_KEEPER)
def posters(staff: Staff) -> Response:
    """The posters of a street as a ZIP, drawn while it is sent."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return posters_form(sent.values, wrong, status=403)
    try:
        said = loaded(STREET, {"street": sent["street"], "size": sent["size"]})
        return zipped(said["street"], said["size"], staff.actor)
    except InvalidRequest as problem:
        return posters_form(sent.values, wrong_with(problem), status=problem.status)


def posters_form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    return own_page("staff/code_posters.html", status=status, typed=typed, wrong=wrong)


def done(
    code: str,
    sent: forms.Sent,
    template: str,
    act: Callable[[Session], None],
    **content: Any,
) -> Response:
    """Do it, and go back to the code; or the form again, and what is wrong with it."""
    wrong, status = stale(sent), 403
    if not wrong:
        try:
            with transaction() as session:
                act(session)
        except REFUSED as problem:
            wrong, status = wrong_with(problem), problem.status
    if not wrong:
        return redirect(f"/staff/codes/{code}?done=1", 303)
    return form(
        template, known_card(code), sent.values, wrong=wrong, status=status, **content
    )


def form(
    template: str,
    known: dict[str, Any],
    typed: Mapping[str, str] = NOTHING,
    *,
    wrong: Mapping[str, str] = NOTHING,
    status: int = 200,
    **content: Any,
) -> Response:
    """A form about a code; it holds which version of the code was seen."""
    with transaction() as session:
        seen = version(session, known["code"])
    return own_page(
        f"staff/{template}",
        status=status,
        code=known,
        version=seen,
        typed=typed,
        wrong=wrong,
        **WORDS,
        **content,
    )
