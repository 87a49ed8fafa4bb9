"""Which redirect URIs are those of a client (RFC 9700 2.1, RFC 8252 7)."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from identity import IdentityError

__all__ = ["BadRedirect", "ensure_registrable", "form_target", "is_registered"]

MAX_LENGTH: Final = 2000
HIGHEST_PORT: Final = 65535
PLAIN: Final = re.compile(r"[!$-;=?-\[\]_a-z~]+")
LOOPBACK: Final = re.compile(r"(http://(?:127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?(/.*)?")
PRIVATE_USE: Final = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:/[^/].*")


class BadRedirect(IdentityError):
    """A redirect URI that no client may register."""


def is_registered(uri: str, registered: Iterable[str]) -> bool:
    """Whether the URI is, character for character, one of the registered ones.

    Only the port of a loopback literal is free (RFC 8252 7.3); `localhost` is exact.
    """
    if len(uri) > MAX_LENGTH or not PLAIN.fullmatch(uri):
        return False
    wanted = _without_loopback_port(uri)
    return wanted is not None and any(
        wanted == _without_loopback_port(each) for each in registered
    )


def ensure_registrable(uri: str) -> None:
    """Refuse what RFC 8252 does not know. Raises `BadRedirect`.

    Allowed: https, http on a loopback literal or on localhost, and a private-use
    scheme that is a reversed domain name, written with one slash.
    """
    if not PLAIN.fullmatch(uri) or "*" in uri:
        raise BadRedirect("a redirect URI is of plain ASCII, with no fragment and no *")
    if PRIVATE_USE.fullmatch(uri) or LOOPBACK.fullmatch(uri):
        return
    parts = urlsplit(uri)
    local = parts.scheme == "http" and parts.hostname == "localhost"
    if parts.username or not parts.hostname or not (parts.scheme == "https" or local):
        raise BadRedirect("https, a loopback address or a private-use scheme only")


def form_target(uri: str) -> str:
    """What the CSP directive form-action must name for a redirect to this URI."""
    parts = urlsplit(uri)
    # The grammar of CSP has no IPv6 addresses.
    named = parts.netloc and "[" not in parts.netloc
    return f"{parts.scheme}://{parts.netloc}" if named else f"{parts.scheme}:"


def _without_loopback_port(uri: str) -> str | None:
    """The URI; that of a loopback literal without its port, none if that is wrong."""
    match = LOOPBACK.fullmatch(uri)
    if not match:
        return uri
    host, port, path = match.groups()
    if port is not None and not 0 < int(port) <= HIGHEST_PORT:
        return None
    return f"{host}{path or ''}"
