"""The doors of those who appeal."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

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
    Problem,
    TooManyRequests,
)
from citizen_api.reviews import appealing
from citizen_api.reviews.appealing import Appeal
from citizen_api.reviews.door_schemas import AppealBodySchema, AppealSchema
from citizen_api.reviews.finding import is_owner, owned_venues, review_with
from citizen_api.reviews.problems import AlreadyAppealed, NothingToAppeal, NotYours
from citizen_api.throttles.doors import actor, limited
from citizen_api.writers import Writer, who

BODY: Final = {"text": "Tôi ăn ở đó thật, số trong bài là giá tiền."}
REFUSED: Final[tuple[type[Problem], ...]] = (
    NotAuthenticated,
    ScopeMissing,
    NotAcceptable,
    NotFound,
    NotYours,
    AlreadyAppealed,
    TooManyRequests,
    AuditUnavailable,
    *BODY_PROBLEMS,
)

blueprint = Blueprint("review_appeals", __name__, description="Appeals")


@blueprint.route("/v1/reviews/<digits:review_id>/appeals", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(AppealBodySchema, example=BODY)
@blueprint.response(201, AppealSchema, headers=LIMITS, example=Example("appeal_review"))
@blueprint.problems(*REFUSED, NothingToAppeal)
@blueprint.doc(operationId="appeal_review")
def appeal_review(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], review_id: int
) -> Response:
    """Ask that a decision about a review be looked at by somebody else

    The writer of a review that does not count may, and the owner of its venue: once
    against each decision.
    """
    negotiate(JSON)
    with transaction() as session:
        appeal = read(session, caller, body)
        review = review_with(session, review_id)
        own = is_owner(session, appeal.scopes, review.venue_id)
        case = appealing.appeal_review(session, appeal, review, own)
    return personal({"case_id": case, "state": "open"}, 201)


@blueprint.route("/v1/surges/<digits:surge_id>/appeals", methods=["POST"])
@writer
@limited("reports", actor)
@blueprint.arguments(Query, location="query")
@blueprint.arguments(AppealBodySchema, example=BODY)
@blueprint.response(201, AppealSchema, headers=LIMITS, example=Example("appeal_review"))
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="appeal_surge")
def appeal_surge(
    caller: Writer, asked: dict[str, Any], body: dict[str, Any], surge_id: int
) -> Response:
    """Ask that a surge be looked at by somebody else

    Whoever wrote a review that it holds may, and the owner of a venue of it: once
    against each decision.
    """
    negotiate(JSON)
    with transaction() as session:
        case = appealing.appeal_surge(session, read(session, caller, body), surge_id)
    return personal({"case_id": case, "state": "open"}, 201)


def read(session: Session, caller: Writer, body: dict[str, Any]) -> Appeal:
    """Who appeals, with the venues that they own now."""
    whoever, at = who(session, caller), now()
    scopes = owned_venues(session, whoever, at)
    return Appeal(whoever, scopes, body["text"], caller.actor, at)
