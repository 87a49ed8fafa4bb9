"""The process itself: memory, start, a soak; and how well the search finds dishes."""

import csv
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks import load, ours
from benchmarks.comparing import Goal, Row
from benchmarks.programs import (
    CHECKOUT,
    Memory,
    children,
    free_port,
    memory,
    running,
)
from benchmarks.rows import Stand
from benchmarks.scratch import scratch
from benchmarks.workloads import boxes, items, nearby, tiles

LABELS = CHECKOUT / "tests" / "dishes" / "labelled_queries.tsv"
STARTS = 3
SLICE_S = 5


def start(stand: Stand) -> Row:
    """How long until the service is ready, its database being there."""
    took = []
    for _ in range(STARTS):
        begun = time.monotonic()
        with ours.service(stand.url):
            took.append(time.monotonic() - begun)
    row = Row("process: start", 0, stand.venues)
    row.goals.append(Goal("seconds to /readyz", statistics.median(took), 1, most=True))
    return row


def again(stand: Stand) -> Row:
    """How long `make run` takes where it has run before."""
    took = []
    with tempfile.TemporaryDirectory(prefix="citizen-", dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)  # the server of the database is not root
        scratch(folder)
        for _ in range(1 + STARTS):
            port, begun = free_port(), time.monotonic()
            url, command = f"http://127.0.0.1:{port}/", ["make", "-C", folder, "run"]
            with running("make-run", command, url, PORT=port):
                took.append(time.monotonic() - begun)
    _, *later = took
    row = Row("process: make run again", 0, stand.venues)
    seconds = statistics.median(later)
    row.goals.append(Goal("seconds to the first page", seconds, 3, most=True))
    return row


def soak(stand: Stand, pid: int, seconds: int) -> Row:
    """Memory of the workers under every question at once, slice by slice."""
    city = stand.city
    asked = [*boxes(city).ours, *nearby(city, "distance").ours, *items(city).ours]
    asked += [*nearby(city, "score").ours, *tiles(city, [10, 12, 14]).ours]
    row, held = Row("process: soak", 16, stand.venues), list[Memory]()
    for _ in range(max(seconds // SLICE_S, 4)):
        sample = load.http(stand.bases["ours"], asked, 16, SLICE_S)
        row.rounds.append({"ours": sample})
        held.append(max(memory(worker) for worker in workers(pid)))
    half = len(held) // 2
    resident, shares = zip(*held, strict=True)
    grown = statistics.median(resident[half:]) / resident[half - 1]
    row.goals += [
        Goal("MB resident a worker", max(resident), 120, most=True),
        Goal("MB of that its own or its share", max(shares), 120, most=True),
        Goal("second half / end of the first", grown, 1.05, most=True),
        Goal("refused", sum(each["ours"].errors for each in row.rounds), 0, most=True),
    ]
    return row


def workers(pid: int) -> list[int]:
    """The workers of a service: the last processes of its family."""
    below = children(pid)
    return [worker for child in below for worker in workers(child)] or [pid]


def search(stand: Stand, labels: Path = LABELS) -> Row:
    """The labelled queries in the process, without HTTP."""
    with labels.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names, slugs = stand.city.keeping.dishes.names, stand.city.keeping.dishes.by_id
    first = third = empty = nonsense = 0
    took = []
    for row in rows:
        wanted = set(filter(None, row["dishes"].split("|")))
        begun = time.perf_counter()
        matches = names.search(row["query"], 3)
        took.append((time.perf_counter() - begun) * 1000)
        found = [slugs[match.dish].slug for match in matches]
        nonsense += not wanted
        empty += not wanted and not found
        first += bool(wanted and found and found[0] in wanted)
        third += bool(wanted & set(found))
    made = Row("search by the labelled queries", 0, stand.venues)
    real = len(rows) - nonsense
    made.goals += [
        Goal("queries", len(rows), 200),
        Goal("in the first three", third / real, 0.98),
        Goal("first", first / real, 0.95),
        Goal("nonsense left empty", empty / max(nonsense, 1), 1),
        Goal("ms, median", statistics.median(took), 1, most=True),
        Goal("ms, 99 of 100", sorted(took)[int(len(took) * 0.99)], 1, most=True),
    ]
    return made
