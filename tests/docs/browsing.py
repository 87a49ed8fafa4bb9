"""Somebody at a browser, who chooses P001 and allows everything.

As a program it is a browser: `BROWSER="python -m tests.docs.browsing %s"`.
"""

import sys
from urllib.parse import urlsplit

import requests

from citizen_api.accounts.rules import SCOPES
from tests.accounts.driving import Reader


def at(address: str) -> Reader:
    """A browser for the service that an address is of."""
    parts = urlsplit(address)
    return Reader(f"{parts.scheme}://{parts.netloc}")


def went_through(reader: Reader, address: str) -> str:
    """The address where the browser ends, not yet opened."""
    page = reader.browser.get(address)
    if page.url.startswith(reader.at_vneid.issuer):
        back = reader.back_from_vneid(page, "P001")
        if "/sim/vneid/" in urlsplit(address).path:
            return back
        page = reader.browser.get(back)
    return reader.decide(page, "allow", SCOPES).headers["Location"]


if __name__ == "__main__":
    requests.get(went_through(at(sys.argv[1]), sys.argv[1]), timeout=10)
