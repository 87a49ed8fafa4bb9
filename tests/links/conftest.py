"""What the tests of codes share."""

import pytest
from flask import Flask

from tests.links.codes import printed
from tests.links.desk import desk, shared  # noqa: F401 - fixtures


@pytest.fixture
def code(app: Flask) -> str:
    """A code of the city, of a venue or a street."""
    return printed(app)[0].code
