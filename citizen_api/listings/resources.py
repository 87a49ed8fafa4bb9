"""The doors of the reports."""

from typing import Any

from flask import Response

from citizen_api.callers import ScopeMissing, writer
from citizen_api.dishes.queries import catalogue
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER, idempotency_key
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import kept, transaction
from citizen_api.http.telling import Example
from citizen_api.listings import actions
from citizen_api.listings.models import Kind
from citizen_api.listings.queries import Report, report_of, reports_of
from citizen_api.listings.schemas import (
    VenueReportBodySchema,
    VenueReportPageSchema,
    VenueReportSchema,
)
from citizen_api.problems import (
    BODY_PROBLEMS,
    AlreadyReported,
    BadCursor,
    BadRequest,
    FieldError,
    InvalidRequest,
    KeyReused,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
)
from citizen_api.throttles.doors import actor, limited
from citizen_api.venues.asking import NO_DISH
from citizen_api.writers import Writer, who

blueprint = Blueprint(
    "listings", __name__, description="What is wrong with what is said of a venue"
)


@blueprint.route("/v1/venues/<slug:venue_id>/reports", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    VenueReportBodySchema,
    example={
        "kind": "price",
        "dish_id": "banh-da-cua",
        "text": "Bây giờ 45.000 đồng một bát.",
    },
)
@blueprint.response(
    201, VenueReportSchema, headers=LIMITS, example=Example("report_venue")
)
@blueprint.alt_response(
    200, schema=VenueReportSchema, example=Example("report_venue"), success=True
)
@blueprint.problems(
    AlreadyReported,
    BadRequest,
    KeyReused,
    *BODY_PROBLEMS,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    ScopeMissing,
    TooManyRequests,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="report_venue")
def report_venue(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Say that something about a venue is wrong

    Each has one open report of a kind about a venue; the same again is the report that
    is there. What became of it: GET /v1/devices/mine/reports.
    """
    negotiate(JSON)
    dish, key = body["dish_id"], idempotency_key()
    if dish is not None and dish not in kept(catalogue).by_slug:
        raise InvalidRequest(errors=[FieldError(NO_DISH, pointer="#/dish_id")])
    wrong = actions.Wrong(Kind(body["kind"]), dish, body["text"])
    with transaction() as session:
        whoever = who(session, caller)
        made, new = actions.report(session, whoever, venue_id, wrong, key=key, at=now())
        known = report_of(session, whoever, made)
    return personal(shown(known), 201 if new else 200)


@blueprint.route("/v1/devices/mine/reports")
@writer
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, VenueReportPageSchema, example=Example("list_my_reports"))
@blueprint.problems(NotAuthenticated, ScopeMissing, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_my_reports")
def list_my_reports(caller: Writer, asked: dict[str, Any]) -> Response:
    """List what one reported of venues, and what became of it, the newest first

    A report is new until somebody accepts or rejects it; `note` says what was done.
    """
    negotiate(JSON)
    identity = ["my reports", caller.actor]
    before = begins(identity, asked)
    limit = asked["limit"]
    with transaction() as session:
        whoever = who(session, caller)
        found = reports_of(session, whoever, before=before, limit=limit + 1)
    page, cursor = cut(identity, found, limit, lambda report: report.id)
    return personal_page({"items": [shown(each) for each in page]}, cursor)


def shown(report: Report) -> dict[str, Any]:
    """A report on the wire."""
    return {
        "id": report.id,
        "venue": {"id": report.venue, "name": report.venue_name},
        "kind": report.kind,
        "dish_id": report.dish,
        "text": report.text,
        "status": report.status,
        "created_at": report.created_at,
        "handled_at": report.handled_at,
        "note": report.note,
    }
