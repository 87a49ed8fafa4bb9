"""citizen up, as a process of its own."""

import json
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from citizen_api.commands.surroundings import CHECKOUT, SECRETS
from citizen_api.db import make_engine
from tests.commands.conftest import Citizen, Up, descendants, fact, parent

PACKAGES = ("citizen_api", "geo", "identity", "qr", "seeds")
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def get(port: int, path: str) -> tuple[int, object]:
    """The status and the JSON of an answer."""
    status, body = asked(port, "GET", path)
    return status, json.loads(body)


def asked(
    port: int, method: str, path: str, body: dict[str, object] | None = None
) -> tuple[int, bytes]:
    """The status and the bytes of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request(method, path, body and json.dumps(body), headers)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        signal.SIGTERM,
        pytest.param(signal.SIGHUP, marks=pytest.mark.proof),
    ],
)
def test_one_signal_ends_everything(up: Up, number: signal.Signals) -> None:
    up.wait_until_served()
    assert get(up.port, "/readyz") == (200, {"status": "ready"})

    code, printed = up.end(number)

    assert code == 0
    assert up.left() == []
    assert f"http://127.0.0.1:{up.port}/docs" in printed
    assert "Traceback" not in printed


def test_the_locks_are_one_fleet_for_all_workers(city_url: str) -> None:
    up = Up(city_url, SIMULATORS="on")
    up.wait_until_served()
    while asked(up.port, "PUT", "/sim/locks/mishaps", {"stuck": True})[0] == 502:
        time.sleep(0.1)
    hand = {"does": "open"}
    assert asked(up.port, "POST", "/sim/locks/HP00501/by-hand", hand)[0] == 202

    stands = [get(up.port, "/sim/locks/HP00501") for _ in range(12)]
    up.family = descendants(up.process.pid)

    assert stands == [(200, {"lock": "HP00501", "open": True, "beeped": 0})] * 12
    assert [each for each in up.family if "locks" in fact(each, "cmdline")]
    assert up.end(signal.SIGTERM)[0] == 0
    assert up.left() == []


def test_it_ends_while_it_waits_for_the_database(up: Up, city_url: str) -> None:
    engine = make_engine(city_url, pool_size=1)
    with engine.connect() as connection:
        connection.execute(text("LOCK TABLE alembic_version"))
        while not connection.scalar(WAITING):
            time.sleep(0.05)
        up.family = descendants(up.process.pid)

        code, printed = up.end(signal.SIGTERM)

    engine.dispose()
    assert (code, printed) == (0, "")
    assert up.left() == []


def test_a_request_at_hand_is_finished(up: Up, city_url: str) -> None:
    up.wait_until_served()
    engine = make_engine(city_url, pool_size=1)
    answers = []
    asking = threading.Thread(
        target=lambda: answers.append(get(up.port, "/readyz")), daemon=True
    )

    with engine.connect() as connection:
        connection.execute(text("LOCK TABLE dishes IN ACCESS EXCLUSIVE MODE"))
        asking.start()
        time.sleep(0.5)
        up.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
    asking.join(timeout=20)
    engine.dispose()

    assert answers == [(200, {"status": "ready"})]
    assert up.process.wait(timeout=30) == 0


def test_a_worker_that_dies_is_replaced(up: Up) -> None:
    up.wait_until_served()
    before = up.workers()

    os.kill(before[0], signal.SIGKILL)
    while len(set(up.workers()) - {before[0]}) < len(before):
        time.sleep(0.1)

    assert get(up.port, "/readyz") == (200, {"status": "ready"})


def test_a_server_that_dies_ends_everything_with_its_code(up: Up) -> None:
    up.wait_until_served()

    os.kill(up.server(), signal.SIGKILL)
    printed, _ = up.process.communicate(timeout=30)

    assert up.process.returncode == 128 + signal.SIGKILL
    assert "Error: the server ended with code 137" in printed
    assert up.left() == []


@pytest.mark.skipif(not shutil.which("setpriv"), reason="needs setpriv")
def test_nothing_is_left_when_it_is_killed_outright(up: Up) -> None:
    up.wait_until_served()

    up.process.kill()
    up.process.communicate(timeout=30)

    assert up.left() == []


def test_a_taken_port_is_said_before_anything_is_touched(
    citizen: Citizen, empty_url: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = citizen("up", PORT=str(port))

    engine = make_engine(empty_url, pool_size=1)
    assert answer.exit_code == 1
    assert answer.output == (
        f"Error: port {port} is taken: stop what uses it, or set PORT\n"
    )
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_an_empty_database_becomes_a_served_city(empty_url: str) -> None:
    up = Up(empty_url)
    up.wait_until_served()

    status, _ = get(up.port, "/v1/dishes/banh-da-cua")
    code, printed = up.end(signal.SIGTERM)

    assert (status, code) == (200, 0)
    assert "migrated from nothing" in printed


@pytest.fixture(scope="module")
def checkout() -> Iterator[Path]:
    """The code alone, in a folder that PostgreSQL's user may enter."""
    # pytest's own folders are closed to that user when root runs the tests.
    made = Path(tempfile.mkdtemp(prefix="citizen-checkout-", dir="/tmp"))
    made.chmod(0o755)
    for package in PACKAGES:
        shutil.copytree(CHECKOUT / package, made / package)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def on_its_own(checkout: Path) -> dict[str, str]:
    """The environment of a checkout that is given no database and no secret."""
    return dict.fromkeys(SECRETS, "") | {"PYTHONPATH": str(checkout)}


@pytest.mark.slow
def test_without_a_database_it_makes_its_own(
    checkout: Path, on_its_own: dict[str, str]
) -> None:
    up = Up("", checkout, **on_its_own)
    up.wait_until_served()
    status, _ = get(up.port, "/readyz")
    code, _ = up.end(signal.SIGINT)
    made = [checkout / ".local" / name.lower() for name in SECRETS]

    assert (status, code) == (200, 0)
    assert {secret.stat().st_mode & 0o777 for secret in made} == {0o600}
    assert up.left() == []


@pytest.mark.slow
def test_it_ends_when_its_own_database_does(
    checkout: Path, on_its_own: dict[str, str]
) -> None:
    up = Up("", checkout, **on_its_own)
    up.wait_until_served()

    begun = [each for each in up.family if parent(each) == up.process.pid]
    (postgres,) = [each for each in begun if fact(each, "comm") == "postgres\n"]
    os.kill(postgres, signal.SIGKILL)
    printed, _ = up.process.communicate(timeout=30)

    assert up.process.returncode == 1
    assert "Error: PostgreSQL has ended; its log is " in printed
    assert up.left() == []
