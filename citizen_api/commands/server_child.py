"""The production server as a child: begun first of all, stopped with its parent.

It loads its code while its parent readies what it needs. Its first line says the
environment, the second that it may serve.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from citizen_api.orphans import ends_with_its_starter

STOPS_WITHIN_S = 30.0

Child = subprocess.Popen[bytes]


@contextmanager
def loading() -> Iterator[Child]:
    """The server as a child that loads its code, and waits to be told more.

    Out of reach of the terminal's signals. It ends with the block, whatever happens,
    and when this process is killed.
    """
    words = [sys.executable, "-m", "citizen_api.server", "--when-told"]
    with subprocess.Popen(  # noqa: S603 - no shell, our own words
        [*ends_with_its_starter("TERM"), *words],
        stdin=subprocess.PIPE,
        start_new_session=True,
    ) as child:
        try:
            yield child
        finally:
            # Also the workers of a server that was killed: they are of its group.
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)


def tell(child: Child, environ: Mapping[str, str]) -> None:
    """Give it its environment: it makes the application, and waits."""
    say(child, json.dumps(dict(environ)))


def say(child: Child, line: str) -> None:
    """A line to a child that may have ended; who waits for it finds that out."""
    if child.stdin:
        with suppress(BrokenPipeError):
            child.stdin.write(line.encode() + b"\n")
            child.stdin.flush()


@contextmanager
def serving(child: Child) -> Iterator[None]:
    """Let it serve until the block ends; then it finishes the requests at hand."""
    say(child, "serve")
    try:
        yield
    finally:
        child.terminate()
        with suppress(subprocess.TimeoutExpired):
            child.wait(STOPS_WITHIN_S)


def exit_code(child: Child) -> int:
    """Waits for the server to end; its code as a shell gives it."""
    code = child.wait()
    return code if code >= 0 else 128 - code
