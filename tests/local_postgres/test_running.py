"""Starting, keeping, stopping; and starting again after every kind of accident."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from citizen_api.local_postgres import Cluster, PostgresError, Server, find_binaries
from citizen_api.local_postgres import server as server_module
from tests.local_postgres.notes import count_after_writing

START_AND_WAIT = """
import pathlib, sys, time
from citizen_api.local_postgres import Cluster
with Cluster.of(pathlib.Path(sys.argv[1])).running() as server:
    print(server.process.pid, flush=True)
    time.sleep(60)
"""


def test_a_second_start_finds_what_the_first_one_kept(new_cluster: Cluster) -> None:
    with new_cluster.running() as server:
        assert count_after_writing(server) == 1

    with new_cluster.running() as server:
        assert count_after_writing(server) == 2


def test_no_process_and_no_socket_is_left_after_the_block(cluster: Cluster) -> None:
    with cluster.running() as server:
        pass

    assert server.process.returncode == 0
    assert not cluster.sockets.exists()


def test_a_second_instance_is_told_who_holds_the_database(cluster: Cluster) -> None:
    with (
        cluster.running() as server,
        pytest.raises(PostgresError, match=f"in use by process {os.getpid()}:"),
        cluster.running(),
    ):
        pass

    assert server.process.returncode == 0


def test_a_pid_file_that_outlived_a_power_loss_is_forgotten(cluster: Cluster) -> None:
    somebody = cluster.owner.spawn(["sleep", "60"], subprocess.DEVNULL)
    stale = f"{somebody.pid}\n{cluster.data}\n1\n5432\n{cluster.sockets}\n\n1 1\n"
    (cluster.data / "postmaster.pid").write_text(stale)
    cluster.sockets.mkdir()
    cluster.owner.take(cluster.sockets)
    (cluster.sockets / ".s.PGSQL.5432.lock").write_text(stale)

    with cluster.running() as server:
        assert count_after_writing(server) == 1

    assert somebody.poll() is None
    somebody.kill()
    somebody.wait()


def test_a_killed_server_recovers_at_the_next_start(cluster: Cluster) -> None:
    with cluster.running() as server:
        count_after_writing(server)
        server.process.kill()
        server.process.wait()

    with cluster.running() as server:
        assert count_after_writing(server) == 2


def test_a_server_that_an_earlier_run_left_is_replaced(cluster: Cluster) -> None:
    cluster.sockets.mkdir()
    cluster.owner.take(cluster.sockets)
    options = [f"-D{cluster.data}", "-h", "", "-k", cluster.sockets]
    left = cluster.owner.spawn([find_binaries().postgres, *options], subprocess.DEVNULL)
    Server(left, cluster.sockets, cluster.log, cluster.url).wait_until_ready()

    with cluster.running() as server:
        assert count_after_writing(server) == 1

    assert left.wait(timeout=10) == 0


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs util-linux")
def test_a_killed_starter_takes_its_server_with_it(cluster: Cluster) -> None:
    checkout = cluster.log.parent.parent
    command = [sys.executable, "-c", START_AND_WAIT, checkout]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as starter:
        assert starter.stdout is not None
        server = int(starter.stdout.readline())
        starter.kill()

    deadline = time.monotonic() + 10
    while Path(f"/proc/{server}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not (cluster.data / "postmaster.pid").exists()


def test_a_half_made_cluster_is_made_anew(cluster: Cluster) -> None:
    cluster.data.rename(cluster.home / "draft")
    (cluster.home / "draft" / "global" / "pg_control").unlink()

    with cluster.running() as server:
        assert count_after_writing(server) == 1


def test_a_server_that_will_not_start_says_why(cluster: Cluster) -> None:
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(PostgresError, match="no_such_setting"), cluster.running():
        pass


def test_waiting_for_a_server_has_an_end(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "READY_WITHIN", 0.0)

    with pytest.raises(PostgresError, match="not ready after 0 s"), cluster.running():
        pass


def test_stopping_a_server_that_has_ended_is_no_error(cluster: Cluster) -> None:
    with cluster.running() as server:
        server.process.send_signal(signal.SIGINT)
        server.process.wait(timeout=60)

    assert server.process.returncode == 0
