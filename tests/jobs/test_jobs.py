"""A job is done once, after its time, whoever dies meanwhile."""

from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from typing import Any

import pytest
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.jobs.actions import (
    HELD_FOR,
    Held,
    claim,
    enqueue,
    finish,
    forget,
    put_back,
)
from tests.conftest import NOON

KINDS = ["retry", "other"]
HOUR = timedelta(hours=1)
WORKERS, JOBS = 4, 60
DONE = text("INSERT INTO versions (name) VALUES (:name)")


def put(
    database: Database,
    key: str = "",
    due_at: datetime = NOON,
    payload: Mapping[str, Any] | None = None,
    kind: str = "retry",
) -> None:
    """Put a job down."""
    with database.sessions.begin() as session:
        enqueue(session, kind, key, due_at, payload)


def taken(database: Database, at: datetime = NOON) -> Held:
    """The job that is due; raises when there is none."""
    held = claim(database, KINDS, at)
    assert held is not None
    return held


def test_a_job_waits_for_its_time(database: Database) -> None:
    put(database, "a", NOON, {"lookup": 7})

    assert claim(database, KINDS, NOON - timedelta(seconds=1)) is None
    held = taken(database)
    assert (held.kind, held.key, held.payload) == ("retry", "a", {"lookup": 7})


def test_the_job_that_is_due_longest_is_first(database: Database) -> None:
    for key, hours in (("late", 2), ("early", 0), ("middle", 1)):
        put(database, key, NOON + hours * HOUR)

    keys = [taken(database, NOON + 3 * HOUR).key for _ in range(3)]

    assert keys == ["early", "middle", "late"]


def test_a_job_that_is_done_is_not_done_again(database: Database) -> None:
    put(database)
    finish(database, taken(database), NOON, again=None)

    assert claim(database, KINDS, NOON + HOUR) is None


def test_of_a_kind_and_key_one_is_open_at_the_earlier_time(database: Database) -> None:
    put(database, "a", NOON + HOUR, {"first": True})
    put(database, "a", NOON, {"first": False})
    put(database, "a", NOON + 2 * HOUR)
    put(database, "a", NOON, kind="other")

    found = {taken(database).kind: 0, taken(database).kind: 0}

    assert sorted(found) == ["other", "retry"]
    assert claim(database, KINDS, NOON) is None


def test_after_it_is_done_the_same_may_be_put_down_again(database: Database) -> None:
    put(database)
    finish(database, taken(database), NOON, again=None)
    put(database)

    assert taken(database).attempts == 1


def test_what_is_not_committed_is_no_job(database: Database) -> None:
    with database.sessions() as session:
        enqueue(session, "retry", "", NOON)
        session.rollback()

    assert claim(database, KINDS, NOON) is None


def test_a_job_of_an_unknown_kind_waits_for_a_newer_worker(database: Database) -> None:
    put(database, kind="newer")

    assert claim(database, KINDS, NOON) is None
    assert claim(database, ["newer"], NOON) is not None


def test_a_job_whose_worker_died_is_taken_again(database: Database) -> None:
    put(database, payload={"lookup": 7})
    first = taken(database)

    assert claim(database, KINDS, NOON + HELD_FOR / 2) is None
    second = taken(database, NOON + HELD_FOR)

    assert second.payload == first.payload
    assert (first.attempts, second.attempts) == (1, 2)


def test_who_lost_a_job_no_longer_decides_about_it(database: Database) -> None:
    put(database)
    lost = taken(database)
    held = taken(database, NOON + HELD_FOR)

    finish(database, lost, NOON + HELD_FOR, again=None)
    put_back(database, lost, NOON)
    assert claim(database, KINDS, NOON + HELD_FOR) is None

    finish(database, held, NOON + HELD_FOR, again=None)
    assert claim(database, KINDS, NOON + 9 * HOUR) is None


def test_a_job_may_ask_to_be_done_again(database: Database) -> None:
    put(database)

    finish(database, taken(database), NOON, again=NOON + HOUR)

    assert claim(database, KINDS, NOON + HOUR / 2) is None
    assert taken(database, NOON + HOUR).attempts == 1


def test_what_goes_wrong_is_tried_later_each_time(database: Database) -> None:
    put(database)
    at, pauses = NOON, []
    for _ in range(11):
        again = put_back(database, taken(database, at), at)
        pauses.append((again - at).total_seconds())
        at = again

    assert pauses[:4] == [15, 30, 60, 120]
    assert pauses[-1] == 3600


@pytest.mark.parametrize(("days", "left"), [(29, 1), (31, 0)])
def test_s26_done_jobs_are_forgotten_after_thirty_days(
    database: Database, days: int, left: int
) -> None:
    put(database)
    finish(database, taken(database), NOON, again=None)
    put(database, "open")

    with database.sessions.begin() as session:
        forget(session, NOON + timedelta(days=days))

    kept = database.find("SELECT key FROM jobs WHERE done_at IS NOT NULL", {})
    assert len(kept) == left
    assert taken(database).key == "open"


def work(url: str, worker: int) -> int:
    """Do jobs until there is none; how many. Raises when one was done before."""
    database, count = Database(url, pool_size=1), 0
    while (held := claim(database, KINDS, NOON)) is not None:
        with database.sessions.begin() as session:
            session.execute(DONE, {"name": f"job {held.key}"})
        finish(database, held, NOON, again=None)
        count += 1
    database.close()
    return count


def test_several_processes_do_each_job_once(database: Database, jobs_url: str) -> None:
    for number in range(JOBS):
        put(database, str(number))

    with ProcessPoolExecutor(WORKERS, mp_context=get_context("fork")) as pool:
        counts = list(pool.map(work, [jobs_url] * WORKERS, range(WORKERS)))

    assert sum(counts) == JOBS
    done = database.find("SELECT name FROM versions WHERE name LIKE 'job %%'", {})
    assert len(done) == JOBS
