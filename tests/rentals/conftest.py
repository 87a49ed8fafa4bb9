"""A city where nobody rides yet."""

import pytest
from flask import Flask

from tests.rentals.people import Bicycle, Person, Street


@pytest.fixture
def street(fresh: Flask) -> Street:
    """The service, its locks, and its clock."""
    return Street(fresh)


@pytest.fixture
def rider(street: Street) -> Person:
    """A visitor with 100,000 đ, whose token outlives a long ride."""
    return street.visitor()


@pytest.fixture
def bike(street: Street) -> Bicycle:
    """A bicycle at the opera."""
    return street.bike()
