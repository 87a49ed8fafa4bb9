"""Say that a review was helpful, once each, and take that back."""

from typing import Any, Final, NamedTuple

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.problems import NotFound
from citizen_api.reviews.problems import OwnReview
from citizen_api.reviews.queries import IS_READABLE
from citizen_api.reviews.writers import WHO, values_of
from citizen_api.writers import Writer

ABOUT: Final = f"""
WITH who AS ({WHO}),
review AS (
    SELECT r.id, r.device_id = w.device OR r.person_id = w.person AS own
    FROM reviews r, who w WHERE r.id = %(review)s AND {IS_READABLE}
)
"""  # noqa: S608 - our own words
VOTE: Final = f"""
{ABOUT}, voted AS (
    INSERT INTO review_votes (review_id, device_id, person_id)
    SELECT r.id, w.device, w.person FROM review r, who w WHERE r.own IS NOT TRUE
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT r.own, EXISTS (SELECT FROM voted) FROM review r
"""  # noqa: S608 - our own words
UNVOTE: Final = f"""
{ABOUT}, gone AS (
    DELETE FROM review_votes v USING review r, who w
    WHERE v.review_id = r.id AND (v.device_id = w.device OR v.person_id = w.person)
    RETURNING v.id
)
SELECT r.own, EXISTS (SELECT FROM gone) FROM review r
"""  # noqa: S608 - our own words
COUNT: Final = "SELECT helpful_count FROM reviews WHERE id = %(review)s"


class Votes(NamedTuple):
    """How many found a review helpful, and whether the caller did."""

    helpful_count: int
    helpful: bool


def vote(database: Database, writer: Writer, review: int) -> Votes:
    """Say that a review was helpful; again changes nothing.

    Raises NotFound, OwnReview.
    """
    return _voted(database, VOTE, writer, review, helpful=True)


def unvote(database: Database, writer: Writer, review: int) -> Votes:
    """Take it back; again changes nothing. Raises NotFound, OwnReview."""
    return _voted(database, UNVOTE, writer, review, helpful=False)


def _voted(
    database: Database, statement: str, writer: Writer, review: int, *, helpful: bool
) -> Votes:
    values: dict[str, Any] = {**values_of(writer), "review": Int4(review)}
    found = database.write(statement, values)
    if not found:
        raise NotFound
    if found[0][0]:
        raise OwnReview
    count = database.read(COUNT, {"review": Int4(review)})
    if not count:
        raise NotFound
    return Votes(count[0][0], helpful)
