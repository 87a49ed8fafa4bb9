"""Load on one target for a few seconds: wrk for HTTP, pgbench for the database."""

import json
import re
import statistics
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.programs import HERE
from benchmarks.statements import Script
from citizen_api.db import READER_OPTIONS

TPS = re.compile(r"tps = ([\d.]+)")
OVERTIME_S = 120


class LoadFailed(Exception):
    """The load generator failed; says why."""


@dataclass(frozen=True)
class Sample:
    """What came of one run: answers a second, latencies in ms, refused answers."""

    rate: float
    p50: float
    p99: float
    errors: int = 0
    bytes: float = 0.0


@dataclass(frozen=True)
class Request:
    """One request of a list; the host is that of the target."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def line(self) -> str:
        """As `wrk.lua` reads it."""
        headers = "\x1f".join(
            f"{name}\x1e{text}" for name, text in self.headers.items()
        )
        return "\t".join((self.method, self.path, headers, self.body))


def http(
    base: str, requests: Sequence[Request], connections: int, seconds: int
) -> Sample:
    """Requests drawn at random from the list, one generator thread."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as listed:
        listed.write("\n".join(request.line() for request in requests))
        listed.flush()
        command = [
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s",
            "-s", HERE / "wrk.lua", base, "--", listed.name,
        ]  # fmt: skip
        done = run(command, seconds)
    found = json.loads(done.splitlines()[-1])
    answers = max(found["requests"], 1)
    return Sample(
        rate=found["requests"] / (found["us"] / 1e6),
        p50=found["p50"] / 1000,
        p99=found["p99"] / 1000,
        errors=found["errors"],
        bytes=found["bytes"] / answers,
    )


def database(
    url: str, script: Script, connections: int, seconds: int, *, reader: bool = True
) -> Sample:
    """The statement alone, prepared, in the settings that the service gives it."""
    target = make_url(url)
    options = READER_OPTIONS if reader else "-c jit=off"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "script").write_text(script.text)
        command = [
            "pgbench", "-n", "-Mprepared", f"-c{connections}", "-j1", f"-T{seconds}",
            "-f", f"{folder}/script", "-l", f"--log-prefix={folder}/log",
            *(f"-D{name}={text}" for name, text in script.constants.items()),
            "-h", target.query["host"], "-p", target.query.get("port", "5432"),
            "-U", target.username, target.database,
        ]  # fmt: skip
        printed = run(command, seconds, PGOPTIONS=f"{options} -c timezone=UTC")
        took = sorted(
            int(line.split()[2]) / 1000
            for log in Path(folder).glob("log*")
            for line in log.read_text().splitlines()
        )
    rate = TPS.search(printed)
    if rate is None or len(took) < 2:
        raise LoadFailed(printed)
    return Sample(
        rate=float(rate[1]),
        p50=statistics.median(took),
        p99=took[int(len(took) * 0.99)],
    )


def run(command: Sequence[object], seconds: int, **environment: str) -> str:
    """What a generator printed; raises LoadFailed."""
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=seconds + OVERTIME_S,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", **environment},
        check=False,
    )
    if done.returncode != 0:
        raise LoadFailed(f"{command[0]}: {done.stderr.strip()[-2000:]}")
    return done.stdout
