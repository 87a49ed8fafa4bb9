"""The doors of the photos of one's own review."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import ScopeMissing
from citizen_api.callers.writers import writer
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.idempotency import PARAMETER
from citizen_api.http.personal import nothing, personal
from citizen_api.http.session import database, transaction
from citizen_api.http.telling import Example
from citizen_api.media import actions
from citizen_api.media.answering import shown
from citizen_api.media.problems import PHOTO_PROBLEMS
from citizen_api.media.schemas import OwnPhotosSchema, PhotoSchema
from citizen_api.media.uploading import BODY, add
from citizen_api.problems import (
    BadRequest,
    KeyReused,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    TooManyRequests,
)
from citizen_api.reviews.photo_owners import OwnPhoto, own_photos, own_review
from citizen_api.throttles.doors import actor, limited
from citizen_api.writers import Writer

PHOTOS: Final = "/v1/reviews/<digits:review_id>/photos"
blueprint = Blueprint("review_photos", __name__, description="Photos of reviews")


@blueprint.route(PHOTOS)
@writer
@blueprint.arguments(Query, location="query")
@blueprint.response(200, OwnPhotosSchema, example=Example("list_my_review_photos"))
@blueprint.problems(NotAuthenticated, ScopeMissing, NotFound, NotAcceptable)
@blueprint.doc(operationId="list_my_review_photos")
def list_my_review_photos(
    caller: Writer, asked: dict[str, Any], review_id: int
) -> Response:
    """List the photos of one's own review

    Also those that a moderator removed, for ninety days, and why.
    """
    negotiate(JSON)
    owner = own_review(database(), caller.device, caller.person, review_id)
    found = own_photos(database(), owner.review or 0)
    return personal({"items": [{**shown(each.photo), **why(each)} for each in found]})


def why(own: OwnPhoto) -> dict[str, Any]:
    """What became of a photo."""
    return {"state": own.state, "reason": own.reason, "note": own.note}


@blueprint.route(PHOTOS, methods=["POST"])
@writer
@limited("photos", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(201, PhotoSchema, headers=LIMITS, example=Example("add_photo"))
@blueprint.alt_response(
    200, schema=PhotoSchema, example=Example("add_photo"), success=True
)
@blueprint.problems(
    BadRequest,
    KeyReused,
    NotAuthenticated,
    ScopeMissing,
    NotFound,
    NotAcceptable,
    TooManyRequests,
    *PHOTO_PROBLEMS,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="add_review_photo", requestBody=BODY)
def add_review_photo(caller: Writer, asked: dict[str, Any], review_id: int) -> Response:
    """Add a photo to one's own review

    The body is the file: JPEG, PNG or WebP. It is made anew from its pixels: where
    and by what it was taken is left behind. A review has five at most; the same photo
    again is the one that is there.
    """
    negotiate(JSON)
    owner = own_review(database(), caller.device, caller.person, review_id)
    photo, new = add(owner)
    return personal(shown(photo), 201 if new else 200)


@blueprint.route(f"{PHOTOS}/<digits:photo_id>", methods=["DELETE"])
@writer
@limited("photos", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(
    NotAuthenticated, ScopeMissing, NotFound, NotAcceptable, TooManyRequests
)
@blueprint.doc(operationId="delete_review_photo")
def delete_review_photo(
    caller: Writer, asked: dict[str, Any], review_id: int, photo_id: int
) -> Response:
    """Delete a photo of one's own review

    It is out of sight at once; its file is deleted within hours.
    """
    negotiate(JSON)
    owner = own_review(database(), caller.device, caller.person, review_id)
    with transaction() as session:
        actions.delete(session, owner, photo_id)
    return nothing()
