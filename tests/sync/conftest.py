"""A city that the tests of a file change one after the other."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, dropped, make_app


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """The service on a city that changes; what a test finds there differs."""
    name = f"synced_{worker}"
    made = make_app(copied(server_url, f"seeded_{worker}", name))
    yield made
    close(made)
    dropped(name)
