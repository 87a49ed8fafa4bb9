"""Where the server listens, and whether it answers."""

import errno
import http.client
import socket
import time

from citizen_api.commands.failures import Failure
from citizen_api.commands.server_child import Child
from citizen_api.settings import BadSetting, Settings

ANSWERS_WITHIN_S = 60.0
POLL_EVERY_S = 0.02
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to ask, not listen
ALIVE = b'{"status":"alive"}'


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
