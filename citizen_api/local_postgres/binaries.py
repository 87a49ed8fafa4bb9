"""Finds the newest PostgreSQL on this machine that has PostGIS; also runs as a script.

Standard library only and no package imports: the set-up asks it before there is an
environment (`python3 citizen_api/local_postgres/binaries.py`).
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Binaries", "PostgresError", "PostgresMissingError", "find_binaries"]

OLDEST = 15
DEBIAN_ROOT = Path("/usr/lib/postgresql")


class PostgresError(Exception):
    """The private PostgreSQL cannot be used; the message says what to do."""


class PostgresMissingError(PostgresError):
    """No PostgreSQL with PostGIS is installed, or not the one the data needs."""

    def __init__(self, major: int | None = None) -> None:
        wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
        packages = (
            f"postgresql-{major or OLDEST} postgresql-{major or OLDEST}-postgis-3"
        )
        super().__init__(
            f"{wanted} with PostGIS is not installed: run `apt-get install {packages}`"
            " as root, or set DATABASE_URL"
        )


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL: its major version and where its programs are."""

    major: int
    folder: Path

    @property
    def initdb(self) -> str:
        """The program that makes a cluster."""
        return str(self.folder / "initdb")

    @property
    def postgres(self) -> str:
        """The server."""
        return str(self.folder / "postgres")


def find_binaries(
    major: int | None = None, debian_root: Path = DEBIAN_ROOT
) -> Binaries:
    """The newest PostgreSQL with PostGIS, or that of one major version.

    Looks where Debian puts them and on PATH. Raises PostgresMissingError.
    """
    found = [
        binaries
        for folder in _folders(debian_root)
        if (binaries := _inspect(folder)) is not None
        and major in (None, binaries.major)
    ]
    if not found:
        raise PostgresMissingError(major)
    return max(found, key=lambda binaries: binaries.major)


def _folders(debian_root: Path) -> Iterator[Path]:
    yield from sorted(debian_root.glob("*/bin"))
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def _inspect(folder: Path) -> Binaries | None:
    programs = ("pg_config", "initdb", "postgres")
    if not all((folder / program).exists() for program in programs):
        return None
    answer = subprocess.run(  # noqa: S603 - no shell, our own words
        [folder / "pg_config", "--version", "--sharedir"],
        capture_output=True,
        text=True,
        check=True,
    )
    version, shared = answer.stdout.splitlines()
    digits = re.search(r"\d+", version)
    has_postgis = (Path(shared) / "extension" / "postgis.control").exists()
    if digits is None or int(digits[0]) < OLDEST or not has_postgis:
        return None
    return Binaries(int(digits[0]), folder)


if __name__ == "__main__":
    try:
        find_binaries()
    except PostgresMissingError as missing:
        sys.exit(str(missing))
