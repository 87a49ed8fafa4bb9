"""The doors of keys and of the sandbox."""

from typing import Any
from uuid import UUID

from flask import Response, current_app

from citizen_api.callers import STAFF_REFUSED, KeyNeeded, Partner, Staff, partner, staff
from citizen_api.callers import public as anyone
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, idempotency_key, sent_once
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import transaction
from citizen_api.partners import actions, queries
from citizen_api.partners.actions import Wanted
from citizen_api.partners.problems import TestKeyNeeded
from citizen_api.partners.samples import (
    GIVEN_KEY,
    GIVEN_LIVE_KEY,
    KEY,
    LIVE_KEY,
    WANTED_KEY,
)
from citizen_api.partners.schemas import (
    GivenKeySchema,
    KeyBodySchema,
    KeyPageSchema,
    KeySchema,
)
from citizen_api.partners.showing import shown_given_key, shown_key
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    BadRequest,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.roles.models import Role
from citizen_api.throttles.doors import actor, address, limited

MINE = "/v1/keys/mine"
blueprint = Blueprint("partners", __name__, description="Keys, and the sandbox")


@blueprint.route("/v1/sandbox/keys", methods=["POST"])
@anyone
@limited("keys", address)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, GivenKeySchema, headers=LIMITS, example=GIVEN_KEY)
@blueprint.problems(*BODY_PROBLEMS, BadRequest, NotAcceptable, TooManyRequests)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="give_test_key")
def give_test_key(asked: dict[str, Any]) -> Response:
    """Give anybody a test key, at once

    Good for ninety days. It reads the real city and writes in the sandbox, where it is
    one phone. The header Sandbox-Problem with the name of a problem has any call with
    it answer that problem.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        given = actions.give_test_key(
            session, once=idempotency_key(), secret=_secret(), at=now()
        )
        return personal(shown_given_key(given), 201)


@blueprint.route("/v1/sandbox/reset", methods=["POST"])
@partner()
@limited("resets", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(204, headers=LIMITS)
@blueprint.problems(
    *BODY_PROBLEMS, KeyNeeded, NotAcceptable, TestKeyNeeded, TooManyRequests
)
@blueprint.doc(operationId="reset_sandbox")
def reset_sandbox(caller: Partner, asked: dict[str, Any]) -> Response:
    """Take back everything that this test key wrote

    Its reviews, votes, reports and visits are gone, and the scores are as they were.
    """
    negotiate(JSON)
    no_body()
    if not caller.test:
        raise TestKeyNeeded
    with transaction() as session:
        actions.reset_sandbox(session, caller.token)
    return nothing()


@blueprint.route(MINE)
@partner()
@blueprint.arguments(Query, location="query")
@blueprint.response(200, KeySchema, example=KEY)
@blueprint.problems(KeyNeeded, NotAcceptable)
@blueprint.doc(operationId="get_my_key")
def get_my_key(caller: Partner, asked: dict[str, Any]) -> Response:
    """Read what this key is and may do

    Its name, its scopes and until when it is good; never the key itself.
    """
    negotiate(JSON)
    with transaction() as session:
        return personal(shown_key(queries.key(session, caller.id)))


@blueprint.route(f"{MINE}/rotation", methods=["POST"])
@partner()
@limited("resets", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, GivenKeySchema, headers=LIMITS, example=GIVEN_LIVE_KEY)
@blueprint.problems(
    *BODY_PROBLEMS, BadRequest, KeyNeeded, NotAcceptable, TooManyRequests
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="rotate_my_key")
def rotate_my_key(caller: Partner, asked: dict[str, Any]) -> Response:
    """Get another key in place of this one, which stays good for 24 hours

    The other one of a test key is another phone.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        given = actions.rotate(
            session, caller.id, once=idempotency_key(), secret=_secret(), at=now()
        )
        return personal(shown_given_key(given), 201)


@blueprint.route(MINE, methods=["DELETE"])
@partner()
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(KeyNeeded, NotAcceptable)
@blueprint.doc(operationId="revoke_my_key")
def revoke_my_key(caller: Partner, asked: dict[str, Any]) -> Response:
    """Take this key out of use at once, such as after it was lost

    Its webhooks are told nothing any more.
    """
    negotiate(JSON)
    with transaction() as session:
        actions.revoke(session, caller.id, by=caller.actor, at=now())
    return nothing()


@blueprint.route("/v1/keys")
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, KeyPageSchema, example={"items": [LIVE_KEY], "next": None})
@blueprint.problems(*STAFF_REFUSED, BadCursor, NotAcceptable)
@blueprint.doc(operationId="list_keys")
def list_keys(caller: Staff, asked: dict[str, Any]) -> Response:
    """List the live keys, the newest first

    With what each may do. The keys themselves are never shown again.
    """
    negotiate(JSON)
    question, limit = ["keys"], asked["limit"]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.keys(session, live=True, before=before, limit=limit + 1)
        page, cursor = cut(
            question, found, limit, lambda each: (each.created_at, each.id)
        )
        items = [shown_key(each) for each in page]
    return personal_page({"items": items}, cursor)


@blueprint.route("/v1/keys", methods=["POST"])
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(KeyBodySchema, example=WANTED_KEY)
@blueprint.response(201, GivenKeySchema, example=GIVEN_LIVE_KEY)
@blueprint.problems(*STAFF_REFUSED, *BODY_PROBLEMS, BadRequest, NotAcceptable)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="give_key")
def give_key(caller: Staff, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Give a partner a live key, shown this once

    The same again with the same Idempotency-Key gives the same key.
    """
    negotiate(JSON)
    wanted, once = Wanted(**body), sent_once()
    with transaction() as session:
        given = actions.give_live_key(
            session,
            wanted,
            by=caller.actor,
            at=now(),
            once=once and once.said,
            secret=_secret(),
        )
        return personal(shown_given_key(given), 201)


@blueprint.route("/v1/keys/<uuid:key_id>/revocation", methods=["POST"])
@staff(Role.ADMINISTRATOR)
@blueprint.arguments(Query, location="query")
@blueprint.response(
    200, KeySchema, example=LIVE_KEY | {"revoked_at": "2026-12-01T08:00:00+07:00"}
)
@blueprint.problems(*STAFF_REFUSED, *BODY_PROBLEMS, NotAcceptable, NotFound)
@blueprint.doc(operationId="revoke_key")
def revoke_key(caller: Staff, asked: dict[str, Any], key_id: UUID) -> Response:
    """Take a key out of use; its next call is refused

    Again it changes nothing.
    """
    negotiate(JSON)
    no_body()
    with transaction() as session:
        return personal(
            shown_key(actions.revoke(session, key_id, by=caller.actor, at=now()))
        )


def _secret() -> str:
    secret: str = current_app.config["SIGNING_KEY"]
    return secret
