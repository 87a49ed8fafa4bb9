"""The door of those who report a photo."""

from typing import Any

from flask import Response

from citizen_api.callers import ScopeMissing, writer
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import personal
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    AuditUnavailable,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
)
from citizen_api.reviews import photo_cases
from citizen_api.reviews.door_schemas import (
    PhotoReportBodySchema,
    PhotoReportSchema,
)
from citizen_api.throttles.doors import actor, limited
from citizen_api.writers import Writer

blueprint = Blueprint("photo_reports", __name__, description="Reports of photos")


@blueprint.route("/v1/photos/<digits:photo_id>/reports", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(PhotoReportBodySchema, example={"reason": "personal_data"})
@blueprint.response(
    201, PhotoReportSchema, headers=LIMITS, example=Example("appeal_review")
)
@blueprint.problems(
    NotAuthenticated,
    ScopeMissing,
    NotAcceptable,
    NotFound,
    TooManyRequests,
    AuditUnavailable,
    *BODY_PROBLEMS,
)
@blueprint.doc(operationId="report_photo")
def report_photo(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], photo_id: int
) -> Response:
    """Say that something is wrong with a photo

    Several reports are one case. A moderator decides; the photo stays in sight until
    then.
    """
    negotiate(JSON)
    with transaction() as session:
        case = photo_cases.report(
            session, photo_id, body["reason"], by=caller.actor, at=now()
        )
    return personal({"case_id": case, "state": "open"}, 201)
