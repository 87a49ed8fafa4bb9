"""The rows of the comparison: which question goes to whom, and what must come of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from benchmarks import load, ours, peers, ratings
from benchmarks.comparing import Goal, Row, Run, compare
from benchmarks.load import Request, Sample
from benchmarks.programs import NotStarted, fetch
from benchmarks.workloads import Sampler, Workload, boxes, items, nearby, tiles
from citizen_api.db import Database

LARGEST_TILE = 100_000
FEW = 100
LOOKED_AT = 64  # tiles that both workers can keep
WARMING_S = 5


@dataclass
class Stand:
    """A city with everything that serves it: base addresses by target."""

    url: str
    venues: int
    city: Sampler
    bases: Mapping[str, str]
    rounds: int
    seconds: int

    def http(self, target: str, requests: Sequence[Request]) -> Run | None:
        """A load on a target; None when it is not there or has no such question."""
        base = self.bases.get(target)
        if base is None or not requests:
            return None
        return lambda connections, seconds: load.http(
            base, requests, connections, seconds
        )

    def db(self, work: Workload, *, reader: bool = True) -> Run:
        """The statement alone."""
        script = work.sql
        if script is None:
            raise ValueError("this question has no statement")
        return lambda connections, seconds: load.database(
            self.url, script, connections, seconds, reader=reader
        )

    def compare(self, name: str, targets: Mapping[str, Run | None], at: int) -> Row:
        """The targets in turns at so many connections."""
        return compare(
            name,
            targets,
            venues=self.venues,
            connections=at,
            rounds=self.rounds,
            seconds=self.seconds,
        )

    def all(self, work: Workload, *, ours: str = "ours") -> dict[str, Run | None]:
        """The question to everybody who can answer it."""
        return {
            "ours": self.http(ours, work.ours),
            "ours, anew": self.http("anew", work.ours) if ours == "ours" else None,
            **({"db": self.db(work)} if work.sql else {}),
            "tipg": self.http("tipg", work.tipg),
            "pygeoapi": self.http("pygeoapi", work.pygeoapi),
            "datasette": self.http("datasette", work.datasette),
        }


def reads(stand: Stand, at: int) -> Iterator[Row]:
    """The lists and the cards."""
    city = stand.city
    row = stand.compare("50 venues in a box", stand.all(boxes(city)), at)
    row.at_least(0.55, "db").at_least(7, "tipg").at_least(30, "pygeoapi")
    yield row.at_least(1.6, "datasette")
    row = stand.compare("dish + 2 km + open", stand.all(nearby(city, "distance")), at)
    row.at_least(0.45, "db").at_least(50, "tipg").at_least(90, "pygeoapi")
    row.goals.append(
        Goal("p99 ours / db", row.ratio("ours", "db", "p99"), 3, most=True)
    )
    yield row
    work = nearby(city, "score")
    work.tipg, work.pygeoapi = [], []
    yield stand.compare("the same by score", stand.all(work), at).at_least(0.4, "db")
    work = items(city)
    targets = stand.all(work) | {"hello": stand.http("hello", [Request("/")])}
    row = stand.compare("one venue by id", targets, at)
    row.at_least(4, "tipg").at_least(10, "pygeoapi")
    yield row.at_least(0.35, "hello")
    targets = {"ours": _unchanged(stand, work.ours), "hello": targets["hello"]}
    yield stand.compare("304", targets, at).at_least(0.6, "hello")


def _unchanged(stand: Stand, requests: Sequence[Request]) -> Run:
    """Requests of callers who have the answer; what changes meanwhile is sent."""

    def run(connections: int, seconds: int) -> Sample:
        base = stand.bases["ours"]
        known = [
            Request(each.path, headers={"If-None-Match": fetch(base + each.path)[0]})
            for each in requests[:FEW]
        ]
        return load.http(base, known, connections, seconds)

    return run


def maps(stand: Stand, at: int) -> Iterator[Row]:
    """Tiles: near ones drawn each time, near ones kept, far ones."""
    work = tiles(stand.city, [14])
    row = stand.compare("tile z14, cold", stand.all(work, ours="cold"), at)
    yield row.at_least(0.9, "db").at_least(2.5, "tipg")
    few = work.ours[:LOOKED_AT]
    load.http(stand.bases["ours"], few, at, WARMING_S)
    warm = {
        "ours": stand.http("ours", few),
        "tipg": stand.http("tipg", work.tipg[:LOOKED_AT]),
    }
    yield stand.compare("tile z14, warm", warm, at).at_least(30, "tipg")


def far_maps(stand: Stand, at: int) -> Row:
    """Tiles of a whole city."""
    work = tiles(stand.city, [8, 9, 10, 11, 12])
    targets = stand.all(work, ours="cold")
    row = stand.compare("tile z8–12, cold", targets, at).at_least(20, "tipg")
    paths = {request.path for request in work.ours}
    largest = max(len(fetch(stand.bases["ours"] + path)[1]) for path in paths)
    row.goals.append(Goal("bytes of the largest", largest, LARGEST_TILE, most=True))
    return row


def writes(stand: Stand, database: Database, at: int) -> Row:
    """Ratings, each a change of one that was there."""
    work = ratings.workload(ratings.pairs(database, stand.city))
    targets = {
        "ours": stand.http("ours", work.ours),
        "db": stand.db(work, reader=False),
    }
    return stand.compare("rating", targets, at).at_least(0.3, "db")


def many_writes(stand: Stand, database: Database, wanted: int) -> Row:
    """So many ratings on few venues, 64 at a time: no deadlock, none refused."""
    work = ratings.workload(ratings.pairs(database, stand.city))
    before, done = ratings.deadlocks(database), 0.0
    row = Row("ratings at once", 64, stand.venues)
    while done < wanted and len(row.rounds) < 30:
        sample = load.http(stand.bases["ours"], work.ours, 64, 10)
        row.rounds.append({"ours": sample})
        done += sample.rate * 10
    locked = ratings.deadlocks(database) - before
    refused = sum(each["ours"].errors for each in row.rounds)
    row.goals += [
        Goal("ratings taken", done, wanted),
        Goal("deadlocks", locked, 0, most=True),
        Goal("refused", refused, 0, most=True),
    ]
    return row


def servers(stand: Stand, at: int) -> Iterator[Row]:
    """The servers that could run the service, side by side."""
    with ExitStack() as stack:
        bases = {"granian": (stand.bases["hello"], stand.bases["ours"])}
        try:
            packages = ours.other_servers()
        except NotStarted as missing:
            print(f"    other servers: {missing}")
            return
        for kind in ("gthread", "gevent"):
            hello = ours.gunicorn(
                "benchmarks.hello:application", stand.url, packages, kind
            )
            whole = ours.gunicorn(
                "citizen_api.wsgi:application", stand.url, packages, kind, "/readyz"
            )
            bases[kind] = (stack.enter_context(hello), stack.enter_context(whole))
        works = {
            "hello": (0, [Request("/")]),
            "one venue by id": (1, items(stand.city).ours),
            "50 venues in a box": (1, boxes(stand.city).ours),
        }
        for name, (which, requests) in works.items():
            targets: dict[str, Run | None] = {
                kind: _fixed(found[which], requests) for kind, found in bases.items()
            }
            yield stand.compare(f"server: {name}", targets, at)


def _fixed(base: str, requests: Sequence[Request]) -> Run:
    return lambda connections, seconds: load.http(base, requests, connections, seconds)


def growth(near: Stand, far: Stand) -> Row:
    """The hot statement alone in a city and in one ten times as large."""
    targets = {
        f"db at {stand.venues:,}": stand.db(nearby(stand.city, "distance"))
        for stand in (near, far)
    }
    row = near.compare("dish + 2 km + open, larger city", targets, 1)
    ratio = row.ratio(f"db at {far.venues:,}", f"db at {near.venues:,}", "p50")
    row.goals.append(Goal("p50 large / small", ratio, 1.6, most=True))
    return row


STARTERS: Mapping[str, Callable[[str], AbstractContextManager[str]]] = {
    "tipg": peers.tipg,
    "pygeoapi": peers.pygeoapi,
    "datasette": peers.datasette,
}
