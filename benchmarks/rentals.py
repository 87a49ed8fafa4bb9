"""A hundred riders at once: scan, unlock, ride, lock, end; the fleet of locks beside.

The locks are a program of their own, which turns a lock at once and tells of it. Each
rider has a bike and a wallet; what is measured is whole rides, bill included.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks import ours
from benchmarks.comparing import Goal, Row
from benchmarks.load import Sample
from benchmarks.programs import CHECKOUT, free_port, quiet, running
from benchmarks.rows import Stand
from citizen_api.db import Database
from citizen_api.devices.actions import register
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.rentals.simulating import paid
from citizen_api.tokens import token_hash
from citizen_api.wallets.models import Owner

RIDERS = 100
LOCK_KEY = b"the key of the locks of the bench"
LOCK_SECRET = "whsec_dGhlIGtleSBvZiB0aGUgbG9ja3Mgb2YgdGhlIGJlbmNo"
PATIENCE_S = 0.02
LONGEST_S = 30.0
DEVICE = text("SELECT id FROM devices WHERE token_hash = :hash")
BIKES = text(
    "SELECT b.number, b.token FROM bikes b JOIN stations s ON s.id = b.station_id"
    " WHERE b.state = 'available' AND b.type_id = 'bicycle'"
    " ORDER BY b.number LIMIT :most"
)
SPOTS = text(
    "SELECT s.lon_e6, s.lat_e6 FROM stations s JOIN bike_systems y"
    " ON y.id = s.system_id AND y.ours ORDER BY s.slug LIMIT 2"
)
# A ride from one station to another and back, by bikes that stand there for ever.
ROOM = text("UPDATE stations SET capacity = 1000")


class Failed(Exception):
    """A rider was not answered as riders are."""


@dataclass
class Rider:
    """Somebody with a wallet and a bike, at a phone of their own."""

    base: str
    locks: str
    token: str
    number: str
    code: str
    took: list[float] = field(default_factory=list)

    def ride(self, spot: Mapping[str, float]) -> None:
        """One whole ride; what it took, in milliseconds, is noted."""
        began = time.perf_counter()
        made = self.ask("/v1/rentals", {"code": self.code})
        path = f"/v1/rentals/{made['id']}"
        self.ask(f"{path}/unlock", {})
        self.until(lambda: self.ask(path)["state"] == "active")
        closed = {"does": "close", **spot}
        sent(f"{self.locks}/{self.number}/by-hand", "POST", closed, {})
        self.until(lambda: bool(self.ask(f"{path}/end", {}).get("final")))
        self.took.append(1000 * (time.perf_counter() - began))

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What the service answers; busy is asked again. Raises Failed."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": str(uuid4()),
        }
        method = "GET" if body is None else "POST"
        deadline = time.monotonic() + LONGEST_S
        while time.monotonic() < deadline:
            status, answer = sent(self.base + path, method, body, headers)
            if status < 400:
                return answer
            if not answer.get("retryable"):
                raise Failed(f"{path}: {answer}")
            time.sleep(PATIENCE_S)
        raise Failed(path)

    def until(self, is_so: Any) -> None:
        """Ask again and again, as a phone does. Raises Failed."""
        deadline = time.monotonic() + LONGEST_S
        while not is_so():
            if time.monotonic() > deadline:
                raise Failed("it takes too long")
            time.sleep(PATIENCE_S)


def sent(
    url: str, method: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of an answer; a line that breaks is a busy server."""
    parts = urlsplit(url)
    content = None if body is None else json.dumps(body)
    line = HTTPConnection(parts.netloc, timeout=LONGEST_S)
    try:
        typed = {"Content-Type": "application/json"} if content else {}
        line.request(method, parts.path, content, {**headers, **typed})
        answer = line.getresponse()
        return answer.status, json.loads(answer.read() or b"{}")
    except (OSError, HTTPException):
        return 503, {"retryable": True}
    finally:
        line.close()


def rows(stand: Stand, database: Database) -> Iterator[Row]:
    """Whole rides a second, by a hundred riders."""
    row = Row("whole rides by 100 riders", RIDERS, stand.venues)
    with serving(stand.url) as (base, locks):
        with Session(database.engine) as session, session.begin():
            riders = made(session, base, locks)
            spots = where(session)
        for _ in range(stand.rounds):
            quiet()
            row.rounds.append({"rides": measured(riders, spots, stand.seconds)})
    refused = sum(sample.errors for each in row.rounds for sample in each.values())
    row.goals.append(Goal("rides that failed", refused, 0, most=True))
    yield row


def measured(
    riders: Sequence[Rider], spots: Sequence[Mapping[str, float]], seconds: int
) -> Sample:
    """What came of letting all of them ride for so long."""
    deadline, failed = time.monotonic() + seconds, list[str]()
    for each in riders:
        each.took.clear()
    began = time.perf_counter()

    def riding(rider: Rider) -> None:
        try:
            for turn in range(1_000_000):
                if time.monotonic() > deadline:
                    return
                rider.ride(spots[turn % 2])
        except Failed as error:
            failed.append(str(error))

    with ThreadPoolExecutor(RIDERS) as threads:
        list(threads.map(riding, riders))
    took = sorted(each for rider in riders for each in rider.took) or [0.0]
    return Sample(
        rate=sum(len(rider.took) for rider in riders) / (time.perf_counter() - began),
        p50=took[len(took) // 2],
        p99=took[int(len(took) * 0.99)],
        errors=len(failed),
    )


def made(session: Session, base: str, locks: str) -> list[Rider]:
    """New riders with money, each with a bike of their own."""
    session.execute(ROOM)
    bikes = session.execute(BIKES, {"most": RIDERS}).all()
    return [
        Rider(base, locks, with_money(session), number, code) for number, code in bikes
    ]


def with_money(session: Session) -> str:
    """The token of a new device with a wallet."""
    token = register(session, key=None, secret="")
    device = session.scalars(DEVICE, {"hash": token_hash(token)}).one()
    paid(session, Owner(device=device), datetime.now(HO_CHI_MINH))
    return token


def where(session: Session) -> list[dict[str, float]]:
    """Two stations where bikes are left in turns."""
    return [
        {"lon": lon / 1e6, "lat": lat / 1e6, "accuracy_m": 5}
        for lon, lat in session.execute(SPOTS)
    ]


@contextmanager
def serving(url: str) -> Iterator[tuple[str, str]]:
    """The addresses of the service and of its locks."""
    port, lock_port = free_port(), free_port()
    locks = f"http://127.0.0.1:{lock_port}"
    told = {
        "LOCK_KEY": LOCK_KEY.hex(),
        "LOCK_EVENTS_URL": f"http://127.0.0.1:{port}/v1/locks/events",
        "PORT": lock_port,
        "PYTHONPATH": CHECKOUT,
    }
    command = [sys.executable, "-m", "citizen_api.simulators.locks"]
    settings = {"LOCK_GATEWAY_URL": locks, "LOCK_SECRET": LOCK_SECRET}
    with (
        running("locks", command, f"{locks}/any", **told),
        ours.service(url, port, **settings) as (base, _),
    ):
        yield base, locks
