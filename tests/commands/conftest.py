"""The `citizen` command, in this process or in one of its own."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from citizen_api.commands import main
from citizen_api.commands.serving import is_ours
from citizen_api.commands.surroundings import CHECKOUT
from tests.conftest import ENVIRON, copied

Citizen = Callable[..., Result]
NUMBERS = itertools.count(1)
UP = (sys.executable, "-m", "citizen_api.commands", "up")


@pytest.fixture
def empty_url(server_url: str, worker: str) -> str:
    """The address of a database without any table."""
    return copied(server_url, "template1", f"nothing_{worker}_{next(NUMBERS)}")


def citizen_on(url: str) -> Citizen:
    """A caller of the command, whose DATABASE_URL is `url`."""

    def call(*words: str, **environ: str) -> Result:
        settings = {"DATABASE_URL": url, **ENVIRON, **environ}
        return CliRunner().invoke(main, words, env=settings)

    return call


@pytest.fixture
def citizen(empty_url: str) -> Citizen:
    """The command on an empty database."""
    return citizen_on(empty_url)


@pytest.fixture
def city(fresh_url: str) -> Citizen:
    """The command on a city of one's own."""
    return citizen_on(fresh_url)


@pytest.fixture(scope="module")
def city_url(server_url: str, seeded_url: str, worker: str) -> str:
    """The address of a city that `up` finds nothing to do in."""
    url = copied(server_url, f"seeded_{worker}", f"served_{worker}")
    assert citizen_on(url)("seed").exit_code == 0
    return url


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Up:
    """A `citizen up` of its own process, and everything that it started."""

    def __init__(
        self,
        url: str,
        folder: Path = CHECKOUT,
        *,
        command: Sequence[str] = UP,
        **environ: str,
    ) -> None:
        self.port = free_port()
        settings = {"DATABASE_URL": url, **ENVIRON, "PORT": str(self.port)}
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **settings, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def wait_until_served(self) -> None:
        """Until it answers."""
        while not is_ours("127.0.0.1", self.port):
            assert self.process.poll() is None, self.process.communicate()[0]
            time.sleep(0.05)
        self.family = descendants(self.process.pid)

    def workers(self) -> list[int]:
        """The processes that answer requests: children of the server."""
        servers = [each for each in descendants(self.process.pid) if serves(each)]
        return [each for each in servers if parent(each) in servers]

    def server(self) -> int:
        """The parent of the workers."""
        return parent(self.workers()[0])

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; the exit code, and all that was printed."""
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=60)
        return self.process.returncode, printed

    def left(self) -> list[int]:
        """What still runs of it after a moment."""
        deadline = time.monotonic() + 10
        while (alive := [each for each in self.family if runs(each)]) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.05)
        return alive


@pytest.fixture
def up(city_url: str) -> Iterator[Up]:
    """A running `citizen up` on a city that is loaded."""
    running = Up(city_url)
    with running.process:
        yield running
        running.process.terminate()


def fact(process: int, name: str) -> str:
    """A file of /proc about a process; empty when it is gone."""
    try:
        return Path(f"/proc/{process}/{name}").read_text()
    except OSError:
        return ""


def stat(process: int) -> list[str]:
    """The state and the parent of a process, and more; empty when it is gone."""
    return fact(process, "stat").rpartition(")")[2].split()


def parent(process: int) -> int:
    """Who started it; 0 when it is gone."""
    return int((stat(process) or ["", "0"])[1])


def runs(process: int) -> bool:
    """Whether it is there, and not only its exit code."""
    return stat(process)[:1] not in ([], ["Z"])


def serves(process: int) -> bool:
    """Whether it is a process of the production server."""
    return "citizen_api.server" in fact(process, "cmdline")


def descendants(process: int) -> list[int]:
    """Its children, their children, and so on."""
    children = [
        int(entry.name)
        for entry in Path("/proc").glob("[0-9]*")
        if parent(int(entry.name)) == process
    ]
    return children + [more for child in children for more in descendants(child)]
