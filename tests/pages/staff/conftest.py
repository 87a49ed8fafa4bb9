"""The clinic of the tests of insurance."""

from tests.insurance.conftest import (  # noqa: F401 - fixtures
    clinic,
    served_twin,
    twin_clock,
    twin_engine,
)
