"""What the tests of pages share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import close, copied, make_app
from tests.pages.filling import Reader


@pytest.fixture
def reader(fresh: Flask) -> Reader:
    """A reader with a browser who wrote nothing yet."""
    return Reader(fresh)


@pytest.fixture(scope="module")
def shared(
    server_url: str, seeded_url: str, worker: str, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    """A city that the tests of a file share."""
    name = request.module.__name__.rpartition("_")[2]
    app = make_app(copied(server_url, f"seeded_{worker}", f"work_{name}_{worker}"))
    yield app
    close(app)
