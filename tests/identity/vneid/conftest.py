"""The simulator on a real port, mounted under a path, on a database of its own."""

from collections.abc import Iterator

import pytest
import requests
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from identity.simulators.vneid import create_simulator
from identity.simulators.vneid.context import EXTENSION
from identity.simulators.vneid.store import Store
from tests.conftest import copied
from tests.identity.serving import served
from tests.identity.vneid.driving import App, Person

PREFIX = "/sim/vneid"


@pytest.fixture(scope="session")
def vneid_url(server_url: str, worker: str) -> str:
    """An empty database for the simulator alone."""
    return copied(server_url, "template1", f"vneid_{worker}")


@pytest.fixture(scope="session")
def served_issuer(vneid_url: str) -> Iterator[str]:
    """The simulator, served; its issuer."""
    house = DispatcherMiddleware(NotFound())
    with served(house) as base:
        app = create_simulator(vneid_url, f"{base}{PREFIX}", allowed=True)
        house.mounts = {PREFIX: app}
        yield f"{base}{PREFIX}"
    app.extensions[EXTENSION].store.close()


@pytest.fixture
def http() -> Iterator[requests.Session]:
    """Connections of an app, closed afterwards."""
    with requests.Session() as made:
        yield made


@pytest.fixture
def issuer(served_issuer: str, http: requests.Session) -> Iterator[str]:
    """The simulator with no scenario on and its clock right, before and after."""
    yield served_issuer
    http.delete(f"{served_issuer}/scenario")
    http.delete(f"{served_issuer}/clock")


@pytest.fixture
def person(issuer: str) -> Iterator[Person]:
    """Somebody who has not signed in."""
    made = Person(issuer)
    yield made
    made.browser.close()


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
