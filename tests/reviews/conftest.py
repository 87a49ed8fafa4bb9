"""Phones: in a city that all these tests share, or in a test's own `fresh` one."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.reviews.phones import Phone


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where other phones have rated too."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"rated_{worker}"))
    yield made
    close(made)


@pytest.fixture
def here(request: pytest.FixtureRequest) -> Flask:
    """The city of the phones."""
    name = "fresh" if "fresh" in request.fixturenames else "shared"
    city: Flask = request.getfixturevalue(name)
    return city


@pytest.fixture
def phone(here: Flask) -> Phone:
    """A phone that has rated nothing yet."""
    return Phone(here)


@pytest.fixture
def other(here: Flask) -> Phone:
    """Another phone in the same city."""
    return Phone(here)
