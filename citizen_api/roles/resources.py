"""The doors of the roles, for administrators."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.callers import STAFF_REFUSED, Staff, staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.pages import personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
)
from citizen_api.roles import actions, queries
from citizen_api.roles.actions import Granting
from citizen_api.roles.models import Role, RoleHeld
from citizen_api.roles.problems import AlreadyHeld, OwnRole
from citizen_api.roles.queries import Asked
from citizen_api.roles.rules import Grant
from citizen_api.roles.schemas import (
    RoleBodySchema,
    RolePageSchema,
    RoleQuery,
    RoleSchema,
)

REFUSALS = (*STAFF_REFUSED, NotAcceptable)
GRANT = {
    "person_id": "0b2f6d0e-5c5e-4c0e-9d0c-2f1f6f1c9a55",
    "role": "health_staff",
    "scope": "31001",
    "valid_to": "2027-06-30T17:00:00+07:00",
}
HELD = {
    "id": 12,
    "name": "Nguyễn Văn An",
    **GRANT,
    "valid_from": "2026-11-21T12:00:00+07:00",
    "granted_by": "person:6f2c1f0a-8f55-4b0e-a6f4-5d6c2b1e7d10",
    "granted_at": "2026-11-21T12:00:00+07:00",
    "revoked_at": None,
}
REVOKED = HELD | {"revoked_at": "2026-12-01T08:00:00+07:00"}

blueprint = Blueprint("roles", __name__, description="What people may do for the city")


@blueprint.route("/v1/roles")
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(RoleQuery, location="query")
@blueprint.response(200, RolePageSchema, example={"items": [HELD], "next": None})
@blueprint.problems(*REFUSALS, BadCursor)
@blueprint.doc(operationId="list_roles")
def list_roles(caller: Staff, asked: dict[str, Any]) -> Response:
    """List who holds which role, the newest grant first

    Names people, so that each look is in the audit log.
    """
    negotiate(JSON)
    wanted = Asked(
        asked.get("person_id"), asked.get("role"), asked.get("scope"), asked["current"]
    )
    identity, limit = ["roles", *wanted], asked["limit"]
    before = begins(identity, asked)
    with transaction() as session:
        found = queries.held(session, wanted, now(), before=before, limit=limit + 1)
        page, cursor = cut(identity, found, limit, lambda held: held.id)
        items = shown(session, page)
        record(session, read_by(caller, page))
    return personal_page({"items": items}, cursor)


@blueprint.route("/v1/roles", methods=["POST"])
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(RoleBodySchema, example=GRANT)
@blueprint.response(201, RoleSchema, example=HELD)
@blueprint.alt_response(200, schema=RoleSchema, example=HELD, success=True)
@blueprint.problems(
    *REFUSALS,
    *BODY_PROBLEMS,
    AlreadyHeld,
    BadRequest,
    KeyReused,
    OwnRole,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="grant_role")
def grant_role(caller: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Give a person a role

    They must have signed in once. Nobody gives a role to themselves. The same again
    with the same Idempotency-Key answers 200 with the role that is there.
    """
    negotiate(JSON)
    moment = now()
    wanted = Grant(
        body["person_id"],
        Role(body["role"]),
        body["scope"],
        body["valid_from"] or moment,
        body["valid_to"],
    )
    granting = Granting(caller.actor, moment, sent_once())
    with transaction() as session:
        held, new = actions.grant(session, wanted, granting)
        content = shown(session, [held])[0]
    return personal(content, 201 if new else 200)


@blueprint.route("/v1/roles/<digits:role_id>", methods=["DELETE"])
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(200, RoleSchema, example=REVOKED)
@blueprint.problems(*REFUSALS, NotFound)
@blueprint.doc(operationId="revoke_role")
def revoke_role(caller: Staff, asked: dict[str, Any], role_id: int) -> Response:
    """Take a role away

    Its holder's next call is refused. The role stays in the list of those that were;
    taking it away again changes nothing.
    """
    negotiate(JSON)
    with transaction() as session:
        held = actions.revoke(session, role_id, by=caller.actor, at=now())
        content = shown(session, [held])[0]
    return personal(content)


def read_by(caller: Staff, found: Sequence[RoleHeld]) -> Event:
    """That somebody read who holds roles."""
    return Event(
        action="roles.read",
        actor=caller.actor,
        outcome="done",
        detail={"count": len(found)},
    )


def shown(session: Session, found: Sequence[RoleHeld]) -> list[dict[str, Any]]:
    """Roles on the wire, with the names of their holders."""
    people: list[UUID] = sorted({each.person_id for each in found})
    called = queries.names(session, key_ring(), people)
    return [
        {
            "id": each.id,
            "person_id": each.person_id,
            "name": called.get(each.person_id),
            "role": each.role,
            "scope": each.scope,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
            "granted_by": each.granted_by,
            "granted_at": each.granted_at,
            "revoked_at": each.revoked_at,
        }
        for each in found
    ]
