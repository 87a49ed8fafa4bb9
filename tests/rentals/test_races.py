"""Many at once, from processes of their own, and a service that is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from queue import SimpleQueue
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from werkzeug.serving import make_server

from citizen_api.bikes.queries import fleet
from citizen_api.db import Database
from citizen_api.rentals.models import IS_OPEN, Rental
from citizen_api.simulators.locks import create_locks
from citizen_api.simulators.telling import Teller, in_background, sender
from citizen_api.wallets.queries import totals
from tests.conftest import ENVIRON
from tests.factories import changing
from tests.faults.serving import free_port, wait_until_it_answers
from tests.rentals.people import Bicycle, Person, Street, fresh_key, place
from tests.rentals.rivals import scanned_by_each

LOCK_KEY = b"the key of the locks, for tests"
LOCK_SECRET = "whsec_dGhlIGtleSBvZiB0aGUgbG9ja3MsIGZvciB0ZXN0cw=="
SHUT = text("SELECT pg_advisory_xact_lock(20)")
WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 20"
    " AND NOT granted AND database = (SELECT oid FROM pg_database"
    " WHERE datname = current_database())"
)
Bills = SimpleQueue[str]
RIDERS, RIDES = 6, 3
KILLED_AFTER = 4  # bills
OPEN = f"SELECT count(*) FROM rentals WHERE {IS_OPEN}"


@pytest.mark.slow
def test_of_twenty_parallel_scans_one_wins(
    fresh_url: str, street: Street, bike: Bicycle
) -> None:
    riders = [street.visitor(10_000).wallet.owner.device for _ in range(20)]
    groups = [riders[nth::4] for nth in range(4)]
    want = partial(scanned_by_each, fresh_url, bike.token)

    with (
        ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes,
        street.database.engine.connect() as gate,
    ):
        gate.execute(SHUT)
        asked = [processes.submit(want, group) for group in groups]
        while gate.scalar(WAITING) != len(riders):
            assert not any(each.done() for each in asked)
            time.sleep(0.02)
        gate.rollback()
        answers = [said for each in asked for said in each.result()]

    assert answers.count("had") == 1
    assert answers.count("bike-not-free") == 19
    found = street.database.find("SELECT count(*) FROM rentals", {})
    assert found[0][0] == 1


def test_the_database_refuses_two_open_rentals_of_one_bike(
    street: Street, rider: Person, bike: Bicycle
) -> None:
    row = street.rental(rider.offered(bike))
    other = {
        name: getattr(row, name)
        for name in ("bike_id", "plan", "state", "reserved_at", "expires_at")
    }

    with pytest.raises(IntegrityError, match="open"), changing(street.app) as session:
        session.add(Rental(**other, device_id=row.device_id, slot=2))


@contextmanager
def serving(url: str, locks: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The production server, in a group of processes of its own."""
    settings = {
        **ENVIRON,
        "DATABASE_URL": url,
        "PORT": str(port),
        "WORKERS": "2",
        "THREADS": "4",
        "LOCK_GATEWAY_URL": locks,
        "LOCK_SECRET": LOCK_SECRET,
    }
    command = [sys.executable, "-m", "citizen_api.server"]
    with subprocess.Popen(
        command, env=os.environ | settings, start_new_session=True
    ) as process:
        try:
            wait_until_it_answers(process, port)
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@contextmanager
def locked(base: str) -> Iterator[str]:
    """A fleet of locks on a port of this machine; they tell `base` what they do."""
    teller = Teller(
        LOCK_KEY,
        sender(f"{base}/v1/locks/events"),
        in_background,
        lambda: datetime.now(UTC),
    )
    server = make_server(
        "127.0.0.1", 0, create_locks(teller, time.sleep), threaded=True
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def asked(base: str, headers: dict[str, str], path: str, **how: Any) -> Any:
    """Ask until it is answered, with the same key: the line is bad."""
    named = headers | {"Idempotency-Key": fresh_key()}
    for _ in range(300):
        try:
            method = "POST" if how else "GET"
            answer = requests.request(
                method, base + path, headers=named, timeout=10, **how
            )
        except requests.RequestException:
            time.sleep(0.1)
            continue
        if answer.status_code < 500 and answer.json().get("retryable") is not True:
            return answer.json()
        time.sleep(0.1)
    raise TimeoutError(path)


def rode(
    base: str, locks: str, bills: Bills, spots: list[Any], rider: Person, bike: Bicycle
) -> int:
    """Ride so often, whatever happens to the service; how many rides were billed."""
    ask, billed = partial(asked, base, rider.wallet.headers), 0
    while billed < RIDES:
        made = ask("/v1/rentals", json={"code": bike.token})
        path = f"/v1/rentals/{made['id']}"
        ask(f"{path}/unlock", json={})
        for _ in range(400):
            state = ask(path)["state"]
            if state != "unlocking":
                break
            time.sleep(0.1)
        if state == "failed":
            continue
        time.sleep(0.2)
        closed = {"does": "close", **spots[billed % 2]}
        requests.post(f"{locks}/{bike.number}/by-hand", json=closed, timeout=5)
        for _ in range(400):
            bill = ask(f"{path}/end", json={})
            if bill.get("final"):
                break
            time.sleep(0.1)
        billed += 1
        bills.put(bike.number)
    return billed


@pytest.mark.slow
def test_a_service_that_is_killed_loses_nothing_and_charges_nothing_twice(
    fresh: Flask, fresh_url: str
) -> None:
    street = Street(fresh)
    riders = [street.visitor() for _ in range(RIDERS)]
    bikes = [street.bike(slug) for slug in ("hp-005", "hp-019", "hp-002")]
    bikes += [street.bike(slug, 1) for slug in ("hp-005", "hp-019", "hp-002")]
    port = free_port()
    # Another place each time: a short ride back to where it began is free.
    spots = [place(street, slug) for slug in ("hp-003", "hp-007")]
    base, bills = f"http://127.0.0.1:{port}", Bills()
    with locked(base) as locks, ThreadPoolExecutor(RIDERS) as threads:
        with serving(fresh_url, locks, port) as process:
            ride = partial(rode, base, locks, bills, spots)
            both = zip(riders, bikes, strict=True)
            riding = [threads.submit(ride, *each) for each in both]
            for _ in range(KILLED_AFTER):
                bills.get(timeout=60)
            while open_rides(street) < RIDERS // 2:
                time.sleep(0.01)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            assert open_rides(street) > 0
            assert not all(each.done() for each in riding)
        with serving(fresh_url, locks, port):
            assert [each.result(timeout=120) for each in riding] == [RIDES] * RIDERS
    ensure_whole(street)


def open_rides(street: Street) -> int:
    """How many rides are not over."""
    return int(street.database.find(OPEN, {})[0][0])


def ensure_whole(street: Street) -> None:
    """Every ride is charged once, every đồng and every bike is somewhere."""
    database: Database = street.database
    counted = fleet(database)
    assert sum(counted[:5]) == counted.total == 230
    assert counted.on_trip == 0
    billed = database.find(
        "SELECT count(*), count(entry_id), sum(price) FROM rentals WHERE price > 0",
        {},
    )[0]
    charged = database.find(
        "SELECT count(*), coalesce(sum(p.amount), 0)::bigint FROM ledger_entries e"
        " JOIN ledger_postings p ON p.entry_id = e.id AND p.amount > 0"
        " WHERE e.kind = 'ride'",
        {},
    )[0]
    assert billed[0] == billed[1] == charged[0] == RIDERS * RIDES
    assert billed[2] == charged[1]
    with changing(street.app) as session:
        assert sum(totals(session).values()) == 0
