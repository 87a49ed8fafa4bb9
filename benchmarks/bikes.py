"""The feeds of bikes and the search of stations, in the city and in one far larger."""

import random
from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from benchmarks import load
from benchmarks.comparing import Goal, Row, Run
from benchmarks.load import Request, Sample
from benchmarks.programs import fetch
from benchmarks.rows import Stand
from citizen_api.db import Database
from seeds.synthetic.bikes import sample_stations

LARGE = 10_000  # stations, ten bikes each
FEEDS = ("station_status", "vehicle_status", "station_information")
PLACES = 256


def rows(stand: Stand, database: Database) -> Iterator[Row]:
    """The real stations, then ten thousand more in the same database."""
    yield row_of(stand, "bikes of the city")
    with Session(database.engine) as session, session.begin():
        session.execute(text("SET LOCAL statement_timeout = 0"))
        sample_stations(session, LARGE)
    yield row_of(stand, f"bikes of {LARGE:,} stations")


def row_of(stand: Stand, name: str) -> Row:
    """Feeds whole and unchanged, and the nearest stations, beside hello-world."""
    feeds = [Request(f"/gbfs/3/{feed}.json") for feed in FEEDS]
    targets: dict[str, Run | None] = {
        "feeds": stand.http("anew", [packed(each) for each in feeds]),
        "feeds, 304": unchanged(stand.bases["anew"], feeds),
        "nearest 20": stand.http("anew", nearest()),
        "hello": stand.http("hello", [Request("/")]),
    }
    row = stand.compare(name, targets, 16)
    for target in ("feeds", "feeds, 304", "nearest 20"):
        row.goals.append(Goal(f"{target} / hello", row.ratio(target, "hello"), 0.1))
    return row


def packed(feed: Request) -> Request:
    """The same from a reader that takes gzip, as all of them do."""
    return Request(feed.path, headers={"Accept-Encoding": "gzip"})


def unchanged(base: str, feeds: list[Request]) -> Run:
    """Readers who have the feeds of this moment already."""

    def run(connections: int, seconds: int) -> Sample:
        known = [
            Request(each.path, headers={"If-None-Match": fetch(base + each.path)[0]})
            for each in feeds
        ]
        return load.http(base, known, connections, seconds)

    return run


def nearest() -> list[Request]:
    """People all over the city who look for a bike."""
    drawn = random.Random(7)
    return [
        Request(
            f"/v1/stations?lat={drawn.uniform(20.80, 20.88):.5f}"
            f"&lon={drawn.uniform(106.63, 106.74):.5f}&with_bikes=1&limit=20"
        )
        for _ in range(PLACES)
    ]
