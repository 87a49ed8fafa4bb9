"""The worker does what is due, survives what goes wrong, and does it for ever."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask, current_app
from psycopg import OperationalError
from sqlalchemy import text

from citizen_api.audits.actions import record
from citizen_api.audits.rules import read_anchor
from citizen_api.db import Database
from citizen_api.jobs.actions import Held, enqueue
from citizen_api.jobs.running import Handler, Worker
from citizen_api.settings import Settings
from citizen_api.working import (
    FOR_EVER,
    FORGETTING,
    make_app,
    worker,
)
from tests.audits.chains import looked_up
from tests.conftest import NOON, SECRETS, copied, dropped
from tests.factories import database_of

DUE = "SELECT kind, key, due_at, attempts FROM jobs WHERE done_at IS NULL ORDER BY id"
MINUTE = timedelta(minutes=1)
SECRET_TEXT = "a name that is nobody else's business"


@pytest.fixture
def app(jobs_url: str, database: Database) -> Flask:
    """What handlers find around them, at noon."""
    made = make_app(Settings(database_url=jobs_url, **SECRETS), database)
    made.config["CLOCK"] = lambda: NOON
    return made


@pytest.fixture
def audited(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The same around an audit log of one's own."""
    url = copied(server_url, f"migrated_{worker}", f"audited_{worker}")
    own = Database(url, pool_size=1)
    made = make_app(Settings(database_url=url, **SECRETS), own)
    made.config["CLOCK"] = lambda: NOON
    yield made
    own.close()
    dropped(f"audited_{worker}")


def put(app: Flask, kind: str, key: str = "") -> None:
    database = database_of(app)
    with database.sessions.begin() as session:
        enqueue(session, kind, key, NOON)


def drained(app: Flask, handlers: dict[str, Handler] | None = None) -> int:
    """Do all that is due now; how much that was."""
    working, count = Worker(app, handlers) if handlers else worker(app), 0
    while working.step():
        count += 1
    return count


def at(app: Flask, moment: datetime) -> None:
    app.config["CLOCK"] = lambda: moment


def test_a_handler_does_its_job_inside_the_application(app: Flask) -> None:
    done: list[tuple[str, str]] = []

    def greet(job: Held) -> None:
        done.append((job.key, current_app.config["PUBLIC_URL"]))

    put(app, "greet", "a")
    put(app, "greet", "b")

    assert drained(app, {"greet": greet}) == 2
    assert done == [("a", "http://127.0.0.1:8000"), ("b", "http://127.0.0.1:8000")]


def test_a_handler_may_ask_for_another_time(app: Flask, database: Database) -> None:
    put(app, "tick")

    assert drained(app, {"tick": lambda job: NOON + MINUTE}) == 1
    assert database.find(DUE, {}) == [("tick", "", NOON + MINUTE, 0)]


def test_a_handler_that_fails_is_tried_again_and_the_log_keeps_its_secret(
    app: Flask, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(job: Held) -> None:
        raise LookupError(SECRET_TEXT)

    put(app, "fail")
    put(app, "after")

    assert drained(app, {"fail": fail, "after": lambda job: None}) == 2
    later = NOON + timedelta(seconds=15)
    assert database.find(DUE, {}) == [("fail", "", later, 1)]
    assert "job fail: LookupError at test_working.py:" in caplog.text
    assert SECRET_TEXT not in caplog.text


def test_what_is_always_there_is_put_down_once(app: Flask, database: Database) -> None:
    for _ in range(2):
        worker(app).begin()

    assert {row[:2] for row in database.find(DUE, {})} == set(FOR_EVER)
    assert len(database.find(DUE, {})) == len(FOR_EVER)


def test_everything_that_is_always_there_is_done_again(
    app: Flask, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    worker(app).begin()

    assert drained(app) == len(FOR_EVER)
    assert drained(app) == 0
    at(app, NOON + timedelta(days=1))
    assert drained(app) == len(FOR_EVER)
    assert caplog.text == ""


def test_new_entries_are_anchored_and_the_anchor_is_printed(
    audited: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    database = database_of(audited)
    worker(audited).begin()
    with database.sessions.begin() as session:
        record(session, looked_up())

    with caplog.at_level(logging.INFO):
        drained(audited)

    printed = [each for each in caplog.messages if each.startswith("audit anchor")]
    anchor = read_anchor(printed[0])
    assert anchor.seq == 1
    assert database.find("SELECT hash FROM audit_anchors", {}) == [(anchor.hash,)]


def test_anchors_follow_within_five_minutes(audited: Flask) -> None:
    database = database_of(audited)
    worker(audited).begin()
    for minute in range(9):
        with database.sessions.begin() as session:
            record(session, looked_up())
        at(audited, NOON + minute * MINUTE)
        drained(audited)

    anchors = database.find("SELECT seq FROM audit_anchors ORDER BY seq", {})
    assert anchors == [(1,), (6,)]


def test_s26_each_part_forgets_what_it_keeps_no_longer(
    app: Flask, database: Database
) -> None:
    with database.sessions.begin() as session:
        session.execute(
            text("INSERT INTO throttle_counts VALUES ('a', '\\x00', 1, :over);"),
            {"over": NOON - MINUTE},
        )
        session.execute(
            text("INSERT INTO throttle_locks VALUES ('a', '\\x00', '{}', 0, NULL, :t)"),
            {"t": NOON - timedelta(days=31)},
        )
    assert {"audits", "jobs", "throttles"} <= set(FORGETTING)
    worker(app).begin()

    drained(app)

    assert database.find("SELECT 1 FROM throttle_counts", {}) == []
    assert database.find("SELECT 1 FROM throttle_locks", {}) == []


def running(busy: Worker) -> Iterator[threading.Event]:
    stopped = threading.Event()
    thread = threading.Thread(target=busy.run, args=[stopped])
    thread.start()
    yield stopped
    stopped.set()
    thread.join(timeout=10)
    assert not thread.is_alive()


def failing_once(error: Exception) -> Callable[[Worker], None]:
    """A beginning that goes wrong the first time."""
    begin, errors = Worker.begin, [error]

    def begun(busy: Worker) -> None:
        if errors:
            raise errors.pop()
        begin(busy)

    return begun


def test_a_database_that_is_away_is_waited_for(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()
    monkeypatch.setattr("citizen_api.jobs.running.LONG_PAUSE_S", 0.01)
    monkeypatch.setattr(Worker, "begin", failing_once(OperationalError("gone")))
    put(app, "tell")

    def tell(job: Held) -> None:
        done.set()

    for stopped in running(Worker(app, {"tell": tell})):
        assert done.wait(10)
        assert not stopped.is_set()
    assert "jobs wait: OperationalError" in caplog.text
