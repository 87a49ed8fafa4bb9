"""An app of the VNeID simulator, and what the simulator keeps."""

from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import Connection

from identity.simulators.vneid.store import Store
from tests.identity.vneid.driving import App


@pytest.fixture
def app_at(issuer: str, http: requests.Session) -> App:
    """The public app of the sandbox."""
    return App(issuer, http)


@pytest.fixture
def rows(vneid_url: str) -> Iterator[Connection]:
    """The tables of the simulator, to look at."""
    store = Store(vneid_url)
    with store.engine.connect() as connection:
        yield connection
    store.close()
