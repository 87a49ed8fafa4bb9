"""What runs beside the server: begun, begun again when it dies, ended with it."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlsplit

from citizen_api.commands.serving import local_url
from citizen_api.orphans import ends_with_its_starter
from citizen_api.settings import Settings
from citizen_api.simulating import LOCK_EVENTS

LOOPBACK: Final = "127.0.0.1"

AGAIN_AFTER_S = 2.0
LOOK_EVERY_S = 0.2
ENDS_WITHIN_S = 10.0


@contextmanager
def working(environ: Mapping[str, str]) -> Iterator[None]:
    """A block beside which `citizen work` runs."""
    with beside(environ, "citizen_api.commands", "work"):
        yield


@contextmanager
def locking(environ: Mapping[str, str], settings: Settings) -> Iterator[None]:
    """A block beside which simulated locks run, where the settings say they do."""
    address = urlsplit(settings.lock_gateway_url)
    if not (settings.simulated and address.hostname == LOOPBACK):
        yield
        return
    told = {
        "PORT": str(address.port),
        "LOCK_KEY": settings.lock_key.hex(),
        "LOCK_EVENTS_URL": local_url(settings) + LOCK_EVENTS,
    }
    with beside({**environ, **told}, "citizen_api.simulators.locks"):
        yield


def with_locks(environ: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The environment with an address of simulated locks, when it names none."""
    if not settings.simulated or settings.lock_gateway_url:
        return dict(environ)
    with socket.create_server((LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    return {**environ, "LOCK_GATEWAY_URL": f"http://{LOOPBACK}:{port}"}


@contextmanager
def beside(environ: Mapping[str, str], *words: str) -> Iterator[None]:
    """A block beside which a module runs, out of reach of the terminal."""
    stopped = threading.Event()
    keeper = threading.Thread(target=keep, args=[environ, words, stopped], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopped.set()
        keeper.join()


def keep(
    environ: Mapping[str, str], words: Sequence[str], stopped: threading.Event
) -> None:
    """Let it run until `stopped` is set."""
    while not stopped.is_set():
        with subprocess.Popen(  # noqa: S603 - no shell, our own words
            [*ends_with_its_starter("TERM"), sys.executable, "-m", *words],
            env=environ,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        ) as worker:
            while worker.poll() is None and not stopped.wait(LOOK_EVERY_S):
                pass
            end(worker)
        stopped.wait(AGAIN_AFTER_S)


def end(worker: subprocess.Popen[bytes]) -> None:
    """Let it finish the job at hand, for a while."""
    worker.terminate()
    try:
        worker.wait(ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        worker.kill()
