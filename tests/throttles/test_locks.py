"""S6: misses lock what is tried, for who tries it, longer each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from time import sleep

import psycopg
import pytest

from citizen_api.db import Database
from citizen_api.problems import TooManyRequests
from citizen_api.throttles.actions import MISS, ensure_allowed, forget, hit, miss
from citizen_api.throttles.rules import Lock
from tests.conftest import NOON

LOCK = Lock("number")
MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
WAITING = "SELECT FROM pg_locks WHERE NOT granted"


def miss_five(database: Database, key: bytes, at: datetime, lock: Lock = LOCK) -> None:
    """Five misses, each of them allowed."""
    for _ in range(5):
        ensure_allowed(database, lock, key, at)
        miss(database, lock, key, at)


def locked_s(database: Database, key: bytes, at: datetime, lock: Lock = LOCK) -> int:
    """For how many seconds the key is locked; 0 when it is open."""
    try:
        assert ensure_allowed(database, lock, key, at) == {}
    except TooManyRequests as problem:
        return int(problem.headers["Retry-After"])
    return 0


def test_s6_four_misses_lock_nothing(database: Database, key: bytes) -> None:
    for _ in range(4):
        miss(database, LOCK, key, NOON)

    assert locked_s(database, key, NOON) == 0


def test_s6_five_misses_lock_for_a_quarter_of_an_hour(
    database: Database, key: bytes
) -> None:
    miss_five(database, key, NOON)

    assert locked_s(database, key, NOON) == 900
    assert locked_s(database, key, NOON + QUARTER - MINUTE) == 60
    assert locked_s(database, key, NOON + QUARTER) == 0


def test_s6_misses_of_more_than_a_quarter_of_an_hour_ago_do_not_count(
    database: Database, key: bytes
) -> None:
    for minute in (0, 4, 8, 12, 16, 20, 24):
        miss(database, LOCK, key, NOON + minute * MINUTE)
        assert locked_s(database, key, NOON + minute * MINUTE) == 0

    miss(database, LOCK, key, NOON + 25 * MINUTE)
    assert locked_s(database, key, NOON + 25 * MINUTE) == 900


def test_s6_each_lock_is_twice_as_long_up_to_a_day(
    database: Database, key: bytes
) -> None:
    at, spans = NOON, []
    for _ in range(9):
        miss_five(database, key, at)
        spans.append(locked_s(database, key, at) // 60)
        at += timedelta(minutes=spans[-1])

    assert spans == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_s6_a_hit_opens_only_what_was_hit(database: Database, key: bytes) -> None:
    other_caller, other_number = key + b"b", key + b"c"
    for each in (key, other_caller, other_number):
        for _ in range(4):
            miss(database, LOCK, each, NOON)
        miss(database, Lock("other scope"), each, NOON)

    hit(database, LOCK, key, NOON)
    for each in (key, other_caller, other_number):
        miss(database, LOCK, each, NOON)

    locked = [locked_s(database, each, NOON) for each in (key, other_caller)]
    assert locked == [0, 900]
    assert locked_s(database, other_number, NOON) == 900
    for _ in range(4):
        miss(database, Lock("other scope"), key, NOON)
    assert locked_s(database, key, NOON, Lock("other scope")) == 900


def test_s6_a_hit_forgets_that_there_were_locks(database: Database, key: bytes) -> None:
    miss_five(database, key, NOON)
    hit(database, LOCK, key, NOON + QUARTER)

    miss_five(database, key, NOON + QUARTER)

    assert locked_s(database, key, NOON + QUARTER) == 900


def test_s6_a_locked_key_tells_neither_hit_nor_miss(
    database: Database, key: bytes
) -> None:
    miss_five(database, key, NOON)

    for tell in (hit, miss):
        with pytest.raises(TooManyRequests) as refused:
            tell(database, LOCK, key, NOON + MINUTE)
        assert refused.value.headers["Retry-After"] == "840"


def test_s6_of_many_tries_at_once_five_learn_that_they_missed(
    database: Database, key: bytes
) -> None:
    def guess(_: int) -> bool:
        try:
            ensure_allowed(database, LOCK, key, NOON)
            miss(database, LOCK, key, NOON)
        except TooManyRequests:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(guess, range(20)))

    assert sum(told) == 5
    assert locked_s(database, key, NOON) == 900


@pytest.mark.parametrize("before", [0, 4])
def test_s6_a_miss_that_waited_for_the_last_one_learns_nothing(
    database: Database, counts_url: str, key: bytes, before: int
) -> None:
    for _ in range(before):
        miss(database, LOCK, key, NOON)
    same = {"scope": LOCK.scope, "key": key, "now": NOON}
    values = same | {"misses": 5, "within": QUARTER, "first": QUARTER, "longest": DAY}

    with ThreadPoolExecutor(1) as threads:
        with psycopg.connect(counts_url.replace("+psycopg", "")) as others:
            for _ in range(5 - before):
                others.execute(MISS, values)
            waits = threads.submit(miss, database, LOCK, key, NOON)
            while not database.find(WAITING, {}):
                sleep(0.01)
        with pytest.raises(TooManyRequests):
            waits.result()


def test_s6_a_hit_that_waited_for_the_last_miss_learns_nothing(
    database: Database, counts_url: str, key: bytes
) -> None:
    for _ in range(4):
        miss(database, LOCK, key, NOON)
    same = {"scope": LOCK.scope, "key": key, "now": NOON}
    values = same | {"misses": 5, "within": QUARTER, "first": QUARTER, "longest": DAY}

    with ThreadPoolExecutor(1) as threads:
        with psycopg.connect(counts_url.replace("+psycopg", "")) as others:
            others.execute(MISS, values)
            waits = threads.submit(hit, database, LOCK, key, NOON)
            while not database.find(WAITING, {}):
                sleep(0.01)
        with pytest.raises(TooManyRequests):
            waits.result()


def test_s6_a_lock_survives_a_restart(
    database: Database, counts_url: str, key: bytes
) -> None:
    miss_five(database, key, NOON)

    restarted = Database(counts_url, pool_size=1)
    remaining = locked_s(restarted, key, NOON)
    durable = restarted.find(
        "SELECT relpersistence FROM pg_class WHERE relname LIKE 'throttle%%'"
        " AND relkind = 'r'",
        {},
    )
    restarted.close()

    assert remaining == 900
    assert {kind for (kind,) in durable} == {"p"}


def test_s6_a_refusal_says_when_and_by_which_rule(
    database: Database, key: bytes
) -> None:
    miss_five(database, key, NOON)

    with pytest.raises(TooManyRequests) as refused:
        ensure_allowed(database, LOCK, key, NOON)

    assert refused.value.headers == {
        "Retry-After": "900",
        "RateLimit": '"number";r=0;t=900',
        "RateLimit-Policy": '"number";q=5;w=900',
    }


def test_s26_locks_are_forgotten_after_thirty_quiet_days(
    database: Database, key: bytes
) -> None:
    miss_five(database, key, NOON)

    for days, next_lock in ((29, 1800), (29 + 31, 900)):
        at = NOON + timedelta(days=days)
        with database.sessions.begin() as session:
            forget(session, at)
        miss_five(database, key, at)
        assert locked_s(database, key, at) == next_lock
