"""A server that is killed while photos come in leaves neither half nor lost ones."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from pathlib import Path

from PIL import Image
from sqlalchemy import text

from citizen_api.db import make_engine
from citizen_api.media.store import name_of
from citizen_api.roles.models import Role
from tests.conftest import ENVIRON, close, make_app
from tests.factories import Stall, build, on_staff
from tests.faults.serving import free_port, wait_until_it_answers
from tests.media.pictures import photo

OWNED = text(
    "SELECT p.file, p.thumb FROM photos p JOIN venues v ON v.id = p.venue_id"
    " WHERE v.slug = :venue"
)
SENDERS = 3
CREATED, BUSY = 201, 503


@contextmanager
def served(url: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The service as a process group of its own, and its port."""
    port = free_port()
    settings = {
        **ENVIRON,
        "DATABASE_URL": url,
        "MEDIA_FOLDER": str(folder),
        "PORT": str(port),
        "WORKERS": "1",
        "THREADS": "16",
    }
    command = [sys.executable, "-m", "citizen_api.server"]
    with subprocess.Popen(
        command, env=os.environ | settings, start_new_session=True
    ) as process:
        try:
            wait_until_it_answers(process, port)
            yield process, port
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As if the power went: all of it, at once, with nothing finished."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def send(port: int, venue: str, headers: dict[str, str], content: bytes) -> int | None:
    """The status of an upload; None when the server died under it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "POST",
            f"/v1/venues/{venue}/photos",
            body=content,
            headers=headers | {"Content-Type": "image/jpeg"},
        )
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def send_all(
    port: int, venue: str, headers: dict[str, str], contents: list[bytes]
) -> list[int | None]:
    """Send one after the other until the server is dead."""
    told: list[int | None] = []
    for content in contents:
        while (status := send(port, venue, headers, content)) == BUSY:
            pass
        told.append(status)
        if status is None:
            break
    return told


def test_killed_during_uploads_no_row_lacks_its_file_and_no_file_is_half(
    fresh_url: str, tmp_path: Path
) -> None:
    app = make_app(fresh_url)
    app.config["CLOCK"] = None  # the server has a real one
    (venue,) = build(app, Stall())
    owner = on_staff(app, Role.VENUE_OWNER, venue)
    close(app)
    each = [
        [photo((2400 + size, 1800 + turn), quality=95) for size in range(4)]
        for turn in range(SENDERS)
    ]

    with served(fresh_url, tmp_path) as (process, port):
        with ThreadPoolExecutor(SENDERS) as threads:
            sending = [threads.submit(send_all, port, venue, owner, c) for c in each]
            wait_for_files(tmp_path)
            kill(process)
        told = [status for each in sending for status in each.result()]

    rows = photos_of(fresh_url, venue)
    assert None in told
    assert len(rows) >= told.count(CREATED)
    for name in {name for row in rows for name in row}:
        assert name_of((tmp_path / name[:2] / name).read_bytes()) == name
    for file in tmp_path.rglob("*.jpg"):
        content = file.read_bytes()
        assert name_of(content) == file.name
        with Image.open(BytesIO(content)) as whole:
            whole.load()


def wait_for_files(folder: Path) -> None:
    """Returns when three photos or so have begun to come."""
    deadline = time.monotonic() + 20
    while len(list(folder.rglob("*"))) < 8:
        assert time.monotonic() < deadline, "no photo came in"
        time.sleep(0.005)


def photos_of(url: str, venue: str) -> list[tuple[str, str]]:
    """The files of each row."""
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        rows = [
            (file, thumb) for file, thumb in connection.execute(OWNED, {"venue": venue})
        ]
    engine.dispose()
    return rows
