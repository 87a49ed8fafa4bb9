"""Ratings: many devices change what they said of venues, all at once."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text

from benchmarks.load import Request
from benchmarks.statements import script
from benchmarks.workloads import Sampler, Workload, seen
from citizen_api.db import Database
from citizen_api.expected import Expected
from citizen_api.reviews.actions import rate
from citizen_api.reviews.rules import Rating
from citizen_api.writers import Writer

PAIRS = 512
REQUESTS = 1024
DEVICES = text(
    "INSERT INTO devices (token_hash) SELECT unnest(CAST(:hashes AS bytea[]))"
    " ON CONFLICT (token_hash) DO UPDATE SET token_hash = excluded.token_hash"
    " RETURNING id"
)
REVIEWS = text(
    "INSERT INTO reviews (venue_id, device_id, stars)"
    " SELECT * FROM unnest(CAST(:venues AS int[]), CAST(:devices AS int[]),"
    " array_fill(3::smallint, ARRAY[cardinality(CAST(:venues AS int[]))]))"
    " ON CONFLICT DO NOTHING"
)
DEADLOCKS = text(
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
)


class Pair(NamedTuple):
    """A device that rated a venue."""

    token: str
    device: int
    slug: str
    venue: int


def pairs(database: Database, city: Sampler) -> list[Pair]:
    """Devices with a review each; made when missing."""
    tokens = [hashlib.sha256(f"{n}".encode()).hexdigest()[:43] for n in range(PAIRS)]
    hashes = [hashlib.sha256(token.encode()).digest() for token in tokens]
    places = [city.places[n % len(city.places)] for n in range(PAIRS)]
    with database.sessions.begin() as session:
        devices = list(session.scalars(DEVICES, {"hashes": hashes}))
        venues = [number for _, number, *_ in places]
        session.execute(REVIEWS, {"venues": venues, "devices": devices})
    return [
        Pair(token, device, slug, venue)
        for token, device, (slug, venue, *_) in zip(
            tokens, devices, places, strict=True
        )
    ]


def workload(given: Sequence[Pair]) -> Workload:
    """Each request gives one to five stars, whatever the device said before."""
    work, values, chance = Workload(), [], random.Random(11)
    for _ in range(REQUESTS):
        pair, stars = chance.choice(given), chance.randint(1, 5)
        headers = {"Authorization": f"Bearer {pair.token}", "If-Match": "*"}
        headers["Content-Type"] = "application/json"
        path = f"/v1/venues/{pair.slug}/reviews/mine"
        work.ours.append(Request(path, "PUT", headers, f'{{"stars": {stars}}}'))
        sql, row = _statement(pair, stars)
        values.append(row)
    work.sql = script(sql, values)
    return work


def _statement(pair: Pair, stars: int) -> tuple[str, Mapping[str, Any]]:
    rating, whichever = Rating(stars, {}, None), Expected(any=True)
    writer = Writer(pair.device, None)
    return seen(lambda database: rate(database, writer, pair.slug, rating, whichever))


def deadlocks(database: Database) -> int:
    """How many deadlocks the database has seen."""
    with database.engine.connect() as connection:
        return connection.scalar(DEADLOCKS) or 0
