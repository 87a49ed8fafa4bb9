"""The doors of one's own reviews."""

from typing import Any, Final

from flask import Response

from citizen_api.callers import ScopeMissing
from citizen_api.callers import writer as a_writer
from citizen_api.dishes.queries import catalogue
from citizen_api.http.api import LIMITS, Blueprint, Query
from citizen_api.http.clock import today
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.preconditions import PARAMETER, if_match, tag
from citizen_api.http.session import database, kept
from citizen_api.http.telling import Example
from citizen_api.problems import (
    BODY_PROBLEMS,
    BadCursor,
    FieldError,
    InvalidRequest,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    StaleVersion,
    TooManyRequests,
    VersionRequired,
)
from citizen_api.reviews import actions, queries
from citizen_api.reviews.queries import Review
from citizen_api.reviews.rules import Rating, ensure_remembered
from citizen_api.reviews.schemas import (
    MyReviewPageSchema,
    ReviewBodySchema,
    ReviewSchema,
    ReviewVersionPageSchema,
)
from citizen_api.reviews.showing import shown, shown_mine, shown_version
from citizen_api.throttles.doors import actor, counting, limited
from citizen_api.venues.asking import NO_DISH
from citizen_api.writers import Writer

MINE: Final = "/v1/venues/<slug:venue_id>/reviews/mine"
REFUSED: Final = (NotAuthenticated, ScopeMissing, NotAcceptable)
CHANGED: Final = (NotFound, StaleVersion, TooManyRequests, VersionRequired)

blueprint = Blueprint("own_reviews", __name__, description="What one thought oneself")


@blueprint.route(MINE)
@a_writer
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ReviewSchema, example=Example("get_my_review"))
@blueprint.problems(*REFUSED, NotFound)
@blueprint.doc(operationId="get_my_review")
def get_my_review(writer: Writer, asked: dict[str, Any], venue_id: str) -> Response:
    """Read the review that one wrote

    By the token of a device, or of a citizen. Its ETag is what If-Match takes when it
    is changed or taken back.
    """
    negotiate(JSON)
    review = queries.mine(database(), venue_id, writer)
    if review is None:
        raise NotFound
    return answered(review, 200)


@blueprint.route(MINE, methods=["PUT"])
@a_writer
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ReviewBodySchema,
    example={
        "stars": 5,
        "dishes": [{"dish_id": "banh-da-cua", "stars": 5}],
        "text": "Nước dùng thơm, bánh đa dai.",
        "visited_on": "2026-11-20",
    },
)
@blueprint.response(200, ReviewSchema, headers=LIMITS, example=Example("get_my_review"))
@blueprint.alt_response(
    201,
    schema=ReviewSchema,
    headers=LIMITS,
    example=Example("get_my_review"),
    success=True,
)
@blueprint.problems(*REFUSED, *CHANGED, *BODY_PROBLEMS)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="put_my_review")
def put_my_review(
    writer: Writer, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Rate a venue, or change what one said of it

    One review per person and venue: a device, or a citizen with all their phones. A
    change needs If-Match; saying the same again does not. `state` and `reason` tell
    when the review does not count, or waits for a person to look at its words: others
    read it then.
    """
    negotiate(JSON)
    known = kept(catalogue).by_slug
    unknown = [
        FieldError(NO_DISH, pointer=f"#/dishes/{at}/dish_id")
        for at, each in enumerate(body["dishes"])
        if each["dish_id"] not in known
    ]
    if unknown:
        raise InvalidRequest(errors=unknown)
    rating = Rating(
        stars=body["stars"],
        dishes={each["dish_id"]: each["stars"] for each in body["dishes"]},
        text=body["text"],
        language=body["language"],
        visited_on=body["visited_on"],
    )
    ensure_remembered(rating.visited_on, today=today())
    use, expected = counting("reviews", writer.actor), if_match()
    review, new = actions.rate(database(), writer, venue_id, rating, expected, use)
    return answered(review, 201 if new else 200)


@blueprint.route(MINE, methods=["DELETE"])
@a_writer
@limited("reviews", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(*REFUSED, *CHANGED)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="delete_my_review")
def delete_my_review(writer: Writer, asked: dict[str, Any], venue_id: str) -> Response:
    """Take back the review that one wrote

    Needs If-Match. What it said before goes with it; the venue may be rated again.
    """
    negotiate(JSON)
    actions.withdraw(database(), writer, venue_id, if_match())
    return nothing()


@blueprint.route(f"{MINE}/versions")
@a_writer
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(
    200, ReviewVersionPageSchema, example=Example("list_my_review_versions")
)
@blueprint.problems(*REFUSED, NotFound, BadCursor)
@blueprint.doc(operationId="list_my_review_versions")
def list_my_review_versions(
    writer: Writer, asked: dict[str, Any], venue_id: str
) -> Response:
    """List what one's own review said before, the newest first

    Nobody else reads it: others only see that a review was edited, and when.
    """
    negotiate(JSON)
    review = queries.mine(database(), venue_id, writer)
    if review is None:
        raise NotFound
    identity, limit = ["versions", review.id, writer.actor], asked["limit"]
    before = begins(identity, asked)
    found = queries.versions(
        database(), venue_id, writer, before=before, limit=limit + 1
    )
    page, cursor = cut(identity, found, limit, lambda each: each.version)
    return personal_page({"items": [shown_version(each) for each in page]}, cursor)


@blueprint.route("/v1/devices/mine/reviews")
@a_writer
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, MyReviewPageSchema, example=Example("list_my_reviews"))
@blueprint.problems(*REFUSED, BadCursor)
@blueprint.doc(operationId="list_my_reviews")
def list_my_reviews(writer: Writer, asked: dict[str, Any]) -> Response:
    """List every review that this device or its citizen wrote, the newest first

    Each with its venue, and with the ETag that changing it or taking it back needs.
    """
    negotiate(JSON)
    identity = ["my reviews", writer.device or writer.actor]
    before = begins(identity, asked)
    limit = asked["limit"]
    found = queries.all_mine(database(), writer, before=before, limit=limit + 1)
    mine, cursor = cut(identity, found, limit, lambda each: each.review.id)
    return personal_page({"items": [shown_mine(each) for each in mine]}, cursor)


def answered(review: Review, status: int) -> Response:
    """One's own review: its ETag is what If-Match takes."""
    etag = tag(review.id, review.version)
    return personal(shown(review), status, headers={"ETag": etag})
