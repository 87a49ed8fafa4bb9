"""Questions about reviews."""

from datetime import datetime
from typing import Any, NamedTuple

from psycopg.types.numeric import Int4, Int8

from citizen_api.db import Database

SCORE = """
SELECT v.id, s.score, s.stars_sum, s.ratings_count,
       ARRAY[s.one, s.two, s.three, s.four, s.five]
FROM venues v LEFT JOIN venue_scores s ON s.venue_id = v.id WHERE v.slug = %(slug)s
"""
NEWEST = """
SELECT id, version, stars, dishes, text, created_at, updated_at FROM reviews
WHERE venue_id = %(venue)s AND id < %(before)s ORDER BY id DESC LIMIT %(limit)s
"""
MINE = """
SELECT r.id, r.version, r.stars, r.dishes, r.text, r.created_at, r.updated_at
FROM reviews r JOIN venues v ON v.id = r.venue_id
WHERE v.slug = %(slug)s AND r.device_id = %(device)s
"""
ALL_MINE = """
SELECT v.slug, v.name,
       r.id, r.version, r.stars, r.dishes, r.text, r.created_at, r.updated_at
FROM reviews r JOIN venues v ON v.id = r.venue_id
WHERE r.device_id = %(device)s AND r.id < %(before)s ORDER BY r.id DESC LIMIT %(limit)s
"""
NEWER_THAN_ALL = 2**62


class Review(NamedTuple):
    """A review, without who wrote it."""

    id: int
    version: int
    stars: int
    dishes: dict[str, int]
    text: str | None
    created_at: datetime
    updated_at: datetime


class Mine(NamedTuple):
    """A review of this device's, and of which venue it is."""

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


def score_of(database: Database, slug: str) -> Score | None:
    """The score of a venue; None when there is no such venue."""
    found = database.read(SCORE, {"slug": slug})
    return Score._make(found[0]) if found else None


def newest(
    database: Database, venue: int, *, before: int | None, limit: int
) -> list[Review]:
    """Reviews of a venue, the newest first, older than the one given."""
    values: dict[str, Any] = {
        "venue": Int4(venue),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [Review._make(row) for row in database.read(NEWEST, values)]


def mine(database: Database, slug: str, device: int) -> Review | None:
    """The review that a device wrote of a venue."""
    found = database.read(MINE, {"slug": slug, "device": Int4(device)})
    return Review._make(found[0]) if found else None


def all_mine(
    database: Database, device: int, *, before: int | None, limit: int
) -> list[Mine]:
    """What a device wrote, the newest first, older than the review given."""
    values: dict[str, Any] = {
        "device": Int4(device),
        "before": Int8(before or NEWER_THAN_ALL),
        "limit": Int4(limit),
    }
    return [
        Mine(slug, name, Review._make(review))
        for slug, name, *review in database.find(ALL_MINE, values)
    ]
