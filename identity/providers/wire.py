"""Small HTTP requests with one deadline for all of it, and nothing written down.

The usual client libraries log addresses, and the gateway wants its secrets in them.
Connections are kept; redirects and proxies are not followed.
"""

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http.client import HTTPConnection, HTTPException
from time import monotonic
from typing import Any, Final, NamedTuple, cast
from urllib.parse import SplitResult, urlsplit

from identity import IdentityError
from identity.providers.line import Line, left

__all__ = [
    "PORTS",
    "BadAddress",
    "Fault",
    "NoReply",
    "Reply",
    "Wire",
    "connection_over",
    "ensure_address",
    "line_to",
    "origin_of",
    "target_of",
]

LARGEST: Final = 1024 * 1024
IDLE_MOST: Final = 8
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
PORTS: Final = {"http": 80, "https": 443}


class BadAddress(IdentityError):
    """The address is not https, nor on this machine."""


class Fault(StrEnum):
    """Why there is no reply that can be read."""

    TIMEOUT = "timeout"
    TLS = "tls"
    CONNECTION = "connection"
    BROKEN = "broken"
    CONTENT = "content"


class NoReply(IdentityError):
    """No reply that can be read; the message names only the fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"no reply: {fault}")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole reply of at most 1 MiB; `media_type` in small letters, no parameters."""

    status: int
    media_type: str
    body: bytes = field(repr=False)

    def json_object(self) -> dict[str, Any]:
        """The JSON object of the body; raises `NoReply` when it is anything else."""
        value: Any = None
        if self.media_type == "application/json":
            with suppress(ValueError, RecursionError):
                value = json.loads(self.body)
        if not isinstance(value, dict):
            raise NoReply(Fault.CONTENT)
        return value


def ensure_address(url: str) -> None:
    """Raise `BadAddress` unless the address is https, or http on this machine."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in PORTS and parts.port != 0
    except ValueError:
        raise BadAddress("the address cannot be read") from None
    local = parts.hostname in LOOPBACK
    if not (known and parts.hostname and (parts.scheme == "https" or local)):
        raise BadAddress("an address is https://…, or http:// on this machine")
    if parts.username is not None or parts.fragment:
        raise BadAddress("an address has no user name and no fragment")


class Origin(NamedTuple):
    """Whom a connection reaches."""

    scheme: str
    host: str
    port: int


def origin_of(parts: SplitResult) -> Origin:
    """The origin of a checked address."""
    return Origin(parts.scheme, parts.hostname or "", parts.port or PORTS[parts.scheme])


def target_of(parts: SplitResult) -> str:
    """What the first line of a request to an address names."""
    return parts._replace(
        scheme="", netloc="", path=parts.path or "/", fragment=""
    ).geturl()


@cache
def authorities() -> ssl.SSLContext:
    """Those that this system trusts; to read them takes 50 ms, once."""
    return ssl.create_default_context()


def line_to(
    origin: Origin, until: float, *, at: str = "", tls: ssl.SSLContext | None = None
) -> Line:
    """A new line, over TLS for https, until a moment; `at`: an address of its host.

    Raises TimeoutError, OSError.
    """
    made = socket.create_connection((at or origin.host, origin.port), left(until))
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if origin.scheme == "https":
        made.settimeout(left(until))
        made = (tls or authorities()).wrap_socket(made, server_hostname=origin.host)
    return Line(made, until)


def connection_over(line: Line, origin: Origin) -> HTTPConnection:
    """How to speak HTTP over a line."""
    connection = HTTPConnection(origin.host, origin.port)
    # http.client only sends on it and makes a file of it.
    connection.sock = cast(socket.socket, line)
    return connection


class Wire:
    """Requests with a deadline in seconds; safe to share among threads.

    Certificates are checked against `tls`, by default the system's authorities.
    """

    def __init__(
        self, seconds: float = 10.0, tls: ssl.SSLContext | None = None
    ) -> None:
        self.seconds = seconds
        self.tls = tls
        self.idle: dict[Origin, list[Line]] = {}
        self.lock = threading.Lock()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """The reply; raises `BadAddress` and `NoReply`. Never sends twice."""
        ensure_address(url)
        parts = urlsplit(url)
        sent = {"Accept": "application/json", **(headers or {})}
        try:
            return self.exchanged(
                origin_of(parts), method, target_of(parts), sent, body
            )
        except TimeoutError:
            fault = Fault.TIMEOUT
        except ssl.SSLError:
            fault = Fault.TLS
        except (HTTPException, ValueError):
            fault = Fault.BROKEN
        except OSError:
            fault = Fault.CONNECTION
        raise NoReply(fault)

    def exchanged(
        self,
        origin: Origin,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | None,
    ) -> Reply:
        """One request and its reply over a kept or a new line."""
        line = self.line_to(origin, monotonic() + self.seconds)
        connection = connection_over(line, origin)
        reusable = False
        try:
            connection.request(method, target, body, dict(headers))
            response = connection.getresponse()
            content = response.read(LARGEST + 1)
            if response.length or len(content) > LARGEST:
                raise HTTPException  # cut short, or too long
            reusable = not response.will_close and response.isclosed()
            media_type = response.headers.get_content_type()
            return Reply(response.status, media_type, content)
        finally:
            self.put_back(origin, line, reusable)

    def line_to(self, origin: Origin, until: float) -> Line:
        """A kept line that still stands, or a new one."""
        while kept := self.kept(origin):
            if kept.fresh():
                kept.until = until
                return kept
            kept.hang_up()
        return line_to(origin, until, tls=self.tls)

    def kept(self, origin: Origin) -> Line | None:
        """The line to this origin that was used last."""
        with self.lock:
            lines = self.idle.get(origin)
            return lines.pop() if lines else None

    def put_back(self, origin: Origin, line: Line, reusable: bool) -> None:
        """Keep the line for the next request, or hang up."""
        line.used = monotonic()
        with self.lock:
            lines = self.idle.setdefault(origin, [])
            if reusable and len(lines) < IDLE_MOST:
                lines.append(line)
                return
        line.hang_up()

    def close(self) -> None:
        """Hang up all kept lines."""
        with self.lock:
            lines = [line for kept in self.idle.values() for line in kept]
            self.idle.clear()
        for line in lines:
            line.hang_up()
