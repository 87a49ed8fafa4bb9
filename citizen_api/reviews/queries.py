"""Questions about reviews."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from psycopg.types.numeric import Int4, Int8

from citizen_api.db import NEWER_THAN_ALL, Database
from citizen_api.reviews.writers import OWN, VENUE, WHO, values_of
from citizen_api.scores.explaining import COUNTED, Counted
from citizen_api.writers import Writer

COLUMNS = """
r.id, r.version, r.stars, r.dishes, r.text, r.language, r.visited_on, r.created_at,
r.updated_at, r.visited, r.state, r.held_for, r.held_reason, r.helpful_count
"""
SCORE = f"""
SELECT v.id, s.score, s.stars_sum, s.ratings_count,
       ARRAY[s.one, s.two, s.three, s.four, s.five],
       {COUNTED}
FROM venues asked JOIN venues v ON v.id = coalesce(asked.merged_into_id, asked.id)
LEFT JOIN venue_scores s ON s.venue_id = v.id WHERE asked.slug = %(slug)s
"""  # noqa: S608 - our own words
# What waits for a look is read by nobody else yet; what was dropped is only counted.
IS_READABLE = "(r.state = 'counted' OR r.state = 'held' AND r.held_for <> 'content')"
LISTED = f"""
SELECT {COLUMNS}, p.text, p.created_at, p.updated_at, p.version
FROM reviews r LEFT JOIN review_replies p ON p.review_id = r.id
"""  # noqa: S608 - our own words
NEWEST = f"""
{LISTED} WHERE r.venue_id = %(venue)s AND r.id < %(before)s AND {IS_READABLE}
ORDER BY r.id DESC LIMIT %(limit)s
"""
MOST_HELPFUL = f"""
{LISTED} WHERE r.venue_id = %(venue)s AND {IS_READABLE}
  AND (r.helpful_count, r.id) < (%(helpful)s, %(before)s)
ORDER BY r.helpful_count DESC, r.id DESC LIMIT %(limit)s
"""
ONE = f"""
SELECT v.slug, v.name, {COLUMNS}, p.text, p.created_at, p.updated_at, p.version
FROM reviews r JOIN venues v ON v.id = r.venue_id
LEFT JOIN review_replies p ON p.review_id = r.id WHERE r.id = %(review)s
"""  # noqa: S608 - our own words
MINE = f"""
WITH venue AS ({VENUE}), who AS ({WHO}) SELECT {COLUMNS} FROM ({OWN}) r
"""  # noqa: S608 - our own words
ALL_MINE = f"""
WITH who AS ({WHO}), own AS (
    SELECT r.* FROM reviews r, who w
    WHERE r.device_id = w.device AND r.id < %(before)s
    UNION ALL
    SELECT r.* FROM reviews r, who w
    WHERE r.person_id = w.person AND r.id < %(before)s
)
SELECT v.slug, v.name, {COLUMNS} FROM own r JOIN venues v ON v.id = r.venue_id
ORDER BY r.id DESC LIMIT %(limit)s
"""  # noqa: S608 - our own words
VERSIONS = f"""
WITH venue AS ({VENUE}), who AS ({WHO})
SELECT o.version, o.stars, o.dishes, o.text, o.language, o.visited_on, o.written_at
FROM ({OWN}) r JOIN review_versions o ON o.review_id = r.id
WHERE o.version < %(before)s ORDER BY o.version DESC LIMIT %(limit)s
"""  # noqa: S608 - our own words
NO_COUNT = 2**31 - 1


class Review(NamedTuple):
    """A review, without who wrote it."""

    id: int
    version: int
    stars: int
    dishes: dict[str, int]
    text: str | None
    language: str | None
    visited_on: date | None
    created_at: datetime
    updated_at: datetime
    visited: bool
    state: str
    held_for: str | None
    held_reason: str | None
    helpful_count: int

    @property
    def said(self) -> tuple[Any, ...]:
        """What its writer said, as `Rating.said`."""
        return tuple(self[2:7])


class Reply(NamedTuple):
    """What the owner of a venue answered."""

    text: str
    created_at: datetime
    updated_at: datetime
    version: int


class Listed(NamedTuple):
    """A review that everybody may read, and the answer to it."""

    review: Review
    reply: Reply | None


class OfVenue(NamedTuple):
    """A review, and of which venue it is."""

    venue: str
    venue_name: str
    listed: Listed


class Version(NamedTuple):
    """What a review said before it was changed."""

    version: int
    stars: int
    dishes: dict[str, int]
    text: str | None
    language: str | None
    visited_on: date | None
    written_at: datetime


def is_readable(review: Review) -> bool:
    """Whether everybody may read a review; the same as IS_READABLE."""
    hidden = review.state == "held" and review.held_for == "content"
    return review.state != "dropped" and not hidden


class Mine(NamedTuple):
    """A review of the caller's, and of which venue it is."""

    venue: str
    venue_name: str
    review: Review


class Score(NamedTuple):
    """What all ratings of a venue come to; `score` in hundredths of a star."""

    venue_id: int
    score: int | None
    stars_sum: int | None
    ratings_count: int | None
    histogram: list[int | None]
    counted: Counted


def score_of(database: Database, slug: str) -> Score | None:
    """The score of a venue; None when there is no such venue."""
    found = database.read(SCORE, {"slug": slug})
    if not found:
        return None
    plain = len(Score._fields) - 1
    return Score._make([*found[0][:plain], Counted.read(found[0][plain:])])


def newest(
    database: Database, venue: int, *, before: int | None, limit: int
) -> list[Listed]:
    """Reviews of a venue, the newest first, older than the one given."""
    values: dict[str, Any] = {
        "venue": Int4(venue),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [_listed(row) for row in database.read(NEWEST, values)]


def most_helpful(
    database: Database, venue: int, *, after: tuple[int, int] | None, limit: int
) -> list[Listed]:
    """Reviews of a venue, the most helpful first, after one of that count and id."""
    helpful, before = after or (NO_COUNT, NEWER_THAN_ALL)
    values: dict[str, Any] = {
        "venue": Int4(venue),
        "helpful": Int4(helpful),
        "before": Int8(before),
        "limit": Int4(limit),
    }
    return [_listed(row) for row in database.read(MOST_HELPFUL, values)]


def one(database: Database, review: int) -> Listed | None:
    """A review by its id, whatever its state."""
    found = of_venue(database, review)
    return found and found.listed


def of_venue(database: Database, review: int) -> OfVenue | None:
    """A review by its id, whatever its state, and of which venue it is."""
    found = database.read(ONE, {"review": Int4(review)})
    if not found:
        return None
    slug, name, *listed = found[0]
    return OfVenue(slug, name, _listed(listed))


def mine(database: Database, slug: str, writer: Writer) -> Review | None:
    """The review that somebody wrote of a venue."""
    found = database.read(MINE, {"slug": slug, **values_of(writer)})
    return Review._make(found[0]) if found else None


def all_mine(
    database: Database, writer: Writer, *, before: int | None, limit: int
) -> list[Mine]:
    """What somebody wrote, the newest first, older than the review given."""
    values: dict[str, Any] = {
        **values_of(writer),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [
        Mine(slug, name, Review._make(review))
        for slug, name, *review in database.find(ALL_MINE, values)
    ]


def versions(
    database: Database, slug: str, writer: Writer, *, before: int | None, limit: int
) -> list[Version]:
    """What somebody's review of a venue said before, the newest first."""
    values: dict[str, Any] = {
        **values_of(writer),
        "slug": slug,
        "before": Int4(before or NO_COUNT),
        "limit": Int4(limit),
    }
    return [Version._make(row) for row in database.find(VERSIONS, values)]


def _listed(row: Sequence[Any]) -> Listed:
    fields = len(Review._fields)
    reply = None if row[fields] is None else Reply._make(row[fields:])
    return Listed(Review._make(row[:fields]), reply)
