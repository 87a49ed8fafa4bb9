"""A city where nobody has paid anything yet."""

import pytest
from flask import Flask

from tests.wallets.people import Rider, citizen, visitor


@pytest.fixture
def rider(fresh: Flask) -> Rider:
    """A citizen with an empty wallet."""
    return citizen(fresh)


@pytest.fixture
def guest(fresh: Flask) -> Rider:
    """A visitor with an empty wallet."""
    return visitor(fresh)
