"""The offline pack: what it weighs, and what it costs to keep it up and to send it."""

import resource
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple, TypeVar

from flask import Flask
from sqlalchemy import text

from benchmarks import ours
from benchmarks.city import real_city
from benchmarks.comparing import Goal, Row
from citizen_api.app import create_app
from citizen_api.datasets.catalogue import DATASETS
from citizen_api.datasets.files import Files
from citizen_api.db import Database
from citizen_api.settings import Settings
from citizen_api.sync.actions import bring_up

SECRETS: dict[str, Any] = {
    name.lower(): value for name, value in ours.SECRETS.items()
} | {"environment": "demo"}  # without https
PACKED = {"Accept-Encoding": "gzip"}
CHANGED = 100
DEARER = text(
    "UPDATE menu_prices SET price_min = price_min + 500 WHERE id IN"
    " (SELECT id FROM menu_prices ORDER BY id LIMIT :changed)"
)
Made = TypeVar("Made")


class Sent(NamedTuple):
    """What a phone was sent: pages, packed bytes, and the seconds it took."""

    pages: int
    size: int
    seconds: float
    cursor: str


def rows(url: str, venues: int) -> Iterator[Row]:
    """The real city, where the pack must be small; then one far larger."""
    for count, address in ((100, real_city(url)), (venues, url)):
        database = Database(address, pool_size=2)
        app = create_app(Settings(database_url=address, **SECRETS), database)
        yield row_of(app, database, count)
        database.close()


def row_of(app: Flask, database: Database, venues: int) -> Row:
    """A pack made from nothing, brought up again, and sent whole and in part."""
    _, first = timed(lambda: bring_up(database, now()))
    _, idle = timed(lambda: bring_up(database, now()))
    whole = sent(app)
    with database.engine.begin() as connection:
        connection.execute(DEARER, {"changed": CHANGED})
    _, again = timed(lambda: bring_up(database, now()))
    delta = sent(app, whole.cursor)
    files = Files("http://127.0.0.1:8000")
    before = memory_mb()
    made, file = timed(lambda: files.make(database, DATASETS["venues"], "geojson"))
    row = Row("the offline pack", 1, venues)
    row.goals += [
        Goal("whole, packed, MB", whole.size / 1e6, 2 if venues <= 1000 else 60, True),
        Goal("whole, pages", whole.pages, venues / 500 + 5, most=True),
        Goal(
            "seconds a page, read by the phone too",
            whole.seconds / whole.pages,
            1,
            True,
        ),
        Goal("made from nothing, s", first, 60, most=True),
        Goal("brought up when nothing changed, s", idle, 30, most=True),
        Goal(f"brought up after {CHANGED} prices, s", again, 30, most=True),
        Goal("delta of that, packed, kB", delta.size / 1e3, 200, most=True),
        Goal("venues.geojson made, s", file, 60, most=True),
        Goal("venues.geojson, MB", made.plain.size / 1e6, 200, most=True),
        Goal("memory that took, MB", memory_mb() - before, 30, most=True),
    ]
    return row


def sent(app: Flask, cursor: str | None = None) -> Sent:
    """What a phone gets that follows `next` to the end."""
    client, began = app.test_client(), time.perf_counter()
    path: str | None = f"/v1/sync?since={cursor}" if cursor else "/v1/sync"
    pages, size, last = 0, 0, ""
    while path:
        packed = client.get(path, headers=PACKED)
        page = client.get(path).get_json()
        pages, size = pages + 1, size + len(packed.data)
        path, last = page["next"], page["cursor"]
    return Sent(pages, size, time.perf_counter() - began, last)


def timed(work: Callable[[], Made]) -> tuple[Made, float]:
    """What came of it, and the seconds it took."""
    began = time.perf_counter()
    made = work()
    return made, time.perf_counter() - began


def memory_mb() -> float:
    """The most this process ever took."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now() -> datetime:
    """This moment."""
    return datetime.now(UTC)
