"""One running PostgreSQL: started, waited for, stopped; and what a killed one left."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from citizen_api.local_postgres.binaries import PostgresError

__all__ = ["PORT", "USER", "Server", "end_leftovers"]

USER = "citizen"
PORT = 5432
READY_WITHIN = 120.0
STOP_WITHIN = 60.0
POLL_EVERY = 0.02
LOG_LINES = 5


@dataclass(frozen=True)
class Server:
    """A running server that answers on the socket in `sockets` and logs to `log`."""

    process: subprocess.Popen[bytes]
    sockets: Path
    log: Path
    url: str

    def wait_until_ready(self) -> None:
        """Returns when it takes connections; raises PostgresError when it will not."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise PostgresError(f"PostgreSQL ended at start. {self._last_words()}")
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(POLL_EVERY)
            else:
                return
        raise PostgresError(
            f"PostgreSQL is not ready after {READY_WITHIN:.0f} s. {self._last_words()}"
        )

    def ensure_runs(self) -> None:
        """Raises PostgresError when it has ended."""
        if self.process.poll() is not None:
            raise PostgresError(f"PostgreSQL has ended; its log is {self.log}")

    def connect(self) -> psycopg.Connection:
        """A connection to the maintenance database, in autocommit."""
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            user=USER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def stop(self) -> None:
        """Ends it: politely, then firmly. Does nothing when it has ended already."""
        for signal_number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            self.process.send_signal(signal_number)
            try:
                self.process.wait(timeout=STOP_WITHIN)
            except subprocess.TimeoutExpired:
                continue
            return

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-LOG_LINES:]
        return "\n".join([f"The end of {self.log}:", *lines])


def end_leftovers(data: Path) -> None:
    """Ends what still runs on this data directory after its starter was killed.

    Then the pid file is stale, and goes: after a power loss its number may belong
    to somebody else, and PostgreSQL would refuse to start. The caller holds the lock.
    """
    for signal_number in (signal.SIGQUIT, signal.SIGKILL):
        for process in _running_in(data):
            with suppress(ProcessLookupError):
                os.kill(process, signal_number)
        if _comes_true(lambda: not _running_in(data), within=10.0):
            (data / "postmaster.pid").unlink(missing_ok=True)
            return
    raise PostgresError(
        f"an older PostgreSQL on {data} does not end: {_running_in(data)}"
    )


def _running_in(data: Path) -> list[int]:
    return [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if _is_postgres_in(entry, data)
    ]


def _is_postgres_in(process: Path, data: Path) -> bool:
    try:
        name = (process / "comm").read_text().strip()
        return name == "postgres" and (process / "cwd").readlink() == data
    except OSError:
        return False


def _comes_true(condition: Callable[[], bool], within: float) -> bool:
    deadline = time.monotonic() + within
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_EVERY)
    return True
