"""The doors of the reviews."""

from typing import Any

from flask import Response

from citizen_api.callers import Device
from citizen_api.callers import device as a_device
from citizen_api.callers import public as anyone
from citizen_api.dishes.queries import catalogue
from citizen_api.http.api import LIMITS, Blueprint, Query, example
from citizen_api.http.cursors import cut, unseal
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import PageQuery, page, personal_page
from citizen_api.http.personal import nothing, personal
from citizen_api.http.preconditions import PARAMETER, if_match, tag
from citizen_api.http.session import database, kept
from citizen_api.problems import (
    BadCursor,
    FieldError,
    InvalidRequest,
    MalformedBody,
    NotAcceptable,
    NotAuthenticated,
    NotFound,
    Said,
    StaleVersion,
    TooLarge,
    TooManyRequests,
    UnsupportedMediaType,
    VersionRequired,
)
from citizen_api.reviews import actions, queries
from citizen_api.reviews.queries import Mine, Review, Score
from citizen_api.reviews.schemas import (
    MyReviewPageSchema,
    ReviewBodySchema,
    ReviewPageSchema,
    ReviewSchema,
)
from citizen_api.throttles.doors import actor, counting, limited

NO_DISH = Said("Không có món nào có id này.", "No dish has this id.")
MINE = "/v1/venues/<slug:venue_id>/reviews/mine"

blueprint = Blueprint("reviews", __name__, description="What people thought")


@blueprint.route("/v1/venues/<slug:venue_id>/reviews")
@anyone
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, ReviewPageSchema, example=example("list_reviews"))
@blueprint.problems(NotFound, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_reviews")
def list_reviews(asked: dict[str, Any], venue_id: str) -> Response:
    """List what people thought of a venue, the newest first

    Beside the page: the score of the venue, and how many gave how many stars.
    """
    negotiate(JSON)
    score = queries.score_of(database(), venue_id)
    if score is None:
        raise NotFound
    identity = ["reviews", venue_id]
    before = unseal(identity, asked["cursor"]) if "cursor" in asked else None
    limit = asked["limit"]
    found = queries.newest(database(), score.venue_id, before=before, limit=limit + 1)
    newest, cursor = cut(identity, found, limit, lambda review: review.id)
    items = [shown(review) for review in newest]
    return page({"items": items, "score": shown_score(score)}, cursor, max_age=0)


@blueprint.route(MINE)
@a_device
@blueprint.arguments(Query, location="query")
@blueprint.response(200, ReviewSchema, example=example("get_my_review"))
@blueprint.problems(NotAuthenticated, NotFound, NotAcceptable)
@blueprint.doc(operationId="get_my_review")
def get_my_review(device: Device, asked: dict[str, Any], venue_id: str) -> Response:
    """Read the review that this device wrote

    Its ETag is what If-Match takes when it is changed or taken back.
    """
    negotiate(JSON)
    review = queries.mine(database(), venue_id, device.id)
    if review is None:
        raise NotFound
    return answered(review, 200)


@blueprint.route(MINE, methods=["PUT"])
@a_device
@blueprint.arguments(Query, location="query")
@blueprint.arguments(
    ReviewBodySchema,
    example={
        "stars": 5,
        "dishes": [{"dish_id": "banh-da-cua", "stars": 5}],
        "text": "Nước dùng thơm, bánh đa dai.",
    },
)
@blueprint.response(200, ReviewSchema, headers=LIMITS, example=example("get_my_review"))
@blueprint.alt_response(
    201, schema=ReviewSchema, example=example("get_my_review"), success=True
)
@blueprint.problems(
    NotAuthenticated,
    NotFound,
    NotAcceptable,
    MalformedBody,
    StaleVersion,
    TooLarge,
    TooManyRequests,
    UnsupportedMediaType,
    VersionRequired,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="put_my_review")
def put_my_review(
    device: Device, asked: dict[str, Any], body: dict[str, Any], venue_id: str
) -> Response:
    """Rate a venue, or change what this device said of it

    One review per device and venue. A change needs If-Match; saying the same again
    does not.
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
    rating = actions.Rating(
        stars=body["stars"],
        dishes={each["dish_id"]: each["stars"] for each in body["dishes"]},
        text=body["text"],
    )
    use, expected = counting("reviews", device.actor), if_match()
    review, new = actions.rate(database(), device.id, venue_id, rating, expected, use)
    return answered(review, 201 if new else 200)


@blueprint.route(MINE, methods=["DELETE"])
@a_device
@limited("reviews", actor)
@blueprint.arguments(Query, location="query")
@blueprint.response(204)
@blueprint.problems(
    NotAuthenticated,
    NotFound,
    NotAcceptable,
    StaleVersion,
    TooManyRequests,
    VersionRequired,
)
@blueprint.header(PARAMETER)
@blueprint.doc(operationId="delete_my_review")
def delete_my_review(device: Device, asked: dict[str, Any], venue_id: str) -> Response:
    """Take back the review that this device wrote

    Needs If-Match. The device may rate the venue again later.
    """
    negotiate(JSON)
    actions.withdraw(database(), device.id, venue_id, if_match())
    return nothing()


@blueprint.route("/v1/devices/mine/reviews")
@a_device
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, MyReviewPageSchema, example=example("list_my_reviews"))
@blueprint.problems(NotAuthenticated, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_my_reviews")
def list_my_reviews(device: Device, asked: dict[str, Any]) -> Response:
    """List every review that this device wrote, the newest first

    Each with its venue, and with the ETag that changing it or taking it back needs.
    """
    negotiate(JSON)
    identity = ["my reviews", device.id]
    before = unseal(identity, asked["cursor"]) if "cursor" in asked else None
    limit = asked["limit"]
    found = queries.all_mine(database(), device.id, before=before, limit=limit + 1)
    mine, cursor = cut(identity, found, limit, lambda each: each.review.id)
    return personal_page({"items": [shown_mine(each) for each in mine]}, cursor)


def answered(review: Review, status: int) -> Response:
    """A device's own review: its ETag is what If-Match takes."""
    etag = tag(review.id, review.version)
    return personal(shown(review), status, headers={"ETag": etag})


def shown(review: Review) -> dict[str, Any]:
    """A review on the wire."""
    return {
        "id": review.id,
        "stars": review.stars,
        "dishes": [
            {"dish_id": dish, "stars": stars} for dish, stars in review.dishes.items()
        ],
        "text": review.text,
        "created_at": review.created_at,
        "updated_at": review.updated_at,
    }


def shown_mine(mine: Mine) -> dict[str, Any]:
    """A review of this device's, with its venue."""
    return {
        **shown(mine.review),
        "venue": {"id": mine.venue, "name": mine.venue_name},
        "etag": tag(mine.review.id, mine.review.version),
    }


def shown_score(score: Score) -> dict[str, Any]:
    """A score on the wire."""
    count = score.ratings_count or 0
    return {
        "score": score.score / 100 if score.score else None,
        "stars_mean": round(score.stars_sum / count, 2) if score.stars_sum else None,
        "ratings_count": count,
        "histogram": {
            str(stars): given or 0
            for stars, given in enumerate(score.histogram, start=1)
        },
    }
