"""The doors of those who report a photo."""

from typing import Any

from flask import Response

from citizen_api.callers import writer
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
    NotFound,
    TooManyRequests,
)
from citizen_api.reviews import photo_reporting
from citizen_api.reviews.door_schemas import (
    MyPhotoReportPageSchema,
    PhotoReportBodySchema,
    PhotoReportSchema,
)
from citizen_api.reviews.report_resources import REFUSED, became
from citizen_api.throttles.doors import actor, limited
from citizen_api.writers import Writer, who

blueprint = Blueprint("photo_reports", __name__, description="Reports of photos")


@blueprint.route("/v1/photos/<digits:photo_id>/reports", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(PhotoReportBodySchema, example={"reason": "personal_data"})
@blueprint.response(
    201, PhotoReportSchema, headers=LIMITS, example=Example("report_photo")
)
@blueprint.problems(
    *REFUSED, *BODY_PROBLEMS, NotFound, TooManyRequests, AuditUnavailable
)
@blueprint.doc(operationId="report_photo")
def report_photo(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], photo_id: int
) -> Response:
    """Say that something is wrong with a photo

    Several reports are one case. A moderator decides; the photo stays in sight until
    then. What became of it: GET /v1/devices/mine/photo-reports.
    """
    negotiate(JSON)
    with transaction() as session:
        whoever = who(session, caller)
        case = photo_reporting.report(
            session, whoever, photo_id, body["reason"], by=caller.actor, at=now()
        )
    return personal({"case_id": case, "state": "open"}, 201)


@blueprint.route("/v1/devices/mine/photo-reports")
@writer
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200, MyPhotoReportPageSchema, example=Example("list_my_photo_reports")
)
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_my_photo_reports")
def list_my_photo_reports(caller: Writer, asked: dict[str, Any]) -> Response:
    """List what one reported of photos, the newest first

    `status` and `note` tell what became of it; `gone`: it was deleted before anybody
    decided.
    """
    negotiate(JSON)
    identity, limit = ["my photo reports", caller.actor], asked["limit"]
    before = begins(identity, asked)
    with transaction() as session:
        found = photo_reporting.reports_of(
            session, who(session, caller), before=before, limit=limit + 1
        )
    page, cursor = cut(identity, found, limit, lambda each: each.id)
    items = [became(each, photo_id=each.photo_id) for each in page]
    return personal_page({"items": items}, cursor)
