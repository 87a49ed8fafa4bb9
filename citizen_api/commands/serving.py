"""The production server as a child: started, waited for, stopped with its parent."""

import errno
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from citizen_api.commands.failures import Failure
from citizen_api.settings import BadSetting, Settings

ANSWERS_WITHIN_S = 60.0
STOPS_WITHIN_S = 30.0
POLL_EVERY_S = 0.02
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask, not listen
ALIVE = b'{"status":"alive"}'

Child = subprocess.Popen[bytes]


def host_to_ask(settings: Settings) -> str:
    """The host that this machine reaches the server by."""
    return ANYWHERE.get(settings.host, settings.host)


def local_url(settings: Settings) -> str:
    """Where this machine reaches the server, no trailing slash."""
    host = host_to_ask(settings)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def ensure_port_is_free(settings: Settings) -> None:
    """Raises Failure when the server could not listen, BadSetting for a bad HOST."""
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )
    except OSError:
        raise BadSetting(f"HOST names no machine: {settings.host!r}") from None
    family, kind, _, _, address = found[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise Failure(_why_not(error, settings)) from None


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {settings.port} is taken: stop what uses it, or set PORT"
    if error.errno == errno.EACCES:
        return f"port {settings.port} is for root only: set PORT to 1024 or more"
    return f"{settings.host} is no address of this machine: set HOST"


@contextmanager
def loading(environ: Mapping[str, str]) -> Iterator[Child]:
    """The server as a child that loads its code, and waits until it may serve.

    Out of reach of the terminal's signals. It ends with the block, whatever happens,
    and when this process is killed.
    """
    words = [sys.executable, "-m", "citizen_api.server", "--when-told"]
    with subprocess.Popen(  # noqa: S603 - no shell, our own words
        [*ends_with_its_starter(), *words],
        env=environ,
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        try:
            yield child
        finally:
            # Also the workers of a server that was killed: they are of its group.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


@contextmanager
def serving(child: Child) -> Iterator[None]:
    """Let it serve until the block ends; then it finishes the requests at hand."""
    if child.stdin:
        with suppress(BrokenPipeError):
            child.stdin.write(b"serve\n")
            child.stdin.close()
    try:
        yield
    finally:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOPS_WITHIN_S)


def wait_until_it_answers(child: Child, settings: Settings) -> bool:
    """True at its first answer, False when it has ended; raises Failure."""
    deadline = time.monotonic() + ANSWERS_WITHIN_S
    while child.poll() is None:
        if is_ours(host_to_ask(settings), settings.port):
            return True
        if time.monotonic() > deadline:
            raise Failure(f"the server does not answer in {ANSWERS_WITHIN_S:.0f} s")
        time.sleep(POLL_EVERY_S)
    return False


def is_ours(host: str, port: int) -> bool:
    """Whether this service answers there."""
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().read(100).strip() == ALIVE
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def exit_code(child: Child) -> int:
    """Waits for the server to end; its code as a shell gives it."""
    code = child.wait()
    return code if code >= 0 else 128 - code


def ends_with_its_starter() -> list[str]:
    """The prefix that stops the server when its starter is killed outright (Linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig=TERM"] if setpriv else []
