"""What the tests of photos share: a city, phones that rate, a folder of files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import SECRETS, close, copied, make_app
from tests.media.sending import Sender


@pytest.fixture(scope="package")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where each test rates with a phone of its own."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"photos_{worker}"))
    yield made
    close(made)


@pytest.fixture
def sender(city: Flask) -> Sender:
    """A phone that rated a venue."""
    return Sender(city)


@pytest.fixture
def folder() -> Path:
    """Where the files are."""
    return Path(SECRETS["media_folder"])
