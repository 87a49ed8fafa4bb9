"""Ratings, refreshing and publishing at once: nothing lost, nothing deadlocked."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import pytest

from citizen_api.db import Database, Rows
from citizen_api.expected import Expected
from citizen_api.problems import Unavailable
from citizen_api.reviews.actions import FIELDS, TRIES, rate
from citizen_api.reviews.rules import Rating
from citizen_api.venues.actions import refresh_scores
from citizen_api.writers import Writer
from tests.reviews.addresses import VENUE
from tests.reviews.crowd import FORKS
from tests.reviews.storm import add_devices, publish_for, rate_at_random, refresh_for

WRONG_SCORES = """
SELECT count(*) FROM (
    SELECT venue_id, count(*) AS ratings, sum(stars) AS stars,
           count(*) FILTER (WHERE stars = 1) AS one,
           count(*) FILTER (WHERE stars = 5) AS five,
           sum(weight) AS weight, sum(weight * stars) AS weighted
    FROM reviews WHERE state = 'counted' GROUP BY venue_id
) r FULL JOIN (SELECT * FROM venue_scores WHERE ratings_count > 0) s USING (venue_id)
WHERE (r.ratings, r.stars, r.one, r.five) IS DISTINCT FROM
      (s.ratings_count, s.stars_sum, s.one, s.five)
   OR (s.weight, s.weighted_stars) IS DISTINCT FROM (r.weight, r.weighted)
   OR s.score IS DISTINCT FROM shrunk_score(r.weight::int, r.weighted, s.prior)
"""
WRONG_OFFERS = """
SELECT count(*) FROM offers o LEFT JOIN venue_scores s USING (venue_id)
WHERE CASE WHEN s.score > 0 THEN o.score <> s.score ELSE o.score >= 100 END
"""
RATERS = 4


class Overtaken(Database):
    """Where the same device rates at the very moment of each look."""

    asked = 0

    def write(self, sql: str, values: Mapping[str, Any]) -> Rows:
        """Nothing is written, and nothing was there before."""
        self.asked += 1
        return [(True, *[None] * 2 * FIELDS)]


@pytest.fixture
def database(fresh_url: str) -> Iterator[Database]:
    """A city of one's own, seen directly."""
    made = Database(fresh_url, pool_size=1)
    yield made
    made.close()


def number(database: Database, sql: str) -> int:
    found: int = database.find(sql, {})[0][0]
    return found


def storm(database: Database, url: str, times: int, seconds: float) -> tuple[int, int]:
    """All at once; how many ratings were taken and refused. Raises what they raise."""
    devices = add_devices(database, 60)
    slugs = [row[0] for row in database.find("SELECT slug FROM venues LIMIT 8", {})]
    with ProcessPoolExecutor(RATERS + 2, mp_context=FORKS) as pool:
        raters = [
            pool.submit(rate_at_random, url, seed, devices, slugs, times // RATERS)
            for seed in range(RATERS)
        ]
        others = [
            pool.submit(work, url, seconds) for work in (refresh_for, publish_for)
        ]
        assert all(other.result() for other in others)
        results = [rater.result() for rater in raters]
    return sum(done for done, _ in results), sum(refused for _, refused in results)


def refresh_all(database: Database) -> None:
    with database.sessions.begin() as session:
        while refresh_scores(session, 500):
            pass


def test_ratings_refreshing_and_publishing_at_once(
    database: Database, fresh_url: str
) -> None:
    done, refused = storm(database, fresh_url, times=1200, seconds=3.0)

    assert done + refused == 1200
    assert done > 300
    assert number(database, WRONG_SCORES) == 0
    refresh_all(database)
    assert number(database, WRONG_OFFERS) == 0
    assert number(database, "SELECT count(*) FROM score_changes") == 0


def test_a_rating_that_always_comes_second_is_told_to_retry(fresh_url: str) -> None:
    crowded = Overtaken(fresh_url)

    with pytest.raises(Unavailable):
        rate(crowded, Writer(1, None), VENUE, Rating(5, {}, None), Expected())

    assert crowded.asked == TRIES


@pytest.mark.slow
def test_ten_thousand_ratings_at_once(database: Database, fresh_url: str) -> None:
    done, refused = storm(database, fresh_url, times=10_000, seconds=8.0)

    assert done + refused == 10_000
    assert number(database, WRONG_SCORES) == 0
    refresh_all(database)
    assert number(database, WRONG_OFFERS) == 0
