"""Our own service, and hello-world, on each of the servers that could run it."""

import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from subprocess import Popen

from benchmarks.environments import run_once
from benchmarks.programs import CHECKOUT, WORK, free_port, running
from identity.key_ring import new_keys

WORKERS = 2
THREADS = 8
SECRETS = {
    "SECRET_KEY": "a key that only the bench uses, 127.0.0.1",
    "DATA_KEYS": new_keys("bench", os.urandom),
    "AUDIT_KEY": b64encode(os.urandom(32)).decode(),
}
OTHER_SERVERS = ("gunicorn>=23", "gevent>=24")
Program = tuple[str, Popen[bytes]]


def environment(url: str, port: int, threads: int = THREADS) -> dict[str, object]:
    """What the service is told; each thread may hold a connection."""
    return {
        "DATABASE_URL": url,
        **SECRETS,
        "ENVIRONMENT": "demo",  # without https
        "PORT": port,
        "WORKERS": WORKERS,
        "THREADS": threads,
        "PYTHONPATH": CHECKOUT,
    }


@contextmanager
def service(url: str, port: int = 0, **more: object) -> Iterator[Program]:
    """The service as it is in production; its address and its process.

    `port`: of 127.0.0.1, a free one when 0; `more`: settings that differ.
    """
    port = port or free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "citizen_api.server"]
    ready, told = f"{base}/readyz", environment(url, port) | more
    with running("service", command, ready, **told) as process:
        yield base, process


def granian(application: str, url: str, path: str = "/") -> AbstractContextManager[str]:
    """An application on the production server."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--port", port),
        *("--workers", WORKERS, "--blocking-threads", 1, "--no-ws", "--http", "1"),
        *("--log-level", "warning", application),
    ]
    return _at(f"granian-{application.split(':')[0]}", command, url, port, path)


def gunicorn(
    application: str, url: str, packages: Path, kind: str, path: str = "/"
) -> AbstractContextManager[str]:
    """An application on gunicorn: `gthread` with eight threads, or `gevent`."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "--workers", WORKERS, "--bind"),
        *(f"127.0.0.1:{port}", "--worker-class", kind, "--keep-alive", 60),
        *(("--threads", THREADS) if kind == "gthread" else ()),
        application,
    ]
    name = f"{kind}-{application.split(':')[0]}"
    return _at(name, command, url, port, path, packages)


@contextmanager
def _at(
    name: str,
    command: list[object],
    url: str,
    port: int,
    path: str,
    packages: Path | None = None,
) -> Iterator[str]:
    base = f"http://127.0.0.1:{port}"
    told = environment(url, port, THREADS if packages else 1)
    if packages:
        told["PYTHONPATH"] = f"{CHECKOUT}:{packages}"
    with running(name, command, base + path, **told):
        yield base


def other_servers() -> Path:
    """A folder with gunicorn and gevent beside our own packages; made when missing.

    Raises NotStarted when they cannot be installed.
    """
    folder = WORK / "servers"
    if not (folder / "gevent").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", folder]
        run_once([*pip, *OTHER_SERVERS])
    return folder
