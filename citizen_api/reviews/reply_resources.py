"""The doors through which an owner answers a review."""

from typing import Any, Final

from flask import Response
from sqlalchemy.orm import Session

from citizen_api.callers import STAFF_REFUSED, RoleMissing, Staff
from citizen_api.callers import staff as the_staff
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.clock import now
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.personal import nothing, personal
from citizen_api.http.preconditions import PARAMETER, if_match, tag
from citizen_api.http.session import transaction
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    NotAcceptable,
    NotFound,
    StaleVersion,
    VersionRequired,
)
from citizen_api.reviews import replying
from citizen_api.reviews.door_schemas import OwnReplySchema, ReplyBodySchema
from citizen_api.reviews.finding import is_owner, readable, review_with
from citizen_api.reviews.models import Review
from citizen_api.reviews.records import ReviewReply
from citizen_api.reviews.showing import shown_reply
from citizen_api.roles.models import Role

REPLY: Final = "/v1/reviews/<digits:review_id>/reply"
OWNER: Final = the_staff(Role.VENUE_OWNER)
REFUSED: Final = (*STAFF_REFUSED, NotAcceptable, NotFound)
CHANGED: Final = (StaleVersion, VersionRequired)

blueprint = Blueprint("review_replies", __name__, description="Owners answer reviews")


@blueprint.route(REPLY)
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(200, OwnReplySchema, example=Example("reply_to_review"))
@blueprint.problems(*REFUSED)
@blueprint.doc(operationId="get_review_reply")
def get_review_reply(staff: Staff, asked: dict[str, Any], review_id: int) -> Response:
    """Read the reply to a review of one's venue

    Its ETag is what If-Match takes when it is changed or deleted.
    """
    negotiate(JSON)
    with transaction() as session:
        review = owned(session, staff, review_with(session, review_id))
        return answered(replying.reply_to(session, review), 200)


@blueprint.route(REPLY, methods=["PUT"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ReplyBodySchema, example={"text": "Cảm ơn bạn, quán đã thêm ghế cho khách."}
)
@blueprint.response(200, OwnReplySchema, example=Example("reply_to_review"))
@blueprint.alt_response(
    201, schema=OwnReplySchema, example=Example("reply_to_review"), success=True
)
@blueprint.problems(*REFUSED, *CHANGED, *BODY_PROBLEMS)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="reply_to_review")
def reply_to_review(
    staff: Staff, asked: dict[str, Any], body: dict[str, Any], review_id: int
) -> Response:
    """Answer a review of one's venue, once, or change that answer

    A change needs If-Match; everybody sees when it was made.
    """
    negotiate(JSON)
    with transaction() as session:
        review = owned(session, staff, readable(session, review_id))
        reply, new = replying.reply(
            session, review, staff.person, body["text"], if_match(), now=now()
        )
        return answered(reply, 201 if new else 200)


@blueprint.route(REPLY, methods=["DELETE"])
@OWNER
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, *CHANGED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="delete_review_reply")
def delete_review_reply(
    staff: Staff, asked: dict[str, Any], review_id: int
) -> Response:
    """Delete the answer to a review of one's venue

    Needs If-Match.
    """
    negotiate(JSON)
    with transaction() as session:
        review = owned(session, staff, review_with(session, review_id))
        replying.take_back(session, review, if_match())
    return nothing()


def owned(session: Session, staff: Staff, review: Review) -> Review:
    """The review, of a venue that the caller owns; raises RoleMissing."""
    if not is_owner(session, staff.scopes_of(Role.VENUE_OWNER), review.venue_id):
        raise RoleMissing
    return review


def answered(reply: ReviewReply, status: int) -> Response:
    """A reply: its ETag is what If-Match takes."""
    content = {"review_id": reply.review_id, **shown_reply(reply)}
    etag = tag(reply.review_id, reply.version)
    return personal(content, status, headers={"ETag": etag})
