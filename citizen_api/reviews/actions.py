"""What changes reviews: one statement each, decided by the database.

Unlike elsewhere these take the database and commit by themselves: a rating is one
statement in one round trip, and the trigger moves the score with it.
"""

from typing import Any, NamedTuple

from psycopg.types.json import Jsonb
from psycopg.types.numeric import Int2, Int4

from citizen_api.db import Database
from citizen_api.expected import Expected
from citizen_api.problems import (
    NotFound,
    StaleVersion,
    Unavailable,
    VersionRequired,
)
from citizen_api.reviews.queries import Review
from citizen_api.throttles.actions import COUNT_ONE, NOT_COUNTED
from citizen_api.throttles.rules import Counting

RATE = f"""
WITH counted AS ({COUNT_ONE}),
venue AS (SELECT id FROM venues WHERE slug = %(slug)s),
before AS (
    SELECT r.id, r.version, r.stars, r.dishes, r.text, r.created_at, r.updated_at
    FROM reviews r JOIN venue v ON r.venue_id = v.id WHERE r.device_id = %(device)s
),
written AS (
    INSERT INTO reviews AS r (venue_id, device_id, stars, dishes, text)
    SELECT v.id, %(device)s, %(stars)s, %(dishes)s, %(text)s FROM venue v
    WHERE (NOT %(expects)s OR EXISTS (SELECT FROM before))
      AND NOT EXISTS (SELECT FROM counted WHERE count > %(most)s::int)
    ON CONFLICT (venue_id, device_id) DO UPDATE SET
        stars = excluded.stars, dishes = excluded.dishes, text = excluded.text,
        version = r.version + 1, updated_at = now()
    WHERE (%(any)s OR (r.id = %(id)s AND r.version = %(version)s))
      AND (r.stars, r.dishes, r.text)
          IS DISTINCT FROM (excluded.stars, excluded.dishes, excluded.text)
    RETURNING r.id, r.version, r.stars, r.dishes, r.text, r.created_at, r.updated_at
)
SELECT EXISTS (SELECT FROM venue), w.*, b.*, c.count, c.ends_at
FROM (SELECT) one LEFT JOIN written w ON TRUE LEFT JOIN before b ON TRUE
     LEFT JOIN counted c ON TRUE
"""  # noqa: S608 - our own words
WITHDRAW = """
WITH mine AS (
    SELECT r.id FROM reviews r JOIN venues v ON v.id = r.venue_id
    WHERE v.slug = %(slug)s AND r.device_id = %(device)s
),
gone AS (
    DELETE FROM reviews r USING mine
    WHERE r.id = mine.id AND (%(any)s OR (r.id = %(id)s AND r.version = %(version)s))
    RETURNING r.id
)
SELECT EXISTS (SELECT FROM mine), EXISTS (SELECT FROM gone)
"""
TRIES = 3
FIELDS = len(Review._fields)


class Rating(NamedTuple):
    """What a device says of a venue: stars, stars by dish, a text."""

    stars: int
    dishes: dict[str, int]
    text: str | None


def rate(
    database: Database,
    device: int,
    slug: str,
    rating: Rating,
    expected: Expected,
    counting: Counting | None = None,
) -> tuple[Review, bool]:
    """Write or rewrite a device's one review of a venue; whether it is new.

    Saying the same again changes nothing. Raises NotFound for an unknown venue,
    VersionRequired for a change that does not say what it starts from, StaleVersion
    when that is no longer what is there, TooManyRequests when counting says so.
    """
    counted = counting.values() if counting else NOT_COUNTED
    values = (
        _values(device, slug, expected)
        | counted
        | {
            "stars": Int2(rating.stars),
            "dishes": Jsonb(rating.dishes),
            "text": rating.text,
            "expects": expected.given,
        }
    )
    for _ in range(TRIES):
        known, *facts = database.write(RATE, values)[0]
        if counting:
            counting.judge(*facts[2 * FIELDS :])
        if not known:
            raise NotFound
        written = _review(facts[:FIELDS])
        before = _review(facts[FIELDS : 2 * FIELDS])
        if written is not None:
            return written, before is None
        if before is not None and Rating(*before[2:5]) == rating:
            return before, False
        if before is not None and not expected.given:
            raise VersionRequired
        if expected.given and not (expected.any and before):
            raise StaleVersion
        # The same device rated at this very moment: look again.
    raise Unavailable


def withdraw(database: Database, device: int, slug: str, expected: Expected) -> None:
    """Take a device's review back.

    Raises VersionRequired, NotFound when there is none, StaleVersion.
    """
    if not expected.given:
        raise VersionRequired
    found, gone = database.write(WITHDRAW, _values(device, slug, expected))[0]
    if not found:
        raise NotFound
    if not gone:
        raise StaleVersion


def _values(device: int, slug: str, expected: Expected) -> dict[str, Any]:
    return {
        "slug": slug,
        "device": Int4(device),
        "any": expected.any,
        "id": Int4(expected.id or 0),
        "version": Int4(expected.version or 0),
    }


def _review(facts: list[Any]) -> Review | None:
    return None if facts[0] is None else Review._make(facts)
