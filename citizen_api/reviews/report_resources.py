"""The doors of those who report a review."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import ScopeMissing, writer
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    BadCursor,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
)
from citizen_api.reviews import reporting
from citizen_api.reviews.door_schemas import (
    ReviewReportBodySchema,
    ReviewReportPageSchema,
    ReviewReportSchema,
)
from citizen_api.reviews.problems import OwnReview
from citizen_api.reviews.records import Fault
from citizen_api.throttles.doors import actor, limited
from citizen_api.writers import Writer, who

REFUSED: Final = (NotAuthenticated, ScopeMissing, NotAcceptable)

blueprint = Blueprint("review_reports", __name__, description="Reports of reviews")


@blueprint.route("/v1/reviews/<digits:review_id>/reports", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ReviewReportBodySchema, example={"reason": "spam", "text": "Quảng cáo quán khác."}
)
@blueprint.response(
    201, ReviewReportSchema, headers=LIMITS, example=Example("report_review")
)
@blueprint.alt_response(
    200, schema=ReviewReportSchema, example=Example("report_review"), success=True
)
@blueprint.problems(
    *REFUSED, *BODY_PROBLEMS, NotFound, OwnReview, TooManyRequests, AuditUnavailable
)
@blueprint.doc(operationId="report_review")
def report_review(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], review_id: int
) -> Response:
    """Say that something is wrong with a review

    One report each: again is the one that is there. A moderator decides; the review
    stays as it is until then.
    """
    negotiate(JSON)
    fault, words = Fault(body["reason"]), body["text"]
    with transaction() as session:
        whoever = who(session, caller)
        made, new = reporting.report(
            session, whoever, review_id, fault, words, by=caller.actor, now=now()
        )
        found = reporting.report_of(session, whoever, made)
    return personal(shown(found), 201 if new else 200)


@blueprint.route("/v1/devices/mine/review-reports")
@writer
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200, ReviewReportPageSchema, example=Example("list_my_review_reports")
)
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_my_review_reports")
def list_my_review_reports(caller: Writer, asked: dict[str, Any]) -> Response:
    """List what one reported of reviews, the newest first

    `status` and `note` tell what became of it; `gone`: its writer took it back.
    """
    negotiate(JSON)
    identity, limit = ["my review reports", caller.actor], asked["limit"]
    before = begins(identity, asked)
    with transaction() as session:
        found = reporting.reports_of(
            session, who(session, caller), before=before, limit=limit + 1
        )
    page, cursor = cut(identity, found, limit, lambda each: each.id)
    return personal_page({"items": [shown(each) for each in page]}, cursor)


def shown(report: Any) -> dict[str, Any]:
    """A report on the wire."""
    return became(report, review_id=report.review_id, text=report.text)


def became(report: Any, **about: Any) -> dict[str, Any]:
    """A report on the wire, of what it is `about`, and what became of it."""
    return {
        "id": report.id,
        **about,
        "venue": {"id": report.slug, "name": report.name},
        "reason": report.fault,
        "status": report.status,
        "created_at": report.created_at,
        "handled_at": report.handled_at,
        "note": report.note,
    }
