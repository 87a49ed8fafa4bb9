"""A worker beside the server: begun, begun again when it dies, ended with it."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from citizen_api.commands.serving import ends_with_its_starter

AGAIN_AFTER_S = 2.0
LOOK_EVERY_S = 0.2
ENDS_WITHIN_S = 10.0


@contextmanager
def working(environ: Mapping[str, str]) -> Iterator[None]:
    """A block beside which `citizen work` runs, out of reach of the terminal."""
    stopped = threading.Event()
    keeper = threading.Thread(target=keep, args=[environ, stopped], daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopped.set()
        keeper.join()


def keep(environ: Mapping[str, str], stopped: threading.Event) -> None:
    """Let a worker run until `stopped` is set."""
    words = [sys.executable, "-m", "citizen_api.commands", "work"]
    while not stopped.is_set():
        with subprocess.Popen(  # noqa: S603 - no shell, our own words
            [*ends_with_its_starter(), *words],
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
