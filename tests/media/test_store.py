"""Files in a folder and in a bucket: the same contract for both."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from citizen_api.media.bucket import Bucket, BucketStore
from citizen_api.media.rules import LOOSE_FOR
from citizen_api.media.store import SHARDS, UNFINISHED, FolderStore, MediaStore, name_of
from citizen_api.problems import NotFound, Unavailable
from tests.faults.serving import free_port
from tests.media.buckets import bucket, s3_server

CONTENT = b"the bytes of a photo"
NAME = name_of(CONTENT)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an S3-compatible server, a process of its own."""
    with s3_server() as address:
        yield address


@pytest.fixture(params=["folder", "bucket", "inside a bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> MediaStore:
    """An empty store of each kind."""
    if request.param == "folder":
        return FolderStore(tmp_path / "media")
    inside = "sandbox" if request.param == "inside a bucket" else ""
    return BucketStore(bucket(request.getfixturevalue("server")), inside)


def test_what_was_put_is_read(store: MediaStore) -> None:
    store.put(NAME, CONTENT)
    store.put(NAME, CONTENT)

    assert store.read(NAME) == CONTENT


def test_what_is_not_there_is_told(store: MediaStore) -> None:
    with pytest.raises(NotFound):
        store.read(NAME)


def test_what_was_deleted_is_gone(store: MediaStore) -> None:
    store.put(NAME, CONTENT)

    store.delete(NAME)
    store.delete(NAME)

    with pytest.raises(NotFound):
        store.read(NAME)


def test_the_names_of_a_shard_are_listed(store: MediaStore) -> None:
    store.put(NAME, CONTENT)
    other = next(shard for shard in SHARDS if shard != NAME[:2])

    assert list(store.names(NAME[:2])) == [NAME]
    assert list(store.names(other)) == []


def test_what_is_inside_a_bucket_is_not_in_the_bucket(server: str) -> None:
    both = bucket(server)
    BucketStore(both, "sandbox").put(NAME, CONTENT)

    assert list(BucketStore(both).names(NAME[:2])) == []
    with pytest.raises(NotFound):
        BucketStore(both).read(NAME)


def test_a_bucket_that_does_not_answer_is_told() -> None:
    away = BucketStore(
        Bucket(f"http://127.0.0.1:{free_port()}", "x" * 3, "r", "k", "s")
    )

    with pytest.raises(Unavailable):
        away.put(NAME, CONTENT)


def test_a_folder_never_has_half_a_file_under_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(descriptor: int) -> None:
        raise OSError("the disk is gone")

    store = FolderStore(tmp_path)
    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(OSError, match="the disk"):
        store.put(NAME, CONTENT)

    assert list(store.names(NAME[:2])) == []
    with pytest.raises(NotFound):
        store.read(NAME)


def test_what_was_left_unfinished_is_thrown_away_in_time(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.put(NAME, CONTENT)
    young, old = (tmp_path / NAME[:2] / f"{UNFINISHED}{each}" for each in "ab")
    for each in (young, old):
        each.write_bytes(b"half")
    long_ago = time.time() - LOOSE_FOR.total_seconds() - 1
    os.utime(old, (long_ago, long_ago))

    assert list(store.names(NAME[:2])) == [NAME]
    assert (young.exists(), old.exists()) == (True, False)
