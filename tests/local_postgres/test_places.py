"""Where the files of a cluster go, whatever folder the checkout lies in."""

import os
import pwd
from pathlib import Path

import pytest

from citizen_api.local_postgres import Cluster, PostgresError
from citizen_api.local_postgres.owner import Owner
from tests.local_postgres.notes import count_after_writing

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change users")
SOCKET_PATH_LIMIT = 107


def test_a_very_long_checkout_path_does_not_break_the_socket(folder: Path) -> None:
    checkout = folder.joinpath(*["a-very-long-name-of-a-folder"] * 8)
    checkout.mkdir(parents=True)
    cluster = Cluster.of(checkout)

    with cluster.running() as server:
        assert count_after_writing(server) == 1
        (socket,) = cluster.sockets.glob(".s.PGSQL.*[0-9]")

    assert len(str(checkout)) > SOCKET_PATH_LIMIT > len(str(socket))


@AS_ROOT
def test_a_folder_that_only_root_may_enter_keeps_its_data_elsewhere(
    folder: Path,
) -> None:
    checkout = folder / "private"
    checkout.mkdir(mode=0o700)
    cluster = Cluster.of(checkout)

    with cluster.running() as server:
        assert count_after_writing(server) == 1

    assert cluster.home.parent == folder / "var"
    assert (checkout / ".local" / "postgres").readlink() == cluster.home


@AS_ROOT
@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_a_strict_umask_does_not_lock_the_server_out(folder: Path, mode: int) -> None:
    (folder / "checkout").mkdir(mode=mode)
    before = os.umask(0o077)

    try:
        with Cluster.of(folder / "checkout").running() as server:
            assert count_after_writing(server) == 1
    finally:
        os.umask(before)


@AS_ROOT
def test_a_copy_of_a_checkout_with_data_elsewhere_gets_its_own(folder: Path) -> None:
    first, copy = folder / "first", folder / "copy"
    for checkout in (first, copy):
        (checkout / ".local").mkdir(parents=True)
        (checkout / ".local" / "postgres").symlink_to(folder / "var" / "of-the-first")

    assert Cluster.of(first).home != Cluster.of(copy).home
    assert Cluster.of(copy).home.parent == folder / "var"


def test_two_checkouts_run_at_once(cluster: Cluster, folder: Path) -> None:
    (folder / "other").mkdir()
    other = Cluster.of(folder / "other")

    with cluster.running() as first, other.running() as second:
        counts = (count_after_writing(first), count_after_writing(second))

    assert counts == (1, 1)


def test_the_server_never_runs_as_root() -> None:
    assert Owner.current().uid != 0


@AS_ROOT
def test_data_of_another_user_is_left_alone(new_cluster: Cluster) -> None:
    new_cluster.home.mkdir(parents=True)
    os.chown(new_cluster.home, pwd.getpwnam("nobody").pw_uid, -1)

    with (
        pytest.raises(PostgresError, match="belongs to another user"),
        new_cluster.running(),
    ):
        pass


def test_a_link_in_place_of_the_socket_folder_is_refused(
    cluster: Cluster, folder: Path
) -> None:
    cluster.sockets.symlink_to(folder)

    with (
        pytest.raises(PostgresError, match="belongs to another user"),
        cluster.running(),
    ):
        pass

    cluster.sockets.unlink()
