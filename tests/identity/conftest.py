"""The insurance gateway's twin on a database of its own, its clock standing still."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, create_engine

from identity.simulators.gateway.app import create_gateway
from tests.conftest import copied
from tests.identity.gateway.asking import ACCOUNTS, Clock


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
