"""A city that the tests of owners' pages share, and an owner with their phone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.listings.owning import show_at_once
from tests.pages.owners.owning import Owner


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which what owners change is seen at once."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"owned_{worker}"))
    show_at_once(made)
    yield made
    close(made)


@pytest.fixture
def owner(shared: Flask) -> Owner:
    """The owner of a new venue that serves one dish without a price."""
    return Owner(shared)
