"""What each process of a storm of ratings does; all share one database."""

import random
import time

from psycopg.types.numeric import Int4

from citizen_api.db import Database
from citizen_api.expected import Expected
from citizen_api.problems import Problem
from citizen_api.reviews.actions import rate, withdraw
from citizen_api.reviews.rules import Rating
from citizen_api.venues.actions import publish, refresh_scores
from citizen_api.writers import Writer

ADD_DEVICES = """
INSERT INTO devices (token_hash)
SELECT sha256(n::text::bytea) FROM generate_series(1, %(count)s) AS n RETURNING id
"""
ANYTHING = Expected(any=True)


def add_devices(database: Database, count: int) -> list[int]:
    """The ids of so many new devices."""
    rows = database.write(ADD_DEVICES, {"count": Int4(count)})
    return [row[0] for row in rows]


def rate_at_random(
    url: str, seed: int, devices: list[int], slugs: list[str], times: int
) -> tuple[int, int]:
    """Rate, change one's mind, take back; how often that worked and was refused."""
    chance, database = random.Random(seed), Database(url, pool_size=1)
    done = refused = 0
    for _ in range(times):
        device, slug = chance.choice(devices), chance.choice(slugs)
        rating = Rating(stars=chance.randint(1, 5), dishes={}, text=None)
        expected = chance.choice((Expected(), ANYTHING, ANYTHING))
        try:
            if chance.random() < 0.1:
                withdraw(database, Writer(device, None), slug, ANYTHING)
            else:
                rate(database, Writer(device, None), slug, rating, expected)
            done += 1
        except Problem:
            refused += 1
    database.close()
    return done, refused


def refresh_for(url: str, seconds: float) -> int:
    """Bring the order up to the scores again and again; how many venues that moved."""
    database, moved = Database(url, pool_size=1), 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with database.sessions.begin() as session:
            moved += refresh_scores(session, 50)
    database.close()
    return moved


def publish_for(url: str, seconds: float) -> int:
    """Publish every venue again and again; how often."""
    database, times = Database(url, pool_size=1), 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with database.sessions.begin() as session:
            publish(session, None)
        times += 1
    database.close()
    return times
