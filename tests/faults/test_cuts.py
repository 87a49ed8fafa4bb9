"""Connections that are cut between and during requests, and none that are free."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError

from citizen_api import db
from citizen_api.refreshing import EXTENSION
from tests.conftest import close, make_app
from tests.factories import database_of
from tests.faults.doors import READS
from tests.faults.power import Power
from tests.faults.test_outages import ensure_told_to_retry
from tests.reviews.addresses import listed
from tests.reviews.phones import Phone, all_reviews, problem
from tests.reviews.test_storms import WRONG_SCORES

LOCKED = "LOCK TABLE reviews IN ACCESS EXCLUSIVE MODE"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@contextmanager
def locked_reviews(power: Power) -> Iterator[None]:
    """Nobody may touch the reviews meanwhile."""
    with power.connect() as connection, connection.transaction():
        connection.execute(LOCKED)
        yield


def wait_for_a_waiter(power: Power) -> None:
    with power.connect() as connection:
        for _ in range(500):
            if connection.execute(WAITING).fetchall() != [(0,)]:
                return
            time.sleep(0.01)
    raise TimeoutError


def test_connections_cut_between_requests_are_no_error(
    city: Flask, power: Power
) -> None:
    client, phone = city.test_client(), Phone(city)
    for path in READS:
        client.get(path)

    assert power.cut() > 0
    time.sleep(0.1)

    for path in READS:
        assert client.get(path).status_code == 200, path
    assert phone.read().status_code == 404


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_connection_cut_during_a_request_is_told_to_retry(
    city: Flask, power: Power, method: str
) -> None:
    phone = Phone(city)
    phone.read()
    asks = {
        "GET": phone.read,
        "PUT": lambda: phone.rate(stars=5),
        "DELETE": lambda: phone.withdraw(if_match="*"),
    }
    with ThreadPoolExecutor(1) as threads, locked_reviews(power):
        answer = threads.submit(asks[method])
        wait_for_a_waiter(power)
        with power.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE wait_event_type = 'Lock'"
            )
        ensure_told_to_retry(answer.result())

    assert phone.read().status_code == 404


def test_reads_and_writes_while_connections_are_cut_again_and_again(
    city: Flask, power: Power
) -> None:
    city.extensions[EXTENSION].stop()
    phones = [Phone(city) for _ in range(4)]
    assert {phone.rate(stars=3).status_code for phone in phones} == {201}
    stop = time.monotonic() + 2.0
    statuses: set[int] = set()

    def use(phone: Phone) -> None:
        stars = 1
        while time.monotonic() < stop:
            stars = stars % 5 + 1
            statuses.add(phone.rate(stars=stars, if_match=None).status_code)
            statuses.add(phone.rate(stars=stars, if_match="*").status_code)
            statuses.add(phone.client.get(listed()).status_code)

    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(use, phone) for phone in phones]
        while time.monotonic() < stop:
            power.cut()
            time.sleep(0.05)
        for each in running:
            each.result()

    assert statuses <= {200, 201, 412, 428, 503}
    assert all_reviews(city)["score"]["ratings_count"] == len(phones)
    assert database_of(city).find(WRONG_SCORES, {}) == [(0,)]
    for phone in phones:
        assert phone.withdraw(if_match="*").status_code == 204


def test_a_database_that_hangs_up_at_once_is_no_fault_of_ours(city: Flask) -> None:
    def hung_up(*_: object) -> None:
        raise DisconnectionError

    reader = database_of(city)._reader
    event.listen(reader, "checkout", hung_up)
    try:
        answer = city.test_client().get(listed())
    finally:
        event.remove(reader, "checkout", hung_up)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert city.test_client().get(listed()).status_code == 200


def test_no_free_connection_is_told_to_retry(
    city: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = Phone(city)
    phone.read()
    database = database_of(city)
    pools = [database._reader, database._plain, database.engine]
    for engine in pools:
        monkeypatch.setattr(engine.pool, "_timeout", 0.05)
    held = [
        engine.raw_connection() for engine in pools for _ in range(engine.pool.size())
    ]

    assert problem(phone.read()) == "unavailable"
    assert problem(phone.rate(stars=5)) == "unavailable"
    assert problem(phone.client.post("/v1/devices")) == "unavailable"
    for connection in held:
        connection.close()

    assert phone.read().status_code == 404


@pytest.fixture
def impatient(power: Power, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The service, with less patience for a statement."""
    for name in ("READER_OPTIONS", "WRITER_OPTIONS"):
        usual = getattr(db, name)
        assert "statement_timeout=5s" in usual
        monkeypatch.setattr(db, name, usual.replace("5s", "200ms"))
    made = make_app(power.url)
    yield made
    close(made)


def test_what_takes_too_long_is_told_to_retry(impatient: Flask, power: Power) -> None:
    phone = Phone(impatient)

    with locked_reviews(power):
        assert problem(phone.read()) == "unavailable"
        assert problem(phone.rate(stars=5)) == "unavailable"
        assert problem(phone.withdraw(if_match="*")) == "unavailable"

    assert phone.read().status_code == 404
    assert phone.rate(stars=5).status_code == 201
    assert phone.withdraw(if_match="*").status_code == 204
