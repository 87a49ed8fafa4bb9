"""The clinic of the tests of insurance, and the street of those of rides."""

import pytest

from tests.insurance.conftest import (  # noqa: F401 - fixtures
    clinic,
    served_twin,
    twin_clock,
    twin_engine,
)
from tests.pages.me.riding import (  # noqa: F401 - fixtures
    Rider,
    free_bike,
    riders_city,
    street,
    visitor,
)
from tests.rentals.people import Bicycle, Street


@pytest.fixture
def bike(street: Street) -> Bicycle:  # noqa: F811
    """A bicycle that nobody has."""
    return free_bike(street)


@pytest.fixture
def rider(street: Street) -> Rider:  # noqa: F811
    """A visitor with 50,000 đ."""
    return visitor(street)


@pytest.fixture
def on_the_way(rider: Rider, bike: Bicycle) -> Rider:
    """The visitor, whose bike is open."""
    rider.rent(bike.token)
    rider.do("unlock")
    bike.opens()
    return rider
