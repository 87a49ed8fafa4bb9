"""Who reaches the server: the owner and the caller, by a socket, and nobody else."""

import os
import pwd
import tempfile

import pytest

from citizen_api.local_postgres import Cluster, find_binaries
from citizen_api.local_postgres.owner import Owner

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change users")


def ask_as_nobody(cluster: Cluster) -> str:
    """What psql prints when the user `nobody` asks the server something."""
    nobody = pwd.getpwnam("nobody")
    psql = find_binaries().folder / "psql"
    with tempfile.TemporaryFile() as printed:
        Owner("nobody", nobody.pw_uid, nobody.pw_gid).spawn(
            [psql, "-h", cluster.sockets, "-U", "citizen", "-c", "SELECT 1", "citizen"],
            printed.fileno(),
        ).wait(timeout=60)
        printed.seek(0)
        return printed.read().decode()


def test_the_socket_is_in_a_folder_closed_to_others(cluster: Cluster) -> None:
    with cluster.running():
        status = cluster.sockets.stat()

    assert (status.st_mode & 0o777, status.st_uid) == (0o700, cluster.owner.uid)


def test_no_port_is_open(cluster: Cluster) -> None:
    with cluster.running() as server, server.connect() as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()

    assert row == ("",)


@AS_ROOT
def test_another_user_does_not_reach_the_socket(cluster: Cluster) -> None:
    with cluster.running():
        answer = ask_as_nobody(cluster)

    assert "Permission denied" in answer


@AS_ROOT
def test_another_user_is_refused_even_where_the_folder_is_open(
    cluster: Cluster,
) -> None:
    with cluster.running():
        for path in (cluster.sockets, *cluster.sockets.iterdir()):
            path.chmod(0o777)
        answer = ask_as_nobody(cluster)

    assert "Peer authentication failed" in answer
