"""The production server as a process of its own, on a port of 127.0.0.1."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException

from tests.conftest import ENVIRON

READY_WITHIN_S = 60.0


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def served(url: str, *, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """The service on a database; the port it answers on."""
    port = free_port()
    settings = {
        "DATABASE_URL": url,
        **ENVIRON,
        "PORT": str(port),
        "WORKERS": str(workers),
        "THREADS": str(threads),
    }
    command = [sys.executable, "-m", "citizen_api.server"]
    with subprocess.Popen(command, env=os.environ | settings) as process:
        try:
            wait_until_it_answers(process, port)
            yield port
        finally:
            process.terminate()


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    """Returns at the first answer."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server has ended"
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
    raise TimeoutError("the server does not answer")
