"""The production server: granian in WSGI mode (`python -m citizen_api.server`).

The application is loaded once, and the workers are forks that share it; each opens
its own connections when it is first asked. benchmarks/README.md says why granian.
"""

import gc
import sys

# What is loaded stays: looking for cycles in it took a seventh of the start.
gc.disable()
# GeoAlchemy2 can do without shapely, and that brings numpy: 14 MB of every worker.
sys.modules.setdefault("shapely", None)  # type: ignore[arg-type]

import json
import multiprocessing
import os
import socket

from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.orm import configure_mappers

from citizen_api.app import create_app
from citizen_api.http import arriving, repeats, turns
from citizen_api.settings import Settings, from_environment
from citizen_api.simulating import PREFIX

FINISH_WITHIN_S = 20
ALIVE = "/healthz"  # whatever the others wait for


def serve(settings: Settings, application: Flask) -> None:
    """Serve until INT or TERM, then finish the requests at hand.

    A worker that dies is replaced.
    """
    multiprocessing.set_start_method("fork")
    configure_mappers()
    gc.freeze()
    # A request leaves few cycles behind; looking for them at the usual pace costs 10 %.
    gc.set_threshold(20_000, 20, 50)
    gc.enable()
    server = Server(
        "citizen_api.wsgi:application",
        address=address_of(settings.host),
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,  # it warns of more workers than cores
        respawn_failed_workers=True,
        workers_kill_timeout=FINISH_WITHIN_S,
    )
    server.serve(target_loader=lambda: application, wrap_loader=False)


def address_of(host: str) -> str:
    """The number of a host that may be a name, such as `localhost`."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return str(found[0][4][0])


def main() -> None:
    """Make the application and serve; or wait for a line before each.

    The first then says the environment. Without one, nobody wants a server.
    """
    waits = sys.argv[1:] == ["--when-told"]
    line = sys.stdin.readline() if waits else "{}"
    if not line:
        return
    os.environ.update(json.loads(line))
    settings = from_environment()
    application = create_app(settings)
    repeats.register(application, settings.answers_kept_mb * 1024 * 1024)
    outside = max(1, settings.threads * 3 // 8)
    turns.register(application, outside, (PREFIX, ALIVE))
    arriving.register(application, max(1, settings.threads // 2))
    if waits and not sys.stdin.readline():
        return
    serve(settings, application)


if __name__ == "__main__":
    main()
