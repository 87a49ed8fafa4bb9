"""The real city in the database, loaded again only when its files have changed."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

import seeds
from citizen_api.commands.failures import Failure
from citizen_api.migrating import newest, revision
from citizen_api.versions import Version
from seeds.load import load

SEEDS = "seeds"
SEEDING = text("SELECT pg_advisory_xact_lock(726176)")
SUFFIXES = {".py", ".json", ".geojson"}


def fingerprint() -> int:
    """A number for what the data files and their loader say: 63 bits."""
    digest = blake2b(digest_size=8)
    folder = Path(seeds.__file__).parent
    for file in sorted(folder.rglob("*")):
        if file.suffix in SUFFIXES:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder)} {len(content)}\n".encode())
            digest.update(content)
    return int.from_bytes(digest.digest()) >> 1


def ensure_loaded(engine: Engine) -> str:
    """Load the city unless these very files were loaded last; what was done."""
    ensure_migrated(engine)
    with Session(engine) as session:
        kept = session.get(Version, SEEDS)
        if kept is not None and kept.value == fingerprint():
            return "as the files say"
    said: list[str] = []
    reload(engine, said.append)
    return "; ".join(said)


def reload(engine: Engine, report: Callable[[str], None]) -> None:
    """Make the database say what the files say. Raises Failure before migrations."""
    ensure_migrated(engine)
    with Session(engine) as session, session.begin():
        session.execute(SEEDING)
        load(session, report)
        session.merge(Version(name=SEEDS, value=fingerprint()))


def ensure_migrated(engine: Engine) -> None:
    """Raises Failure when the tables are not those that the seeds are made for."""
    with engine.connect() as connection:
        there = revision(connection)
    if there is None or there < newest():
        raise Failure(f"the database is at migration {there}: citizen migrate")
