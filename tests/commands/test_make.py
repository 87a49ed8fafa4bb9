"""`make run` of a checkout: what it installs, and how it ends."""

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest

from benchmarks.scratch import scratch
from citizen_api.commands.surroundings import CHECKOUT
from tests.commands.conftest import Up

WANTED = "postgresql-17-postgis-3"
# Somebody who is not root, on a Debian that knows two versions of PostgreSQL. What they
# do as root is written down, and of it only apt-get is done.
STUBS = {
    "id": "echo 1000",
    "apt-cache": "printf '%s\\n' postgresql-9-postgis-3 postgresql-17-postgis-3"
    " postgresql-17-pgvector",
    "apt-get": 'case "$*" in *install*) touch installed ;; esac',
    "sudo": 'shift; echo "$@" >> as_root; case $1 in env|apt-get) exec "$@" ;; esac',
}

pytestmark = pytest.mark.skipif(
    not (shutil.which("make") and shutil.which("flock")), reason="needs make and flock"
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose Python packages are installed."""
    scratch(tmp_path)
    return tmp_path


def stub(path: Path, script: str) -> None:
    """A program in place of a real one."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def prepare(checkout: Path, **stubs: str) -> subprocess.CompletedProcess[str]:
    """`prepare run` on a machine that has no PostgreSQL until apt-get installs it."""
    binaries = checkout / "citizen_api" / "local_postgres" / "binaries.py"
    (checkout / "citizen_api").unlink()
    binaries.parent.mkdir(parents=True)
    binaries.write_text("import os, sys; sys.exit(not os.path.exists('installed'))")
    (checkout / "stubs").mkdir()
    for name, script in {**STUBS, **stubs}.items():
        stub(checkout / "stubs" / name, script)
    environ = {"PATH": f"{checkout / 'stubs'}:{os.environ['PATH']}"}
    command = [checkout / ".ci" / "prepare", "run"]
    return subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def test_what_is_missing_is_installed_and_said_in_one_line(checkout: Path) -> None:
    done = prepare(checkout)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "Installing the Debian packages that this machine lacks (once) …\n"
    )
    lines = (checkout / "as_root").read_text().splitlines()
    assert "apt-get -qq update" in lines
    (installed,) = [line for line in lines if " install " in line]
    assert installed.split(" install ")[1] == f"--no-install-recommends {WANTED}"


def test_who_may_not_install_is_told_the_command_in_one_line(checkout: Path) -> None:
    done = prepare(checkout, sudo="exit 1")

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"make run: this machine lacks {WANTED}; install it as root: apt-get update"
        f" && apt-get install --no-install-recommends {WANTED}\n"
    )


def test_a_checkout_that_another_user_began_is_told() -> None:
    with tempfile.TemporaryDirectory(prefix="citizen-test-", dir="/tmp") as checkout:
        shutil.copytree(CHECKOUT / ".ci", Path(checkout, ".ci"))
        local = Path(checkout, ".local")
        local.mkdir()
        (local / "prepare.lock").touch()
        for closed in (Path(checkout), local):
            closed.chmod(0o555)
        done = subprocess.run(
            [Path(checkout, ".ci", "prepare"), "run"],
            user="nobody" if os.geteuid() == 0 else None,
            capture_output=True,
            text=True,
            check=False,
        )
        Path(checkout).chmod(0o755)
        local.chmod(0o755)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"make run: {local} belongs to {getpass.getuser()}:")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "number",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.proof),
        pytest.param(signal.SIGHUP, marks=pytest.mark.proof),
    ],
)
def test_a_signal_to_make_alone_ends_everything(
    city_url: str, checkout: Path, number: signal.Signals
) -> None:
    running = Up(city_url, checkout, command=["make", "run"], WORKERS="1")
    with running.process:
        running.wait_until_served()

        _, printed = running.end(number)

    assert running.left() == []
    assert f"http://127.0.0.1:{running.port}/docs" in printed
    assert "Traceback" not in printed
