"""Programs in the background: started, waited for, measured, stopped."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
CHECKOUT = HERE.parent
WORK = CHECKOUT / ".local" / "bench"
READY_WITHIN_S = 120.0
STOP_WITHIN_S = 20.0
QUIET_WITHIN_S = 8.0
RESTING = 0.85  # of the time idle


class NotStarted(Exception):
    """A program did not answer in time; says where its log is."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    name: str, command: Sequence[object], url: str, **environment: object
) -> Iterator[subprocess.Popen[bytes]]:
    """A program, from its first good answer at `url` to the end of the block.

    Raises NotStarted.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    log = WORK / f"{name}.log"
    given = {key: str(value) for key, value in environment.items()}
    with log.open("wb") as printed:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=CHECKOUT,
            env={**os.environ, **given},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )
        try:
            wait_for(url, process, log)
            yield process
        finally:
            stop(process)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return at the first good answer; raises NotStarted."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                answer.read()
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise NotStarted(f"{url} does not answer; see {log}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and what it started: its own process group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(timeout=STOP_WITHIN_S)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


class Memory(NamedTuple):
    """What a process holds, in MB: every page, and its share of those it shares."""

    resident: float
    share: float


def memory(pid: int) -> Memory:
    """The memory a process holds (Linux: `Rss` and `Pss`)."""
    _, *lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    fields: Mapping[str, str] = dict(line.split(":", 1) for line in lines)
    resident, share = (int(fields[name].split()[0]) / 1024 for name in ("Rss", "Pss"))
    return Memory(resident, share)


def quiet() -> None:
    """Wait until the processors rest: a slow target still works on what it was sent."""
    deadline = time.monotonic() + QUIET_WITHIN_S
    while time.monotonic() < deadline:
        idle, total = _processor_ticks()
        time.sleep(0.25)
        later_idle, later_total = _processor_ticks()
        if later_idle - idle > RESTING * (later_total - total):
            return


def _processor_ticks() -> tuple[int, int]:
    ticks = [int(field) for field in Path("/proc/stat").read_text().split()[1:9]]
    return ticks[3] + ticks[4], sum(ticks)


def fetch(url: str) -> tuple[str, bytes]:
    """The ETag ("" for none) and the body of an address; raises for an error."""
    with urllib.request.urlopen(url, timeout=120) as answer:
        return answer.headers.get("ETag", ""), answer.read()
