"""A city that all these tests share; each has a phone that reported nothing yet."""

from collections.abc import Iterator

import pytest
from flask import Flask

from citizen_api.http.session import COPIES
from citizen_api.versions import CATALOGUE, PLACES, Copies
from tests.conftest import close, copied, make_app
from tests.factories import database_of
from tests.listings.reporting import Reporter


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where other phones have reported too."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"reported_{worker}"))
    yield made
    close(made)


@pytest.fixture(scope="package", autouse=True)
def at_once(shared: Flask) -> None:
    """What owners change is seen at once, and not a second later."""
    engine = database_of(shared).engine
    shared.extensions[COPIES] |= {
        name: Copies(engine, name, patience=0) for name in (CATALOGUE, PLACES)
    }


@pytest.fixture
def phone(shared: Flask) -> Reporter:
    """A phone that has reported nothing."""
    return Reporter(shared)


@pytest.fixture
def other(shared: Flask) -> Reporter:
    """Another phone in the same city."""
    return Reporter(shared)
