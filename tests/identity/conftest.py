"""The simulators: the insurance gateway's twin in a process, VNeID on a real port."""

from collections.abc import Iterator

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from identity.simulators.gateway.app import create_gateway
from identity.simulators.vneid import create_simulator
from identity.simulators.vneid.context import EXTENSION
from tests.conftest import copied
from tests.identity.gateway.asking import ACCOUNTS, Clock
from tests.identity.serving import served
from tests.identity.vneid.driving import Person

PREFIX = "/sim/vneid"


@pytest.fixture(scope="session")
def gateway_engine(server_url: str, worker: str) -> Iterator[Engine]:
    """An engine on a database of the twin's own."""
    url = copied(server_url, "template1", f"gateway_{worker}")
    made = create_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def clock() -> Clock:
    """Noon of Saturday 21 November 2026, until moved."""
    return Clock()


@pytest.fixture
def pauses() -> list[float]:
    """The seconds that the twin waited, without waiting."""
    return []


@pytest.fixture
def twin(gateway_engine: Engine, clock: Clock, pauses: list[float]) -> Flask:
    """The twin, all scenarios off."""
    app = create_gateway(
        gateway_engine, ACCOUNTS, clock, allowed=True, pause=pauses.append
    )
    app.test_client().delete("/scenario")
    return app


@pytest.fixture
def gateway(twin: Flask) -> FlaskClient:
    """A client of the twin."""
    return twin.test_client()


@pytest.fixture(scope="session")
def vneid_url(server_url: str, worker: str) -> str:
    """An empty database for VNeID alone."""
    return copied(server_url, "template1", f"vneid_{worker}")


@pytest.fixture(scope="session")
def served_issuer(vneid_url: str) -> Iterator[str]:
    """VNeID, served; its issuer."""
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
    """VNeID with no scenario on and its clock right, before and after."""
    yield served_issuer
    http.delete(f"{served_issuer}/scenario")
    http.delete(f"{served_issuer}/clock")


@pytest.fixture
def person(issuer: str) -> Iterator[Person]:
    """Somebody who has not signed in."""
    made = Person(issuer)
    yield made
    made.browser.close()
