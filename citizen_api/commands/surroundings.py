"""Where a command runs: its checkout, its settings, its database."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from citizen_api.db import make_engine
from citizen_api.local_postgres import Cluster

CHECKOUT = Path(__file__).parents[2]
KEY_BYTES = 48


def secret_key_file() -> Path:
    """Where the key is kept that was made here."""
    return CHECKOUT / ".local" / "secret_key"


def secret_key() -> str:
    """SECRET_KEY, or the one that is made once and kept in `.local/`."""
    return os.environ.get("SECRET_KEY") or _own_secret_key(secret_key_file())


def own_cluster() -> Cluster | None:
    """The private cluster of this checkout, None when DATABASE_URL is set."""
    return None if os.environ.get("DATABASE_URL") else Cluster.of(CHECKOUT)


def environment() -> dict[str, str]:
    """The environment of this process, with what it leaves out filled in."""
    cluster = own_cluster()
    url = cluster.url if cluster else os.environ["DATABASE_URL"]
    return {**os.environ, "DATABASE_URL": url, "SECRET_KEY": secret_key()}


@contextmanager
def database(url: str) -> Iterator[Engine]:
    """The database, running; the private cluster is started when `up` has not.

    Raises PostgresError or OperationalError.
    """
    cluster = own_cluster()
    with engine(url) as made:
        if cluster is None or _answers(made):
            yield made
        else:
            with cluster.running():
                yield made


@contextmanager
def engine(url: str) -> Iterator[Engine]:
    """An engine of one connection, given back at the end."""
    made = make_engine(url, pool_size=1)
    try:
        yield made
    finally:
        made.dispose()


def _answers(engine: Engine) -> bool:
    try:
        engine.connect().close()
    except OperationalError:
        return False
    return True


def _own_secret_key(kept: Path) -> str:
    kept.parent.mkdir(exist_ok=True)
    try:
        with kept.open("x", opener=_private) as made:
            made.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
    except FileExistsError:
        pass
    return kept.read_text().strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
