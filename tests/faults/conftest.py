"""The service on a PostgreSQL of its own that may be stopped."""

from collections.abc import Iterator

import pytest
from flask import Flask

from citizen_api.local_postgres import PostgresMissingError, find_binaries
from tests.conftest import close, make_app
from tests.faults.power import Power, powered


@pytest.fixture(scope="package")
def cluster() -> Iterator[Power]:
    """One cluster for all these tests."""
    try:
        find_binaries()
    except PostgresMissingError as missing:
        pytest.skip(str(missing))
    with powered() as power:
        yield power


@pytest.fixture
def power(cluster: Power) -> Iterator[Power]:
    """The switch; on at the beginning and at the end of each test."""
    cluster.on()
    yield cluster
    cluster.on()


@pytest.fixture
def city(power: Power) -> Iterator[Flask]:
    """The service; its database may go away."""
    made = make_app(power.url)
    yield made
    close(made)
