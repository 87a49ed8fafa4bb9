"""A process that holds more than a thousand files open still reaches its database."""

import os
import resource
from collections.abc import Iterator

import pytest

from citizen_api.db import Database

MANY = 1200


@pytest.fixture
def crowded() -> Iterator[None]:
    """Every file descriptor below `MANY` is taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2 * MANY:
        pytest.skip(f"this process may open {hard} files only")
    resource.setrlimit(resource.RLIMIT_NOFILE, (2 * MANY, hard))
    taken = [os.open(os.devnull, os.O_RDONLY) for _ in range(MANY)]
    yield
    for descriptor in taken:
        os.close(descriptor)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("crowded")
def test_a_thousand_open_files_are_no_hindrance(fresh_url: str) -> None:
    database = Database(fresh_url, pool_size=1)

    assert database.find("SELECT 1", {}) == [(1,)]

    database.close()
