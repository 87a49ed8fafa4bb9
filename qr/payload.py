"""The link inside a QR code.

Why the link is in small letters. QR codes have a denser mode for capitals, so that
"HTTPS://HOST/Q/CODE" would give larger modules. Measured with an 18-letter host:

    correction   small letters, ?s=1   capitals, ?s=1 as bytes
    H            37 modules wide       33 modules wide
    M            29 modules wide       29 modules wide

With the quiet zone that is at best 9 % per module. The price is too high: Android
matches scheme and host of app links case-sensitively, and camera apps that do not
fold them (Pixel Camera 9.8, Samsung: Simply-Love-SM5 issue 617, my-qr.art issue 12)
show a capital "HTTPS:" as text or open nothing. The code itself is in capitals.
"""

import re
from typing import Final

from qr import QrError
from qr.codes import Code

__all__ = ["SCAN_MARK", "BadHost", "host_of", "link_url", "readable_link"]

SCAN_MARK: Final = ("s", "1")

HOST_URL_MAX: Final = 128
LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST_URL: Final = re.compile(rf"https?://{LABEL}(?:\.{LABEL})*(?::[1-9][0-9]{{0,4}})?")


class BadHost(QrError):
    """The host is not like "https://host" or "http://host:port" in small letters."""


def link_url(host_url: str, code: Code, *, scan_mark: bool = True) -> str:
    """The address that opens the code: `https://HOST/q/CODE?s=1`.

    The mark tells a scan from the same link shared, so only what is drawn or printed
    carries it. `host_url` has no path and no final slash, international names are
    in Punycode, and is at most 128 characters long; otherwise `BadHost`.
    """
    if len(host_url) > HOST_URL_MAX or not HOST_URL.fullmatch(host_url):
        raise BadHost(f"not a host to put into a QR code: {host_url[:HOST_URL_MAX]!r}")
    name, value = SCAN_MARK
    return f"{host_url}/q/{code}" + (f"?{name}={value}" if scan_mark else "")


def readable_link(url: str) -> str:
    """What a person types to open a link of `link_url`: without the scan mark.

    "https://" goes without saying, "http://" does not.
    """
    name, value = SCAN_MARK
    return url.removesuffix(f"?{name}={value}").removeprefix("https://")


def host_of(url: str) -> str:
    """The host, and the port if it has one, as the phone will show it."""
    return url.partition("://")[2].partition("/")[0]
