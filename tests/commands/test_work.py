"""citizen work, as a process of its own and beside the server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from citizen_api.commands import work
from citizen_api.commands.surroundings import CHECKOUT
from citizen_api.db import Database
from citizen_api.working import FOR_EVER
from tests.commands.conftest import Up, descendants, fact
from tests.conftest import ENVIRON, copied, dropped

DONE = "SELECT count(*) FROM jobs WHERE held_until IS NULL AND attempts = 0"
ENDS_WITHIN_S = 20.0


@pytest.fixture
def work_url(server_url: str, migrated_url: str, worker: str) -> Iterator[str]:
    """The address of a database with every table and no job."""
    yield copied(server_url, f"migrated_{worker}", f"work_{worker}")
    dropped(f"work_{worker}")


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGINT, marks=pytest.mark.proof), signal.SIGTERM]
)
def test_it_works_until_a_signal(work_url: str, number: signal.Signals) -> None:
    working = subprocess.Popen(
        [sys.executable, "-m", "citizen_api.commands", "work"],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": work_url, **ENVIRON},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    database = Database(work_url, pool_size=1)
    while database.find(DONE, {}) < [(len(FOR_EVER),)]:
        assert working.poll() is None, working.communicate()[0]
        time.sleep(0.1)
    database.close()

    working.send_signal(number)
    printed, _ = working.communicate(timeout=ENDS_WITHIN_S)

    assert (working.returncode, printed) == (0, "")


def test_a_fault_of_ours_ends_it_with_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Idle:
        """A worker that gives up at once."""

        def run(self, stopped: object) -> None:
            """Do nothing."""

    monkeypatch.setattr(work, "LOOK_EVERY_S", 0.01)

    assert work.work_until_told(Idle()) is False  # type: ignore[arg-type]


def workers(up: Up) -> list[int]:
    """Those that work beside the server."""
    return [
        each
        for each in descendants(up.process.pid)
        if fact(each, "cmdline").split("\0")[-2:-1] == ["work"]
    ]


def test_one_works_beside_the_server_is_replaced_and_ends_with_it(up: Up) -> None:
    up.wait_until_served()
    while not (first := workers(up)):
        time.sleep(0.1)

    os.kill(first[0], signal.SIGKILL)
    while (second := workers(up)) in ([], first):
        time.sleep(0.1)
    up.family = descendants(up.process.pid)
    code, printed = up.end(signal.SIGTERM)

    assert second[0] in up.family
    assert code == 0
    assert up.left() == []
    assert "Traceback" not in printed
