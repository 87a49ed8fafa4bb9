"""`python -m benchmarks`: the whole comparison, bounded in time, on 127.0.0.1 only."""

import argparse
import json
import os
import platform
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version

from benchmarks import (
    bikes,
    identity,
    ours,
    packs,
    pages,
    process,
    rentals,
    rows,
    trust,
)
from benchmarks.city import city, postgres
from benchmarks.comparing import Row, summary
from benchmarks.programs import HERE, NotStarted
from benchmarks.rows import STARTERS, Stand
from benchmarks.workloads import sampler
from citizen_api.db import Database

USUAL = 100_000
CITIES = (1_000, USUAL, 1_000_000)
READING = ("reads", "maps", "writes", "servers", "process", "connections")
GROUPS = (*READING, "identity", "rentals", "bikes", "sync", "trust", "pages")
SHOWN = ("flask", "flask-smorest", "marshmallow", "sqlalchemy", "psycopg", "granian")


def main() -> None:
    """Measure, print each row when it is there, keep all of them as JSON."""
    options = read_options()
    began, done = time.monotonic(), list[Row]()
    try:
        with postgres(options.postgres) as server:
            for row in measured(server, options):
                done.append(row)
                print("\n".join(row.lines()), "\n", flush=True)
    finally:
        keep(done, options)
    print(f"{summary(done)}; {(time.monotonic() - began) / 60:.0f} minutes")


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    add, flag = parser.add_argument, "store_true"
    add("--quick", action=flag, help="100,000 venues, a few minutes")
    add("--no-peers", action=flag, help="only ours and the database")
    add("--rows", default="", help=f"only a group: {', '.join(GROUPS)}")
    add("--postgres", help="a server to use; its bench_… databases are kept")
    return parser.parse_args()


def measured(server: str, options: argparse.Namespace) -> Iterator[Row]:
    """All rows, city by city."""
    rounds, seconds = (2, 2) if options.quick else (5, 3)
    groups = wanted(options)
    if "pages" in groups:
        yield from pages.rows(server, 1 if options.quick else 3)
    if groups == ["pages"]:
        return
    cities = (USUAL,) if options.quick else CITIES
    stands = {}
    for venues in cities:
        began = time.monotonic()
        url = city(server, venues, lambda _: None)
        print(f"{venues:,} venues are there after {time.monotonic() - began:.0f} s")
        database = Database(url, pool_size=2)
        with standing(database, url, venues, options) as (stand, pid):
            stand.rounds, stand.seconds = rounds, seconds
            stands[venues] = stand
            yield from of_city(stand, pid, database, options)
        database.close()
    if USUAL in stands and CITIES[-1] in stands and "reads" in groups:
        yield rows.growth(stands[USUAL], stands[CITIES[-1]])


def wanted(options: argparse.Namespace) -> list[str]:
    """The groups of rows that are asked for."""
    return [group for group in GROUPS if options.rows in group]


def of_city(
    stand: Stand, pid: int, database: Database, options: argparse.Namespace
) -> Iterator[Row]:
    """The rows of one city: the growing ones, and all of them for the usual one."""
    groups = wanted(options)
    if "reads" in groups:
        yield from rows.reads(stand, 16)
    if "maps" in groups:
        yield from rows.maps(stand, 16)
        if stand.venues == CITIES[-1] or options.quick:
            yield rows.far_maps(stand, 16)
    if stand.venues == USUAL:
        yield from of_usual_city(stand, pid, database, options)


def of_usual_city(
    stand: Stand, pid: int, database: Database, options: argparse.Namespace
) -> Iterator[Row]:
    """The rows that are measured in one city only."""
    groups = wanted(options)
    if "connections" in groups and not options.quick:
        alone = replace(stand, bases=_alone(stand), rounds=2)
        for connections in (1, 64):
            yield from rows.reads(alone, connections)
    if "writes" in groups:
        yield rows.writes(stand, database, 16)
        yield rows.many_writes(stand, database, 5_000 if options.quick else 100_000)
    if "servers" in groups:
        yield from rows.servers(stand, 16)
    yield from of_rooms(stand, database, options)
    if "process" in groups:
        yield process.search(stand)
        yield process.soak(stand, pid, 20 if options.quick else 120)
        yield process.start(stand)
        yield process.again(stand)


def of_rooms(
    stand: Stand, database: Database, options: argparse.Namespace
) -> Iterator[Row]:
    """The rows of one room each."""
    groups = wanted(options)
    if "identity" in groups:
        yield from identity.rows(stand, database)
    if "rentals" in groups:
        yield from rentals.rows(stand, database)
    if "bikes" in groups:
        yield from bikes.rows(stand, database)
    if "sync" in groups:
        yield from packs.rows(stand.url, stand.venues)
    if "trust" in groups:
        yield from trust.rows(database, quick=options.quick)


def _alone(stand: Stand) -> dict[str, str]:
    return {name: base for name, base in stand.bases.items() if name not in STARTERS}


@contextmanager
def standing(
    database: Database, url: str, venues: int, options: argparse.Namespace
) -> Iterator[tuple[Stand, int]]:
    """Everything that serves a city, running; and the process id of the service."""
    with ExitStack() as stack:
        base, service = stack.enter_context(ours.service(url))
        anew, _ = stack.enter_context(ours.service(url, ANSWERS_KEPT_MB=0))
        cold = ours.granian("benchmarks.cold:application", url, "/readyz")
        hello = ours.granian("benchmarks.hello:application", url)
        bases = {"ours": base, "anew": anew, "cold": stack.enter_context(cold)}
        bases["hello"] = stack.enter_context(hello)
        alone = options.no_peers or not {*READING} & {*wanted(options)}
        for name, starter in {} if alone else STARTERS.items():
            try:
                bases[name] = stack.enter_context(starter(url))
            except NotStarted as missing:
                print(f"{name} is not measured: {missing}", flush=True)
        yield Stand(url, venues, sampler(database), bases, 1, 1), service.pid


def keep(done: list[Row], options: argparse.Namespace) -> None:
    """Write the results file."""
    now = datetime.now(UTC)
    content = {
        "at": now.isoformat(timespec="seconds"),
        "quick": options.quick,
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "python": platform.python_version(),
        "packages": {name: version(name) for name in SHOWN},
        "rows": [row.kept() for row in done],
    }
    folder = HERE / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"{now:%Y-%m-%d-%H%M}{'-quick' if options.quick else ''}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    print(f"results are in {path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
