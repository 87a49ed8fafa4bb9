"""Look-ups of insurance by staff, alone and beside the food map.

The gateway's twin is a program of its own, which answers at once or after 200 ms.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import Request as Asked
from urllib.request import urlopen

from sqlalchemy import text

from benchmarks import load, ours, staff
from benchmarks.comparing import Goal, Row
from benchmarks.load import Sample
from benchmarks.programs import CHECKOUT, free_port, quiet, running
from benchmarks.rows import Stand
from benchmarks.staff import PASSWORD, Receptionist
from benchmarks.workloads import boxes
from citizen_api.db import Database
from identity.key_ring import read_keys

FACILITIES = 16
LATE_MS = 200
AT_DESKS = 4  # fewer than the service lets wait for the gateway: 3 a process
ON_THE_MAP = 16
TWIN_THREADS = 32
# Those that were cut off with the load itself are still being asked.
TOLD = text(
    "SELECT count(*) FILTER (WHERE state = 'answered'), count(*) FROM lookups"
    " WHERE state <> 'asked'"
)


@dataclass
class Desks:
    """The service, its gateway, and who asks it."""

    stand: Stand
    database: Database
    base: str
    twin: str
    who: Sequence[Receptionist]

    def look_ups(self, seconds: int) -> Sample:
        """What came of looking people up for so long."""
        staff.forget_counts(self.database)
        return load.http(self.base, staff.look_ups(self.who), AT_DESKS, seconds)

    def map(self, seconds: int) -> Sample:
        """What came of moving the food map for so long."""
        asked = boxes(self.stand.city).ours
        return load.http(self.base, asked, ON_THE_MAP, seconds)

    def both(self, seconds: int) -> tuple[Sample, Sample]:
        """Look-ups and map at the same time."""
        with ThreadPoolExecutor(2) as threads:
            one = threads.submit(self.look_ups, seconds)
            other = threads.submit(self.map, seconds)
            return one.result(), other.result()

    def answers_after(self, milliseconds: int) -> None:
        """How late the gateway is from now on."""
        body = {"name": "slow", "milliseconds": milliseconds}
        headers = {"Content-Type": "application/json"}
        asked = Asked(
            f"{self.twin}/scenario", json.dumps(body).encode(), headers, method="PUT"
        )
        urlopen(asked).close()

    def told(self) -> tuple[int, int]:
        """How many look-ups were answered, of how many."""
        with self.database.engine.connect() as connection:
            answered, made = connection.execute(TOLD).one()
        return answered, made


def rows(stand: Stand, database: Database) -> Iterator[Row]:
    """Look-ups with a quick and with a slow gateway, and what they cost the map."""
    codes = staff.facilities(database, FACILITIES)
    ring = read_keys(ours.SECRETS["DATA_KEYS"])
    with serving(stand.url, codes) as (base, twin):
        who = staff.receptionists(database, ring, codes)
        desks = Desks(stand, database, base, twin, who)
        for milliseconds in (0, LATE_MS):
            desks.answers_after(milliseconds)
            yield row_of(desks, milliseconds)


def row_of(desks: Desks, milliseconds: int) -> Row:
    """Map and look-ups in turns, then together."""
    stand, name = desks.stand, f"look-ups, the gateway takes {milliseconds} ms"
    row = Row(name, AT_DESKS, stand.venues)
    desks.both(2)  # warm
    before = desks.told()
    for _ in range(stand.rounds):
        row.rounds.append(one_round(desks, stand.seconds))
    answered, made = (
        now - then for now, then in zip(desks.told(), before, strict=True)
    )
    row.goals += [
        Goal("map beside look-ups / alone", row.ratio("map beside", "map"), 0.5),
        Goal("look-ups answered at once, share", answered / max(made, 1), 0.99),
        Goal("refused", refused(row), 0, most=True),
    ]
    return row


def one_round(desks: Desks, seconds: int) -> dict[str, Sample]:
    """Each alone, then both."""
    quiet()
    found = {"map": desks.map(seconds)}
    quiet()
    found["look-ups"] = desks.look_ups(seconds)
    quiet()
    found["look-ups beside"], found["map beside"] = desks.both(seconds)
    return found


def refused(row: Row) -> int:
    """How many requests of all rounds were not answered well."""
    return sum(sample.errors for each in row.rounds for sample in each.values())


@contextmanager
def serving(url: str, codes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The addresses of the service and of the gateway's twin."""
    port = free_port()
    twin = f"http://127.0.0.1:{port}"
    command: list[object] = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port),
        *("--workers", 1, "--blocking-threads", TWIN_THREADS, "--no-ws"),
        *("--http", "1", "--log-level", "warning", "benchmarks.twin:application"),
    ]
    told = {"DATABASE_URL": url, "FACILITIES": ",".join(codes), "PYTHONPATH": CHECKOUT}
    accounts = ",".join(f"{code}:{code}_BV:{PASSWORD}" for code in codes)
    settings: dict[str, Any] = {
        "ENVIRONMENT": "demo",
        "INSURANCE_GATEWAY_URL": twin,
        "INSURANCE_GATEWAY_ACCOUNTS": accounts,
        "TRUSTED_PROXIES": 1,
    }
    with (
        running("twin", command, twin, **told),
        ours.service(url, **settings) as (base, _),
    ):
        yield base, twin
