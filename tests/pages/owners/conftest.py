"""A city that the tests of owners' pages share, and an owner with their phone."""

from collections.abc import Iterator

import pytest
from flask import Flask

from citizen_api.http.session import COPIES
from citizen_api.versions import CATALOGUE, PLACES, Copies
from tests.conftest import close, copied, make_app
from tests.factories import database_of
from tests.pages.owners.owning import Owner


@pytest.fixture(scope="package")
def shared(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city in which what owners change is seen at once."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"owned_{worker}"))
    engine = database_of(made).engine
    made.extensions[COPIES] |= {
        name: Copies(engine, name, patience=0) for name in (CATALOGUE, PLACES)
    }
    yield made
    close(made)


@pytest.fixture
def owner(shared: Flask) -> Owner:
    """The owner of a new venue that serves one dish without a price."""
    return Owner(shared)
