"""What changes reviews: one statement each, decided by the database.

Unlike elsewhere these take the database and commit by themselves: a rating is one
statement in one round trip, and the triggers do what follows: scores, surges, what was
said before, and cases.
"""

from typing import Any

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
from citizen_api.reviews.content import finding
from citizen_api.reviews.queries import COLUMNS, Review
from citizen_api.reviews.rules import Rating, complete
from citizen_api.reviews.writers import CONFLICT, OWN, VENUE, VISITED, WHO, values_of
from citizen_api.throttles.actions import COUNT_ONE, NOT_COUNTED
from citizen_api.throttles.rules import Counting
from citizen_api.writers import Writer

# What a review is that is rewritten: the first that holds. A text that a person found
# fine stays so, one that was dropped is looked at again; what a surge held goes back to
# it, or to a person when the surge was dropped since.
BECOMES = """
SELECT state, held_for, held_reason FROM (
    SELECT 1, 'counted', NULL, NULL
    WHERE excluded.held_for = 'content' AND r.state = 'counted'
      AND r.text IS NOT DISTINCT FROM excluded.text
    UNION ALL
    SELECT 2, 'held', excluded.held_for, excluded.held_reason
    WHERE excluded.held_for IN ('content', 'conflict')
    UNION ALL
    SELECT 3, 'held', 'content', 'changed_after_drop' WHERE r.state = 'dropped'
    UNION ALL
    SELECT 4, 'held', 'surge', r.held_reason WHERE r.held_for = 'surge'
    UNION ALL
    SELECT 5, 'held', CASE WHEN s.decision IS NULL THEN 'surge' ELSE 'content' END,
           CASE WHEN s.decision = 'drop' THEN 'changed_after_drop' END
    FROM surges s WHERE s.id = r.surge_id AND r.state = 'held'
      AND s.decision IS DISTINCT FROM 'release'
    UNION ALL
    SELECT 6, 'counted', NULL, NULL
) AS rule(rank, state, held_for, held_reason) ORDER BY rank LIMIT 1
"""
RATE = f"""
WITH counted AS ({COUNT_ONE}),
venue AS ({VENUE}),
who AS ({WHO}),
conflict AS ({CONFLICT}),
before AS (SELECT {COLUMNS} FROM ({OWN}) r),
written AS (
    INSERT INTO reviews AS r (venue_id, device_id, person_id, stars, dishes, text,
        language, visited_on, visited, state, held_for, held_reason)
    SELECT v.id, w.device, w.person, %(stars)s, %(dishes)s, %(text)s,
        %(language)s, %(visited_on)s, EXISTS ({VISITED}),
        CASE WHEN coalesce(%(finding)s::text, c.word) IS NULL THEN 'counted'
             ELSE 'held' END,
        CASE WHEN %(finding)s::text IS NOT NULL THEN 'content'
             WHEN c.word IS NOT NULL THEN 'conflict' END,
        coalesce(%(finding)s::text, c.word)
    FROM venue v CROSS JOIN who w LEFT JOIN conflict c ON TRUE
    WHERE (NOT %(expects)s OR EXISTS (SELECT FROM before))
      AND NOT EXISTS (SELECT FROM counted WHERE count > %(most)s::int)
    ON CONFLICT (venue_id, device_id, person_id) DO UPDATE SET
        stars = excluded.stars, dishes = excluded.dishes, text = excluded.text,
        language = excluded.language, visited_on = excluded.visited_on,
        visited = r.visited OR excluded.visited,
        version = r.version + 1, updated_at = now(),
        (state, held_for, held_reason) = ({BECOMES})
    WHERE (%(any)s OR (r.id = %(id)s AND r.version = %(version)s))
      AND (r.stars, r.dishes, r.text, r.language, r.visited_on)
          IS DISTINCT FROM (excluded.stars, excluded.dishes, excluded.text,
                            excluded.language, excluded.visited_on)
    RETURNING {COLUMNS}
)
SELECT EXISTS (SELECT FROM venue), w.*, b.*, c.count, c.ends_at
FROM (SELECT) one LEFT JOIN written w ON TRUE LEFT JOIN before b ON TRUE
     LEFT JOIN counted c ON TRUE
"""  # noqa: S608 - our own words
WITHDRAW = f"""
WITH venue AS ({VENUE}), who AS ({WHO}),
mine AS (SELECT r.id FROM ({OWN}) r),
gone AS (
    DELETE FROM reviews r USING mine
    WHERE r.id = mine.id AND (%(any)s OR (r.id = %(id)s AND r.version = %(version)s))
    RETURNING r.id
)
SELECT EXISTS (SELECT FROM mine), EXISTS (SELECT FROM gone)
"""  # noqa: S608 - our own words
TRIES = 3
FIELDS = len(Review._fields)


def rate(
    database: Database,
    writer: Writer,
    slug: str,
    rating: Rating,
    expected: Expected,
    counting: Counting | None = None,
) -> tuple[Review, bool]:
    """Write or rewrite somebody's one review of a venue; whether it is new.

    Saying the same again changes nothing. Raises NotFound for an unknown venue,
    VersionRequired for a change that does not say what it starts from, StaleVersion
    when that is no longer what is there, TooManyRequests when counting says so.
    """
    rating = complete(rating)
    counted = counting.values() if counting else NOT_COUNTED
    values = _values(writer, slug, expected) | counted | _said(rating)
    values["expects"] = expected.given
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
        if before is not None and before.said == rating.said:
            return before, False
        if before is not None and not expected.given:
            raise VersionRequired
        if expected.given and not (expected.any and before):
            raise StaleVersion
        # The same person rated at this very moment: look again.
    raise Unavailable


def withdraw(database: Database, writer: Writer, slug: str, expected: Expected) -> None:
    """Take somebody's review back, with all that it said before.

    Raises VersionRequired, NotFound when there is none, StaleVersion.
    """
    if not expected.given:
        raise VersionRequired
    found, gone = database.write(WITHDRAW, _values(writer, slug, expected))[0]
    if not found:
        raise NotFound
    if not gone:
        raise StaleVersion


def _values(writer: Writer, slug: str, expected: Expected) -> dict[str, Any]:
    return {
        **values_of(writer),
        "slug": slug,
        "any": expected.any,
        "id": Int4(expected.id or 0),
        "version": Int4(expected.version or 0),
    }


def _said(rating: Rating) -> dict[str, Any]:
    return {
        "stars": Int2(rating.stars),
        "dishes": Jsonb(rating.dishes),
        "text": rating.text,
        "language": rating.language,
        "visited_on": rating.visited_on,
        "finding": finding(rating.text),
    }


def _review(facts: list[Any]) -> Review | None:
    return None if facts[0] is None else Review._make(facts)
