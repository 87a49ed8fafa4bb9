"""Addresses that others name, called so that nobody is led into our own network.

The address that was looked at is the one that is called: a name that is asked twice
may answer differently.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, urlsplit

from identity.providers.wire import PORTS, connection_over, line_to, origin_of

LONGEST: Final = 1000
# They stand for addresses of IPv4, which may be private ones.
TRANSLATED: Final = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "2002::/16", "::/96"))
)


class NotOpen(Exception):
    """The host is not on the open internet."""


class BadAddress(ValueError):
    """It is not https://host/path in plain letters, or it holds a password."""


def address(url: str, *, local: bool) -> SplitResult:
    """The parts of an address; `local`: http, too. Raises BadAddress."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in (PORTS if local else {"https"}) and parts.port != 0
    except ValueError:
        raise BadAddress from None
    plain = url.isascii() and url.isprintable() and " " not in url
    named = parts.username is not None or parts.password is not None
    if not (known and parts.hostname and plain and len(url) <= LONGEST) or named:
        raise BadAddress
    return parts


def vetted(host: str, port: int, *, local: bool) -> str:
    """An address of a host that may be called; `local`: of this machine, too.

    Raises NotOpen, also when only one of its addresses is not open, and OSError.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not all(is_open(each, local) for each in addresses):
        raise NotOpen
    return addresses[0]


def is_open(address: str, local: bool) -> bool:
    """Whether an address may be called."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if local and found.is_loopback:
        return True
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return is_open(str(found.ipv4_mapped), local)
        if any(found in network for network in TRANSLATED):
            return False
    return found.is_global and not found.is_multicast


@contextmanager
def connected(
    parts: SplitResult, seconds: float, *, local: bool
) -> Iterator[HTTPConnection]:
    """A connection to an address that may be called; it all ends after `seconds`.

    Raises NotOpen, OSError, TimeoutError.
    """
    until, origin = monotonic() + seconds, origin_of(parts)
    line = line_to(origin, until, at=vetted(origin.host, origin.port, local=local))
    try:
        yield connection_over(line, origin)
    finally:
        line.hang_up()
