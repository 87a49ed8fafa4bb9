"""The whole service with its simulators behind a real server, on a city of no food."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import requests
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from citizen_api.accounts.registering import DEMO_CLIENTS, register_client
from citizen_api.accounts.requesting import KnownClient
from citizen_api.app import create_app
from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.providers import VNEID_PATH
from citizen_api.settings import Settings
from citizen_api.simulating import EXTENSION
from identity.simulators.vneid import context
from tests.accounts.driving import App, Reader
from tests.conftest import SECRETS, close, copied
from tests.factories import changing
from tests.identity.serving import served

OTHER_APP = KnownClient(
    "other-app", "Another app", ["http://127.0.0.1/callback"], ["profile"]
)


class Clock:
    """The real time, moved by a test."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(HO_CHI_MINH) + self.ahead


@pytest.fixture(scope="session")
def house(server_url: str, migrated_url: str, worker: str) -> Iterator[Flask]:
    """The service, served with its simulators; `PUBLIC_URL` is where."""
    url = copied(server_url, f"migrated_{worker}", f"accounts_{worker}")
    door = DispatcherMiddleware(NotFound())
    with served(door) as base:
        app = create_app(
            Settings(database_url=url, public_url=base, simulators="on", **SECRETS)
        )
        with changing(app) as session:
            register_client(session, DEMO_CLIENTS[0])
            register_client(session, OTHER_APP)
        door.app = app
        yield app
    vneid = app.extensions[EXTENSION][VNEID_PATH].made
    if vneid is not None:
        vneid.extensions[context.EXTENSION].store.close()
    close(app)


@pytest.fixture
def clock(house: Flask) -> Iterator[Clock]:
    """The time of the service."""
    moved = house.config["CLOCK"] = Clock()
    yield moved
    moved.ahead = timedelta()


@pytest.fixture
def base(house: Flask, clock: Clock) -> str:
    """The address of the service."""
    address: str = house.config["PUBLIC_URL"]
    return address


@pytest.fixture
def http() -> Iterator[requests.Session]:
    """Connections of an app, closed afterwards."""
    with requests.Session() as made:
        yield made


@pytest.fixture
def reader(base: str) -> Iterator[Reader]:
    """Somebody who has not signed in."""
    made = Reader(base)
    yield made
    made.browser.close()


@pytest.fixture
def app_at(base: str, http: requests.Session) -> App:
    """The app of the sandbox."""
    return App(base, http)
