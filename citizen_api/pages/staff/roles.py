"""Who holds which role, for administrators: list, give, take away."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug import Response

from citizen_api.audits.actions import record
from citizen_api.callers import Staff
from citizen_api.callers.staffing import note_refusal
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.session import key_ring, transaction
from citizen_api.pages import forms
from citizen_api.pages.frames import own_page, personal
from citizen_api.pages.languages import _
from citizen_api.pages.staff.filling import NOTHING, loaded, moment, stale, wrong_with
from citizen_api.pages.staff.words import ROLES
from citizen_api.pages.visitors import at_work
from citizen_api.problems import InvalidRequest, NotFound
from citizen_api.roles import actions, queries
from citizen_api.roles.actions import Granting
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.roles.problems import AlreadyHeld, OwnRole
from citizen_api.roles.queries import Asked
from citizen_api.roles.resources import read_by, shown
from citizen_api.roles.rules import Grant
from citizen_api.roles.schemas import RoleBodySchema
from identity.citizen_number import BadCitizenNumber, CitizenNumber

HERE: Final = "/staff/roles"
NEW: Final = f"{HERE}/new"
ONE: Final = f"{HERE}/<digits:role_id>/revocation"
PER_PAGE: Final = 50
QUESTION: Final = ["staff roles"]
BODY: Final = RoleBodySchema()
REFUSED = (InvalidRequest, OwnRole, AlreadyHeld)

blueprint = personal("staff_roles")


@blueprint.get(HERE)
@at_work(Role.ADMINISTRATOR)
def listed(staff: Staff) -> Response:
    """Who holds which role, the newest grant first; that it was read is recorded."""
    asked = request.args
    role = Role(asked["role"]) if asked.get("role") in set(Role) else None
    question = [*QUESTION, str(role)]
    before = begins(question, asked)
    with transaction() as session:
        wanted = Asked(role=role)
        found = queries.held(session, wanted, now(), before=before, limit=PER_PAGE + 1)
        some, following = cut(question, found, PER_PAGE, lambda each: each.id)
        items = shown(session, some)
        record(session, read_by(staff, some))
    return own_page(
        "staff/roles.html",
        items=items,
        role=role,
        roles=ROLES,
        done=asked.get("done"),
        following=following,
    )


@blueprint.get(NEW)
@at_work(Role.ADMINISTRATOR)
def ask_grant(staff: Staff) -> Response:
    """Ask who is to have which role."""
    return form(NOTHING, NOTHING)


@blueprint.post(NEW)
@at_work(Role.ADMINISTRATOR)
def grant(staff: Staff) -> Response:
    """Give a role to somebody who has signed in once."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return form(sent.values, wrong, status=403)
    try:
        with transaction() as session:
            actions.grant(session, read(session, sent), Granting(staff.actor, now()))
    except REFUSED as problem:
        wrong = wrong_with(problem)
        if isinstance(problem, OwnRole):
            note_refusal(staff, problem.name)
            wrong = {"person_id": wrong["form"]}
        return form(sent.values, wrong, status=problem.status)
    return redirect(f"{HERE}?done=granted", 303)


@blueprint.get(ONE)
@at_work(Role.ADMINISTRATOR)
def ask_revocation(staff: Staff, role_id: int) -> Response:
    """Ask whether a role is really to be taken away."""
    return confirmation(role_id, NOTHING)


@blueprint.post(ONE)
@at_work(Role.ADMINISTRATOR)
def revoke(staff: Staff, role_id: int) -> Response:
    """Take a role away: the next call of its holder is refused."""
    sent = forms.read_form()
    if wrong := stale(sent):
        return confirmation(role_id, wrong, status=403)
    with transaction() as session:
        actions.revoke(session, role_id, by=staff.actor, at=now())
    return redirect(f"{HERE}?done=revoked", 303)


def read(session: Session, sent: forms.Sent) -> Grant:
    """The role that the form asks for. Raises InvalidRequest."""
    typed = sent["person_id"].strip()
    body = {
        "person_id": str(person_with(session, typed) or typed),
        "role": sent["role"],
        "scope": sent["scope"].strip(),
        "valid_to": moment(sent["valid_to"]),
    }
    said = loaded(BODY, body)
    start = said["valid_from"] or now()
    end = said["valid_to"]
    return Grant(said["person_id"], Role(said["role"]), said["scope"], start, end)


def person_with(session: Session, typed: str) -> UUID | None:
    """Who has this citizen number; None when it is no number, or nobody's here."""
    try:
        number = CitizenNumber(typed)
    except BadCitizenNumber:
        return None
    return queries.person_with(session, key_ring(), number.digits)


def form(
    typed: Mapping[str, str], wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The form, with what was typed and what is wrong with it."""
    wrong = dict(wrong)
    if "person_id" in wrong and typed.get("person_id", "").strip().isdigit():
        wrong["person_id"] = _("Nobody with this number has signed in yet.")
    return own_page(
        "staff/role_new.html", status=status, typed=typed, wrong=wrong, roles=ROLES
    )


def confirmation(
    role_id: int, wrong: Mapping[str, str], *, status: int = 200
) -> Response:
    """The question whether this role is to be taken away. Raises NotFound."""
    with transaction() as session:
        found = session.get(RoleHeld, role_id)
        if found is None:
            raise NotFound
        held: dict[str, Any] = shown(session, [found])[0]
    return own_page(
        "staff/role_revocation.html", status=status, held=held, wrong=wrong, roles=ROLES
    )
