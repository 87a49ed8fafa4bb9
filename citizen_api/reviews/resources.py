"""The door of what people thought of a venue."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint
from citizen_api.http.cursors import begins, cut
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.pages import page
from citizen_api.http.session import database
from citizen_api.http.telling import Example
from citizen_api.media import queries as photos
from citizen_api.media.rules import OwnerKind
from citizen_api.problems import BadCursor, NotAcceptable, NotFound
from citizen_api.reviews import queries
from citizen_api.reviews.queries import Listed
from citizen_api.reviews.schemas import SORTS, ReviewPageSchema, ReviewQuery
from citizen_api.reviews.showing import left_out, shown_listed, shown_score

blueprint = Blueprint("reviews", __name__, description="What people thought")


@blueprint.route("/v1/venues/<slug:venue_id>/reviews")
@anyone
@blueprint.arguments(ReviewQuery, location="query")
@blueprint.response(200, ReviewPageSchema, example=Example("list_reviews"))
@blueprint.problems(NotFound, NotAcceptable, BadCursor)
@blueprint.doc(operationId="list_reviews")
def list_reviews(asked: dict[str, Any], venue_id: str) -> Response:
    """List what people thought of a venue, the newest or the most helpful first

    Beside the page: the score of the venue, and how many gave how many stars. What
    does not count has its reason; what is not shown is counted in `left_out`.
    """
    negotiate(JSON)
    score = queries.score_of(database(), venue_id)
    if score is None:
        raise NotFound
    found, cursor = listed(score.venue_id, venue_id, asked)
    shown = photos.of(database(), OwnerKind.REVIEW, [each.review.id for each in found])
    items = [shown_listed(each, shown) for each in found]
    content = {"items": items, "score": shown_score(score), "left_out": left_out(score)}
    return page(content, cursor, max_age=0)


def listed(
    venue: int, slug: str, asked: dict[str, Any]
) -> tuple[Sequence[Listed], str | None]:
    """A page of reviews, and the cursor of the next; raises BadCursor."""
    sort, limit = asked["sort"], asked["limit"]
    # The newest first is the question as it always was: its cursors stay good.
    identity = ["reviews", slug] if sort == SORTS[0] else ["reviews", slug, sort]
    place = begins(identity, asked)
    if sort == SORTS[0]:
        found = queries.newest(database(), venue, before=place, limit=limit + 1)
        return cut(identity, found, limit, lambda each: each.review.id)
    found = queries.most_helpful(database(), venue, after=place, limit=limit + 1)
    return cut(
        identity,
        found,
        limit,
        lambda each: (each.review.helpful_count, each.review.id),
    )
