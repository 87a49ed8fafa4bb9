"""What a phone loads before the first tap, packed: 70 kB at most."""

import re

import pytest
from flask.testing import FlaskClient

from tests.pages.reading import PHONE, Page

GZIP = {"Accept-Encoding": "gzip"}
IMPORT = re.compile(r'^import (?:.* from )?"\./(.+)";$', re.MULTILINE)
MOST = 60_000  # of the 70 kB, some are left for what comes


def loaded(client: FlaskClient, path: str) -> dict[str, int]:
    """The bytes of everything that a page asks for by itself."""
    waiting = Page(client.get(path, headers=PHONE)).asked_for
    sizes = {path: len(client.get(path, headers=PHONE | GZIP).data)}
    while waiting:
        address = waiting.pop()
        if address not in sizes:
            sizes[address] = len(client.get(address, headers=GZIP).data)
            if address.endswith(".js"):
                text = client.get(address).get_data(as_text=True)
                folder = address.rpartition("/")[0]
                waiting += [f"{folder}/{name}" for name in IMPORT.findall(text)]
    return sizes


@pytest.mark.parametrize("path", ["/", "/search?q=banh+da+cua"])
def test_a_page_is_light(client: FlaskClient, path: str) -> None:
    sizes = loaded(client, path)

    assert any(address.endswith("/suggest.js") for address in sizes)
    assert sum(sizes.values()) <= MOST
