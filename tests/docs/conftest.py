"""The sandbox as `make run` serves it."""

import os
import sys
from collections.abc import Iterator

import pytest

from tests.commands.conftest import Up
from tests.conftest import ENVIRON
from tests.docs.browsing import at, went_through
from tests.docs.guides import Terminal

PATH = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"


@pytest.fixture
def sandbox(fresh_url: str) -> Iterator[str]:
    """The address of a sandbox of one's own, with its worker."""
    running = Up(fresh_url, SIMULATORS="on")
    with running.process:
        running.wait_until_served()
        yield f"http://127.0.0.1:{running.port}"
        running.process.terminate()
        running.process.communicate()


@pytest.fixture
def terminal(sandbox: str, fresh_url: str) -> Iterator[Terminal]:
    """A shell where the sandbox runs, and a browser beside it."""
    reader = at(sandbox)
    made = Terminal(
        lambda address: went_through(reader, address),
        **{**ENVIRON, "PATH": PATH, "DATABASE_URL": fresh_url},
    )
    yield made
    made.close()
    reader.browser.close()
