"""Addresses that others name, called so that nobody is led into our own network.

The address that was looked at is the one that is called: a name that is asked twice
may answer differently.
"""

import ipaddress
import socket
import ssl
from typing import Final

from identity.providers.line import Line, left

PORTS: Final = {"https": 443, "http": 80}
# They stand for addresses of IPv4, which may be private ones.
TRANSLATED: Final = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "2002::/16", "::/96"))
)


class NotOpen(Exception):
    """The host is not on the open internet."""


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


def line_to(scheme: str, host: str, port: int, until: float, *, local: bool) -> Line:
    """A line to a host that may be called, over TLS for https, until a moment.

    Raises NotOpen, OSError, TimeoutError.
    """
    made = socket.create_connection(
        (vetted(host, port, local=local), port), left(until)
    )
    if scheme == "https":
        made.settimeout(left(until))
        made = ssl.create_default_context().wrap_socket(made, server_hostname=host)
    return Line(made, until)
