"""Reviews as pages show them."""

from typing import Any, Final

from babel.dates import format_date

from citizen_api.http.cursors import cut, unseal
from citizen_api.http.session import database, kept
from citizen_api.pages.formats import age, locale
from citizen_api.pages.languages import _, marked
from citizen_api.reviews.queries import Listed, Review, newest
from citizen_api.reviews.words import reason
from citizen_api.venues.queries.known import known
from citizen_api.venues.queries.shapes import Row

REVIEWS: Final = 10
WHY: Final = {
    "link": marked("It has a web address. A person must look at it first."),
    "phone_number": marked("It has a phone number. A person must look at it first."),
    "email": marked("It has an e-mail address. A person must look at it first."),
    "personal_number": marked(
        "It may have somebody's personal number. A person must look at it first."
    ),
    "changed_after_drop": marked(
        "It was removed and then changed. A person must look at it first."
    ),
    "owner_or_staff": marked(
        "Its writer owns the place or works there, so it does not count."
    ),
    "own_edit": marked(
        "Its writer has changed the listing of the place, so it does not count."
    ),
    "surge": marked("It came in a burst of ratings and does not count for now."),
    "spam": marked("It was removed as advertising or rubbish."),
    "insult": marked("It was removed because it insults somebody."),
    "personal_data": marked("It was removed because it tells of somebody's privacy."),
    "not_a_visit": marked("It was removed because it is not about a visit."),
    "paid": marked("It was removed because it was paid for."),
    "wrong_venue": marked("It was removed because it is about another place."),
}
OTHERWISE: Final = marked("It does not count. A person has decided so.")


def page_of_reviews(
    row: Row, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Some reviews of a venue, and the cursor of those after them."""
    identity = ["reviews", row.slug]
    before = None if cursor is None else unseal(identity, cursor)
    rows = newest(database(), row.venue_id, before=before, limit=REVIEWS + 1)
    some, more = cut(identity, rows, REVIEWS, lambda each: each.review.id)
    return [shown_listed(each) for each in some], more


def shown_listed(listed: Listed) -> dict[str, Any]:
    """A review with what its venue's owner answered."""
    reply = listed.reply
    answer = reply and {
        "text": reply.text,
        "when": age(reply.updated_at.date().isoformat()),
        "edited": reply.version > 1,
    }
    return {**shown(listed.review), "reply": answer, "others": True}


def shown(review: Review) -> dict[str, Any]:
    """A review as a reader sees it; its text is in whatever language."""
    names = kept(known).dishes.by_slug
    day = review.visited_on
    return {
        "id": review.id,
        "stars": review.stars,
        "text": review.text,
        "language": review.language or "",
        "when": age(review.updated_at.date().isoformat()),
        "edited": review.version > 1,
        "visited": review.visited,
        "visited_on": day and format_date(day, "medium", locale=locale()),
        "why": why(review),
        "helpful": review.helpful_count,
        "dishes": [
            {"name": names[slug].name_vi, "stars": stars}
            for slug, stars in review.dishes.items()
            if slug in names
        ],
    }


def why(review: Review) -> str | None:
    """Why a review does not count, in a sentence; None for one that does."""
    code = reason(review.held_for, review.held_reason)
    return None if code is None else _(WHY.get(code, OTHERWISE))
