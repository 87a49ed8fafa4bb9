"""citizen up."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import NoReturn

import click

from citizen_api.commands.server_child import loading

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(KeyboardInterrupt):
    """A signal asked to stop. psycopg cancels what runs for a KeyboardInterrupt."""


@click.command("up")
def command() -> None:
    """Serve the real city; everything that it needs is made and started.

    A private PostgreSQL (unless DATABASE_URL is set), migrations, the city's data, the
    production server and a worker. Stays in the foreground: Ctrl-C stops all of it.
    """
    code = 0
    with until_stopped(), loading() as child:
        # While the server loads, what readies its database does.
        code = import_module("citizen_api.commands.everything").run(child)
    sys.exit(code)


@contextmanager
def until_stopped() -> Iterator[None]:
    """A block that one INT, TERM or HUP ends; more of them do not disturb its end.

    HUP stays ignored under nohup.
    """
    heeded = [
        number
        for number in SIGNALS
        if number is not signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN
    ]

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        for each in heeded:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    except Stopped:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
