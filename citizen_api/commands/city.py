"""Which data files the database was loaded from."""

from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

import seeds
from citizen_api.versions import Version

SEEDS = "seeds"
FOLDER = Path(seeds.__file__).parent
SUFFIXES = {".py", ".json", ".geojson"}


def fingerprint() -> int:
    """A number of 63 bits for the data files and their loader."""
    digest = blake2b(digest_size=8)
    for file in sorted(FOLDER.rglob("*")):
        if file.suffix in SUFFIXES:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(FOLDER)} {len(content)}\n".encode())
            digest.update(content)
    return int.from_bytes(digest.digest()) >> 1


def is_loaded(connection: Connection) -> bool:
    """Whether these very files were the last that were loaded."""
    kept = connection.scalar(select(Version.value).where(Version.name == SEEDS))
    return kept == fingerprint()


def keep_fingerprint(session: Session) -> None:
    """Say that these files are loaded."""
    session.merge(Version(name=SEEDS, value=fingerprint()))
