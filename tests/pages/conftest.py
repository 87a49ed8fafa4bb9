"""What the tests of pages share."""

import pytest
from flask import Flask

from tests.pages.filling import Reader


@pytest.fixture
def reader(fresh: Flask) -> Reader:
    """A reader with a browser who wrote nothing yet."""
    return Reader(fresh)
