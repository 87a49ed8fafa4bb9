"""The doors of requests: what one asks for, and what is answered."""

from typing import Any
from uuid import UUID

from flask import Response

from citizen_api.audits.actions import record
from citizen_api.callers import STAFF_REFUSED, Citizen, Staff, citizen
from citizen_api.callers import staff as the_staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.bodies import no_body
from citizen_api.http.clock import now
from citizen_api.http.cursors import cut, position
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, sent_once
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import key_ring, transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    BadCursor,
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotFound,
    TooManyRequests,
)
from citizen_api.rights import actions, queries
from citizen_api.rights.actions import Wish, opened
from citizen_api.rights.models import Kind, RightsRequest, State
from citizen_api.rights.problems import AlreadyAsked, RequestEnded
from citizen_api.rights.resources import REFUSED, SCOPE, SURE
from citizen_api.rights.schemas import (
    BY_HAND,
    AnswerBodySchema,
    RequestPageSchema,
    RequestQuery,
    RequestSchema,
    WishBodySchema,
)
from citizen_api.roles.models import Role
from citizen_api.throttles.doors import actor, limited

SENT = (*BODY_PROBLEMS, AuditUnavailable)
ASKED = (*REFUSED, *SENT, BadRequest, KeyReused, AlreadyAsked, TooManyRequests)
KINDS_BY_HAND = tuple(Kind(each) for each in BY_HAND)

blueprint = Blueprint(
    "requests", __name__, description="What one asks about one's data"
)


@blueprint.route("/v1/me/requests", methods=["POST"])
@citizen(SURE, scope=SCOPE)
@limited("requests", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    WishBodySchema,
    example={"kind": "rectification", "words": "Ngày sinh đúng là 02-01-1990."},
)
@blueprint.response(202, RequestSchema, example=Example("ask_request"))
@blueprint.problems(*ASKED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="ask_request")
def ask_request(me: Citizen, asked: dict[str, Any], body: dict[str, Any]) -> Response:
    """Ask that something be put right, or no longer be used

    A privacy officer answers within two working days.
    """
    return asked_for(me, Kind(body["kind"]), 202, body["words"])


@blueprint.route("/v1/me/requests")
@citizen(scope=SCOPE)
@blueprint.arguments(RequestQuery, location="query")
@blueprint.response(200, RequestPageSchema, example=Example("list_requests"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_requests")
def list_requests(me: Citizen, asked: dict[str, Any]) -> Response:
    """List my requests of every kind, the newest first

    Each with the days by which the law wants it answered and done.
    """
    negotiate(JSON)
    kind, limit = asked.get("kind"), asked["limit"]
    question = ["requests", str(me.id), str(kind)]
    before = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.all_mine(
            session, me.id, kind and Kind(kind), before=before, limit=limit + 1
        )
    return listed(question, found, limit)


@blueprint.route("/v1/rights/requests")
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, RequestPageSchema, example=Example("list_requests_to_answer"))
@blueprint.problems(*STAFF_REFUSED, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_requests_to_answer")
def list_requests_to_answer(staff: Staff, asked: dict[str, Any]) -> Response:
    """List the requests that wait for an answer, the oldest first

    Exports and erasures are not among them: they are done by themselves.
    """
    negotiate(JSON)
    question, limit = ["requests to answer"], asked["limit"]
    after = position(question, asked.get("cursor"))
    with transaction() as session:
        found = queries.to_answer(session, KINDS_BY_HAND, after=after, limit=limit + 1)
        record(session, actions.read_by(staff.actor, found[:limit]))
    return listed(question, found, limit)


@blueprint.route("/v1/rights/requests/<uuid:request_id>/answer", methods=["POST"])
@the_staff(Role.PRIVACY_OFFICER)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    AnswerBodySchema, example={"state": "done", "answer": "Đã sửa ngày sinh."}
)
@blueprint.response(200, RequestSchema, example=Example("answer_request"))
@blueprint.problems(*STAFF_REFUSED, *SENT, NotAcceptable, NotFound, RequestEnded)
@blueprint.doc(operationId="answer_request")
def answer_request(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], request_id: UUID
) -> Response:
    """Say what was done about a request

    Once; the person reads the answer.
    """
    negotiate(JSON)
    with transaction() as session:
        found = queries.one(session, request_id, KINDS_BY_HAND)
        state, words = State(body["state"]), body["answer"]
        actions.answer(
            session, key_ring(), found, staff.person, state, words, now=now()
        )
    return answered(found)


def asked_for(
    me: Citizen, kind: Kind, status: int, words: str | None = None
) -> Response:
    """Write a wish down; raises KeyReused, AlreadyAsked, AuditUnavailable."""
    negotiate(JSON)
    if words is None:
        no_body()
    wish = Wish(person=me.id, kind=kind, words=words, once=sent_once())
    with transaction() as session:
        found = actions.ask(session, key_ring(), wish, now=now())
    return answered(found, status)


def listed(question: list[str], found: Any, limit: int) -> Response:
    """A page of requests."""
    page, cursor = cut(question, found, limit, lambda each: (each.asked_at, each.id))
    return personal_page({"items": [shown(each) for each in page]}, cursor)


def answered(request: RightsRequest, status: int = 200) -> Response:
    """A request as the answer, which nobody keeps."""
    return personal(shown(request), status)


def shown(request: RightsRequest) -> dict[str, Any]:
    """A request on the wire."""
    return {
        "id": request.id,
        "kind": request.kind,
        "state": request.state,
        "percent": request.percent,
        "words": opened(key_ring(), request, "words"),
        "answer": opened(key_ring(), request, "answer"),
        "asked_at": request.asked_at,
        "answer_on": request.answer_on,
        "done_on": request.done_on,
        "acts_at": request.acts_at,
        "answered_at": request.answered_at,
        "ended_at": request.ended_at,
        "expires_at": request.expires_at,
    }
