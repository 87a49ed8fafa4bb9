"""What the tests of visits share: a city, and phones in it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.visits.guests import Guest


@pytest.fixture(scope="package")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where each test has a venue of its own."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"visited_{worker}"))
    yield made
    close(made)


@pytest.fixture
def guest(city: Flask) -> Guest:
    """Somebody at a venue that is open all day."""
    return Guest(city)
