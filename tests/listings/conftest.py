"""A city that all these tests share; each has a phone that reported nothing yet."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.listings.owning import show_at_once
from tests.listings.reporting import Reporter


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where other phones have reported too."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"reported_{worker}"))
    show_at_once(made)
    yield made
    close(made)


@pytest.fixture
def phone(shared: Flask) -> Reporter:
    """A phone that has reported nothing."""
    return Reporter(shared)


@pytest.fixture
def other(shared: Flask) -> Reporter:
    """Another phone in the same city."""
    return Reporter(shared)
