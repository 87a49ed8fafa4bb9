"""What the worker does at night, and every minute."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.jobs.actions import Held
from citizen_api.settings import Settings
from citizen_api.working import HANDLERS, SCORE_ORDER, SCORES, SURGES, make_app
from tests.conftest import NOON, SECRETS
from tests.factories import database_of
from tests.reviews.addresses import VENUE
from tests.reviews.attacks import Flood, flood

NUMBER = "SELECT id FROM venues WHERE slug = %(slug)s"
STATES = "SELECT standing, state, count(*) FROM reviews GROUP BY 1, 2"
QUEUED = "SELECT count(*) FROM score_changes"
BEHIND = """
SELECT o.venue_id FROM offers o JOIN venue_scores s USING (venue_id)
WHERE s.ratings_count > 0 AND o.score < s.score
"""
JOB = Held(1, SCORES, "", {}, 1, NOON)


@pytest.fixture
def app(fresh_url: str) -> Iterator[Flask]:
    """What handlers find around them, at noon."""
    database = Database(fresh_url, pool_size=2)
    made = make_app(Settings(database_url=fresh_url, **SECRETS), database)
    made.config["CLOCK"] = lambda: NOON
    with made.app_context():
        yield made
    database.close()


def rated(app: Flask, count: int, days_ago: int, hours: float) -> Database:
    """The database after so many new devices rated one venue."""
    database = database_of(app)
    venue = database.find(NUMBER, {"slug": VENUE})[0][0]
    start = NOON - timedelta(days=days_ago)
    flood(database, Flood([venue], count, (4,), start, hours), watched=False)
    return database


def test_at_night_reviews_are_weighed_until_none_is_left(app: Flask) -> None:
    database = rated(app, 5, days_ago=4, hours=20)

    assert HANDLERS[SCORES](JOB) == NOON
    tomorrow = NOON.replace(hour=3) + timedelta(days=1)
    assert HANDLERS[SCORES](JOB) == tomorrow

    assert database.find(STATES, {}) == [("single", "counted", 5)]


def test_the_level_of_the_city_is_spread_over_the_nights_parts(app: Flask) -> None:
    database = database_of(app)
    with database.sessions.begin() as session:
        session.execute(text("UPDATE city_scores SET stars = 400"))

    assert HANDLERS[SCORES](JOB) == NOON
    assert HANDLERS[SCORES](JOB) > NOON


def test_the_order_by_score_follows_what_nobody_came_to(app: Flask) -> None:
    database = rated(app, 5, days_ago=0, hours=1)
    assert database.find(QUEUED, {})[0][0] > 0

    assert HANDLERS[SCORE_ORDER](JOB) == NOON + timedelta(seconds=10)

    assert database.find(QUEUED, {})[0][0] == 0
    assert database.find(BEHIND, {}) == []


def test_a_surge_that_nobody_came_to_is_opened_within_a_minute(app: Flask) -> None:
    database = rated(app, 40, days_ago=0, hours=-1)

    assert HANDLERS[SURGES](JOB) == NOON + timedelta(minutes=1)

    assert database.find(STATES, {}) == [("new", "held", 40)]


def test_what_was_decided_is_done_in_parts(app: Flask) -> None:
    database = rated(app, 40, days_ago=0, hours=-1)
    HANDLERS[SURGES](JOB)
    with database.sessions.begin() as session:
        session.execute(text("UPDATE surges SET decision = 'drop', settled = FALSE"))

    assert HANDLERS[SURGES](JOB) == NOON

    assert database.find(STATES, {}) == [("new", "dropped", 40)]
