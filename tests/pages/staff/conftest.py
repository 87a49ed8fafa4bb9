"""The clinic of the tests of insurance; people at work in the city of a file."""

import pytest
from flask import Flask

from citizen_api.roles.models import Role
from tests.insurance.conftest import (  # noqa: F401 - fixtures
    clinic,
    served_twin,
    twin_clock,
    twin_engine,
)
from tests.pages.staff.working import Worker, without_roles


@pytest.fixture
def keeper(shared: Flask) -> Worker:
    """A code keeper; nobody else holds a role."""
    without_roles(shared)
    return Worker(shared, Role.CODE_KEEPER)


@pytest.fixture
def operator(shared: Flask) -> Worker:
    """A bike operator; nobody else holds a role."""
    without_roles(shared)
    return Worker(shared, Role.BIKE_OPERATOR)
