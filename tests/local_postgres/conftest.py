"""Checkouts in folders that everybody may enter, each with its own small cluster."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_api.local_postgres import Cluster
from citizen_api.local_postgres import cluster as cluster_module


def make_folder() -> Path:
    """A new folder in /tmp; pytest's own is closed to others when root runs it."""
    folder = Path(tempfile.mkdtemp(prefix="citizen-test-", dir="/tmp"))
    folder.chmod(0o755)
    return folder


@pytest.fixture(scope="session")
def used_checkout() -> Iterator[Path]:
    """A checkout whose cluster has been made, has run, and has stopped."""
    checkout = make_folder()
    cluster = Cluster.of(checkout)
    with cluster.running():
        pass
    yield checkout
    shutil.rmtree(cluster.sockets)
    shutil.rmtree(checkout)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder; data that cannot stay in a checkout goes to its `var`."""
    made = make_folder()
    monkeypatch.setattr(cluster_module, "BEYOND_ROOT", made / "var")
    yield made
    shutil.rmtree(made)


@pytest.fixture
def new_cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster of a checkout that has never been started."""
    cluster = Cluster.of(folder)
    yield cluster
    if cluster.sockets.is_dir() and cluster.sockets.stat().st_uid == cluster.owner.uid:
        shutil.rmtree(cluster.sockets)


@pytest.fixture
def cluster(new_cluster: Cluster, used_checkout: Path) -> Cluster:
    """A stopped cluster that has run before."""
    checkout = new_cluster.log.parent.parent
    subprocess.run(["cp", "-a", used_checkout / ".local", checkout], check=True)
    return new_cluster
