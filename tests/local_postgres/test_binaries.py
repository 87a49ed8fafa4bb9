"""Which PostgreSQL is found, and what is said when there is none."""

from pathlib import Path

import pytest

from citizen_api.local_postgres import PostgresMissingError, find_binaries


def install(root: Path, major: int, *, postgis: bool) -> Path:
    """A make-believe PostgreSQL in the shape Debian gives it; its programs' folder."""
    shared, folder = root / "share" / str(major), root / str(major) / "bin"
    folder.mkdir(parents=True)
    (shared / "extension").mkdir(parents=True)
    if postgis:
        (shared / "extension" / "postgis.control").touch()
    for name in ("initdb", "postgres", "pg_config"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho PostgreSQL {major}.4\necho {shared}\n")
        program.chmod(0o755)
    return folder


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))


def test_the_newest_one_with_postgis_is_taken(tmp_path: Path) -> None:
    install(tmp_path, 115, postgis=True)
    newest = install(tmp_path, 116, postgis=True)
    install(tmp_path, 117, postgis=False)

    assert find_binaries(debian_root=tmp_path).folder == newest


def test_data_asks_for_the_version_that_made_it(tmp_path: Path) -> None:
    older = install(tmp_path, 115, postgis=True)
    install(tmp_path, 116, postgis=True)

    assert find_binaries(115, debian_root=tmp_path).folder == older


@pytest.mark.usefixtures("empty_path")
def test_one_that_is_too_old_does_not_count(tmp_path: Path) -> None:
    install(tmp_path, 14, postgis=True)

    with pytest.raises(PostgresMissingError, match="PostgreSQL 15 or newer"):
        find_binaries(debian_root=tmp_path)


@pytest.mark.usefixtures("empty_path")
def test_a_missing_one_names_the_packages(tmp_path: Path) -> None:
    with pytest.raises(PostgresMissingError, match="postgresql-15-postgis-3"):
        find_binaries(debian_root=tmp_path)


def test_a_missing_version_names_its_packages() -> None:
    with pytest.raises(PostgresMissingError, match="postgresql-99-postgis-3"):
        find_binaries(99)


def test_one_on_the_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = install(tmp_path, 116, postgis=True)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    assert find_binaries(debian_root=tmp_path / "none").folder == folder
