"""What a new rating costs as ratings grow, and what an attack does to a score."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from benchmarks.comparing import Goal, Row
from benchmarks.load import Sample
from citizen_api.db import Database
from citizen_api.reviews.surges import watch
from citizen_api.reviews.weighing import weigh

SIZES = (1_000, 10_000, 100_000, 1_000_000)
QUICK = SIZES[:3]
NEW = 500  # ratings measured at each size
ATTACK = 30_000
DEVICES = """
INSERT INTO devices (token_hash)
SELECT sha256(convert_to('trust ' || n, 'UTF8')) FROM generate_series(1, {count}) AS n
ON CONFLICT DO NOTHING
"""
# Without the triggers: what there is already need not be in the sums.
FILL = (
    "SET session_replication_role = replica",
    """
    INSERT INTO reviews (venue_id, device_id, stars, standing, weight, weigh_on,
                         created_at, updated_at)
    SELECT v.ids[1 + mod(n, cardinality(v.ids))], d.ids[n / {each} + 1],
           3 + mod(n, 3), 'known', 100, current_date + 30,
           now() - interval '30 days', now() - interval '30 days'
    FROM generate_series({first}, {last}) AS n,
         (SELECT array_agg(id ORDER BY id) AS ids FROM (
              SELECT id FROM venues ORDER BY id LIMIT 10007) v) v,
         (SELECT array_agg(id ORDER BY id) AS ids FROM devices) d
    ON CONFLICT DO NOTHING
    """,
    "RESET session_replication_role",
    "VACUUM ANALYZE reviews",
)
EACH = 20  # ratings a device
RATE = text(
    """
    INSERT INTO reviews (venue_id, device_id, stars)
    VALUES (:venue, :device, :stars)
    """
)
FRESH = text("SELECT id FROM devices ORDER BY id DESC LIMIT :count")
VENUES = text("SELECT id FROM venues ORDER BY id LIMIT 2000")
SCORE = text("SELECT score, prior FROM venue_scores WHERE venue_id = :venue")
DUE = text(
    "UPDATE reviews SET weigh_on = CAST(:day AS date)"
    " WHERE id IN (SELECT id FROM reviews ORDER BY id LIMIT 5000)"
)


def rows(database: Database, *, quick: bool) -> Iterator[Row]:
    """The cost of a rating by how many there are; then the attack."""
    sizes = QUICK if quick else SIZES
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        count = sizes[-1] // EACH + len(sizes) * NEW + ATTACK + 1
        connection.exec_driver_sql(DEVICES.format(count=count))
        costs = []
        fresh = iter(connection.scalars(FRESH, {"count": len(sizes) * NEW + ATTACK}))
        there = 0
        for size in sizes:
            _fill(connection, there, size)
            costs.append(_new_ones(connection, [next(fresh) for _ in range(NEW)]))
            yield _row(f"a rating among {size:,}", costs[-1])
            there = size
        yield _growth(costs)
        yield _nightly(database)
        yield _attack(database, connection, list(fresh))


def _fill(connection: Connection, there: int, size: int) -> None:
    for statement in FILL:
        connection.exec_driver_sql(
            statement.format(first=there, last=size - 1, each=EACH)
        )


def _new_ones(connection: Connection, devices: list[int]) -> list[float]:
    """Milliseconds of each new rating, with its commit, in order of length."""
    venues = list(connection.scalars(VENUES))
    taken = []
    for number, device in enumerate(devices):
        values = {"venue": venues[number * 3], "device": device, "stars": 4}
        began = time.perf_counter()
        connection.execute(RATE, values)
        taken.append(1000 * (time.perf_counter() - began))
    return sorted(taken)


def _row(name: str, taken: list[float]) -> Row:
    row = Row(name, 1, 0)
    rate = 1000 * len(taken) / sum(taken)
    p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
    row.rounds.append({"ours": Sample(rate, p50, p99)})
    return row


def _growth(costs: list[list[float]]) -> Row:
    least, most = (each[len(each) // 2] for each in (costs[0], costs[-1]))
    row = Row("a rating, most ÷ fewest", 1, 0)
    row.goals.append(Goal("p50 ÷ p50", most / least, 1.5, most=True))
    return row


def _nightly(database: Database) -> Row:
    """How quickly the nightly job weighs what has come of age."""
    day, done = datetime.now(UTC).date(), 0
    with database.sessions.begin() as session:
        session.execute(DUE, {"day": day})
    began = time.perf_counter()
    part = 1
    while part:
        with database.sessions.begin() as session:
            part = weigh(session, day)
            done += part
    row = Row("reviews weighed at night, a second", 1, 0)
    rate = done / (time.perf_counter() - began)
    row.goals.append(Goal("a second", rate, 1000))
    return row


def _attack(database: Database, connection: Connection, devices: list[int]) -> Row:
    """One star from each, one after the other, looked at once in a thousand."""
    venue = list(connection.scalars(VENUES))[-1]
    before = connection.execute(SCORE, {"venue": venue}).one()
    level, furthest = before.score or before.prior, 0
    for number, device in enumerate(devices):
        connection.execute(RATE, {"venue": venue, "device": device, "stars": 1})
        if number % 1000 == 999:
            found = connection.execute(SCORE, {"venue": venue}).one()
            furthest = max(furthest, abs((found.score or found.prior) - level))
            watch(database, datetime.now(UTC) + timedelta(seconds=1))
    found = connection.execute(SCORE, {"venue": venue}).one()
    after = abs((found.score or found.prior) - level)
    row = Row(f"{len(devices):,} ratings of one star", 1, 0)
    row.goals += [
        Goal("moved at worst, stars", furthest / 100, 0.1, most=True),
        Goal("moved at the end, stars", after / 100, 0.1, most=True),
    ]
    return row
