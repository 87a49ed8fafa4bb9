"""Reviews on the wire."""

from collections.abc import Mapping, Sequence
from typing import Any

from citizen_api.http.preconditions import tag
from citizen_api.media.answering import shown as shown_photo
from citizen_api.media.queries import Photo
from citizen_api.reviews.queries import Listed, Mine, Reply, Review, Score, Version
from citizen_api.reviews.records import ReviewReply
from citizen_api.reviews.words import REASONS, reason
from citizen_api.scores.explaining import HELD, explained

HIDDEN = "content"


def shown(review: Review) -> dict[str, Any]:
    """A review, as far as it is the same for everybody."""
    return {
        "id": review.id,
        "stars": review.stars,
        "dishes": rated(review.dishes),
        "text": review.text,
        "language": review.language,
        "visited_on": review.visited_on,
        "visited": review.visited,
        "created_at": review.created_at,
        "updated_at": review.updated_at,
        "edited": review.version > 1,
        "state": review.state,
        "reason": shown_reason(review),
        "helpful_count": review.helpful_count,
    }


def shown_listed(
    listed: Listed, photos: Mapping[int, Sequence[Photo]]
) -> dict[str, Any]:
    """A review with what belongs to it."""
    found = photos.get(listed.review.id, ())
    return {
        **shown(listed.review),
        "photos": [shown_photo(photo) for photo in found],
        "reply": listed.reply and shown_reply(listed.reply),
    }


def shown_reply(reply: Reply | ReviewReply) -> dict[str, Any]:
    """What the owner answered."""
    return {
        "text": reply.text,
        "created_at": reply.created_at,
        "updated_at": reply.updated_at,
        "edited": reply.version > 1,
    }


def shown_mine(mine: Mine) -> dict[str, Any]:
    """A review of the caller's, with its venue."""
    return {
        **shown(mine.review),
        "venue": {"id": mine.venue, "name": mine.venue_name},
        "etag": tag(mine.review.id, mine.review.version),
    }


def shown_version(version: Version) -> dict[str, Any]:
    """What a review said before."""
    return {**version._asdict(), "dishes": rated(version.dishes)}


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
        "score_explained": explained(count, score.counted),
    }


def left_out(score: Score) -> list[dict[str, Any]]:
    """How many reviews are not in the list, and why."""
    return [
        {"state": state, "reason": {"code": why, "text": HELD[why]}, "count": count}
        for state, why, count in score.counted.holds
        if count and (state == "dropped" or why == HIDDEN)
    ]


def shown_reason(review: Review) -> dict[str, Any] | None:
    """Why a review does not count, None for one that does."""
    code = reason(review.held_for, review.held_reason)
    if code is None:
        return None
    said = REASONS[code]
    return {"code": code, "text": {"vi": said.vi, "en": str(said)}}


def rated(dishes: Mapping[str, int]) -> list[dict[str, Any]]:
    """Stars by dish."""
    return [{"dish_id": dish, "stars": stars} for dish, stars in dishes.items()]
