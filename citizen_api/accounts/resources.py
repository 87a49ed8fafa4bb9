"""The doors to oneself: who I am here, and where I am signed in."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.accounts.actions import end_sessions
from citizen_api.accounts.queries import Open, me, open_sessions
from citizen_api.accounts.schemas import MeSchema, SessionPageSchema
from citizen_api.callers import Citizen, NotSignedIn, ScopeMissing, citizen
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from identity.citizen_number import masked

blueprint = Blueprint(
    "accounts", __name__, description="Who signed in, and what they let apps do"
)


@blueprint.route("/v1/me")
@citizen(scope="profile")
@blueprint.arguments(Query, location="query")
@blueprint.response(200, MeSchema, example=Example("show_me"))
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable)
@blueprint.doc(operationId="show_me")
def show_me(caller: Citizen, asked: dict[str, Any]) -> Response:
    """Show who signed in

    The citizen number is never shown whole.
    """
    negotiate(JSON)
    found = me(database(), key_ring(), caller.id, caller.session, now())
    shown = {
        "id": caller.id,
        "name": found.name,
        "masked_number": found.number and masked(found.number),
        "level": caller.acr,
        "signed_in_at": caller.auth_time,
        "other_sessions": found.others,
        "invented": found.synthetic,
    }
    return personal(shown)


@blueprint.route("/v1/me/sessions")
@citizen(scope="account")
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, SessionPageSchema, example=Example("list_my_sessions"))
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_my_sessions")
def list_my_sessions(caller: Citizen, asked: dict[str, Any]) -> Response:
    """List where the person is signed in, the newest first

    In apps and on our own pages.
    """
    negotiate(JSON)
    question, limit = ["my sessions", str(caller.id)], asked["limit"]
    before = position(question, asked.get("cursor"))
    found = open_sessions(
        database(), caller.id, before=before, limit=limit + 1, now=now()
    )
    shown, cursor = cut(question, found, limit, lambda each: (each.created_at, each.id))
    items = [shown_session(each, caller) for each in shown]
    return personal_page({"items": items}, cursor)


@blueprint.route("/v1/me/sessions/<uuid:session_id>", methods=["DELETE"])
@citizen(scope="account")
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable, NotFound)
@blueprint.doc(operationId="end_my_session")
def end_my_session(
    caller: Citizen, asked: dict[str, Any], session_id: UUID
) -> Response:
    """End one of the person's sessions

    Its tokens are worth nothing from now on. One's own may be ended, too: sign out.
    """
    negotiate(JSON)
    with transaction() as session:
        if not end_sessions(session, caller.id, only=session_id, now=now()):
            raise NotFound
    return nothing()


@blueprint.route("/v1/me/sessions", methods=["DELETE"])
@citizen(scope="account")
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(NotSignedIn, ScopeMissing, NotAcceptable)
@blueprint.doc(operationId="end_my_sessions")
def end_my_sessions(caller: Citizen, asked: dict[str, Any]) -> Response:
    """Sign out everywhere

    Every session ends, the one of this token included.
    """
    negotiate(JSON)
    with transaction() as session:
        end_sessions(session, caller.id, now=now())
    return nothing()


def shown_session(each: Open, caller: Citizen) -> dict[str, Any]:
    """A session on the wire."""
    return {
        "id": each.id,
        "client": each.client,
        "client_name": each.client_name,
        "device": each.device_name,
        "level": each.acr,
        "signed_in_at": each.auth_time,
        "began_at": each.created_at,
        "last_used_at": each.last_used_at,
        "this": each.id == caller.session,
    }
