"""The production server: granian in WSGI mode, run as a child process.

`python -m citizen_api.server` is that child. It loads the application once, and its
workers are forks that share it; each opens its own connections when first asked.
"""

import gc
import http.client
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from citizen_api.settings import BadSetting, Settings, from_environment

READY_WITHIN_S = 60.0
STOP_WITHIN_S = 30
POLL_EVERY_S = 0.02
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not bound


class ServerError(Exception):
    """The server cannot start; the text says why, and what to do."""


def local_url(settings: Settings) -> str:
    """Where this machine reaches the server, no trailing slash."""
    host = EVERYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def ensure_port_is_free(settings: Settings) -> None:
    """Raises ServerError when nobody could listen there, BadSetting for a bad HOST."""
    family, address = _resolved(settings)
    where = f"port {settings.port} of {settings.host}"
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            raise ServerError(f"{where} is for root: choose another PORT") from None
        except OSError as error:
            reason = "is taken" if _is_taken(error) else f"is not usable ({error})"
            raise ServerError(f"{where} {reason}: choose another PORT") from None


@contextmanager
def running(environ: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The server as a child, out of reach of the terminal's signals.

    Requests at hand are finished when the block ends. It also ends when this process
    is killed outright.
    """
    child = subprocess.Popen(  # noqa: S603 - no shell, our own words
        [*_ends_with_its_starter(), sys.executable, "-m", "citizen_api.server"],
        env=environ,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        _stop(child)


def wait_until_it_answers(
    child: subprocess.Popen[bytes], settings: Settings
) -> None:
    """Returns at its first answer, or when it has ended; raises ServerError."""
    host = EVERYWHERE.get(settings.host, settings.host)
    deadline = time.monotonic() + READY_WITHIN_S
    while child.poll() is None and time.monotonic() < deadline:
        if alive(host, settings.port):
            return
        time.sleep(POLL_EVERY_S)
    if child.returncode is None:
        raise ServerError(f"the server does not answer after {READY_WITHIN_S:.0f} s")


def alive(host: str, port: int) -> bool:
    """Whether a service of ours answers there."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status == 200 and answer.read() == b'{"status":"alive"}'
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def exit_code(child: subprocess.Popen[bytes]) -> int:
    """Waits for the server; its exit code as a shell would give it."""
    code = child.wait()
    return code if code >= 0 else 128 - code


def serve(settings: Settings) -> None:
    """Serve until INT or TERM. A worker that dies is replaced."""
    _, address = _resolved(settings)
    multiprocessing.set_start_method("fork")
    gc.freeze()
    Server(
        "citizen_api.wsgi:application",
        address=str(address[0]),
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S - 10,
    ).serve()


def _resolved(settings: Settings) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )
    except OSError as error:
        raise BadSetting(f"HOST {settings.host!r} is unknown: {error}") from None
    family, _, _, _, address = found[0]
    return family, address


def _is_taken(error: OSError) -> bool:
    return error.errno == errno.EADDRINUSE


def _ends_with_its_starter() -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=TERM"] if setpriv else []


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(timeout=STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        pass
    # Workers that a killed server left behind are still in its process group.
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


if __name__ == "__main__":
    serve(from_environment())
