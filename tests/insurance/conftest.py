"""A clinic: the service on a city of one's own, and the gateway's twin over HTTP."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from citizen_api.providers import EXTENSION, Providers
from identity.providers.breaker import Breaker
from identity.providers.egw2024 import Account, Egw2024
from identity.providers.wire import Wire
from identity.simulators.gateway.app import create_gateway
from tests.conftest import copied
from tests.identity.serving import served
from tests.insurance.clinic import PASSWORDS, Clinic, Clock


@pytest.fixture(scope="session")
def twin_engine(server_url: str, worker: str) -> Iterator[Engine]:
    """An engine on a database of the twin's own."""
    made = create_engine(copied(server_url, "template1", f"clinic_twin_{worker}"))
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def twin_clock() -> Clock:
    """The twin's own clock."""
    return Clock()


@pytest.fixture(scope="session")
def served_twin(
    twin_engine: Engine, twin_clock: Clock
) -> Iterator[tuple[Flask, str, list[float]]]:
    """The twin, its address, and the seconds it waited without waiting."""
    pauses: list[float] = []
    twin = create_gateway(
        twin_engine, PASSWORDS, twin_clock, allowed=True, pause=pauses.append
    )
    with served(twin) as address:
        yield twin, address, pauses


@pytest.fixture
def clinic(
    fresh: Flask, served_twin: tuple[Flask, str, list[float]], twin_clock: Clock
) -> Iterator[Clinic]:
    """The service, all of whose scenarios are off."""
    twin, address, pauses = served_twin
    twin.test_client().delete("/scenario")
    twin_clock.reset()
    pauses.clear()
    fresh.config["CLOCK"] = twin_clock
    wire = Wire(seconds=10)
    accounts = {
        name[:5]: Account(name, password) for name, password in PASSWORDS.items()
    }
    providers: Providers = fresh.extensions[EXTENSION]
    providers.insurance = Egw2024(
        address, accounts, twin_clock, wire=wire, breaker=Breaker(limit=1_000)
    )
    yield Clinic(fresh, twin, twin_clock)
    wire.close()
