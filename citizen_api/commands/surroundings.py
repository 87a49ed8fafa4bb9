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
from citizen_api.settings import from_environment

CHECKOUT = Path(__file__).parents[2]
KEY_BYTES = 48
UNUSED_KEY = "for a command that signs nothing"


def secret_key_file() -> Path:
    """Where the key is kept that was made here."""
    return CHECKOUT / ".local" / "secret_key"


def kept_secret_key() -> str | None:
    """SECRET_KEY, or the one that was made here; None when there is none yet."""
    file = secret_key_file()
    given = os.environ.get("SECRET_KEY")
    return given or (file.read_text().strip() if file.exists() else None)


def secret_key() -> str:
    """SECRET_KEY, or the one that is made once and kept in `.local/`."""
    return os.environ.get("SECRET_KEY") or _made_once(secret_key_file())


def own_cluster() -> Cluster | None:
    """The private cluster of this checkout, None when DATABASE_URL is set."""
    return None if os.environ.get("DATABASE_URL") else Cluster.of(CHECKOUT)


def environment(key: str) -> dict[str, str]:
    """The environment of this process, with what it leaves out filled in."""
    cluster = own_cluster()
    url = cluster.url if cluster else os.environ["DATABASE_URL"]
    return {**os.environ, "DATABASE_URL": url, "SECRET_KEY": key}


@contextmanager
def database() -> Iterator[Engine]:
    """The database, running; the private cluster is started when `up` has not.

    Raises BadSetting, PostgresError or OperationalError.
    """
    cluster = own_cluster()
    settings = from_environment(environment(UNUSED_KEY))
    with engine(settings.database_url) as made:
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


def _made_once(kept: Path) -> str:
    kept.parent.mkdir(exist_ok=True)
    try:
        with open(kept, "x", opener=_private) as made:
            made.write(secrets.token_urlsafe(KEY_BYTES) + "\n")
    except FileExistsError:
        pass
    return kept.read_text().strip()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
