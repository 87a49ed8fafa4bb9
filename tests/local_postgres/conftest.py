"""Checkouts in folders that everybody may enter, each with its own small cluster."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from citizen_api.local_postgres import Cluster
from citizen_api.local_postgres import cluster as cluster_module


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder in /tmp for one block; pytest's own is closed to others under root."""
    with tempfile.TemporaryDirectory(prefix="citizen-test-", dir="/tmp") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture(scope="session")
def used_checkout() -> Iterator[Path]:
    """A checkout whose cluster has been made, has run, and has stopped."""
    with open_folder() as checkout:
        with Cluster.of(checkout).running():
            pass
        yield checkout


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder; data that cannot stay in a checkout goes to its `var`."""
    with open_folder() as made:
        monkeypatch.setattr(cluster_module, "BEYOND_ROOT", made / "var")
        yield made


@pytest.fixture
def new_cluster(folder: Path) -> Iterator[Cluster]:
    """The cluster of a checkout that has never been started."""
    cluster = Cluster.of(folder)
    yield cluster
    shutil.rmtree(cluster.sockets, ignore_errors=True)


@pytest.fixture
def cluster(new_cluster: Cluster, used_checkout: Path) -> Cluster:
    """A stopped cluster that has run before."""
    checkout = new_cluster.log.parent.parent
    subprocess.run(["cp", "-a", used_checkout / ".local", checkout], check=True)
    return new_cluster
