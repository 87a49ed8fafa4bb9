"""The clinic of the tests of insurance, and the street of those of rides."""

from tests.insurance.conftest import (  # noqa: F401 - fixtures
    clinic,
    served_twin,
    twin_clock,
    twin_engine,
)
from tests.pages.me.riding import riders_city, street  # noqa: F401 - fixtures
