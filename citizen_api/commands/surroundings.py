"""Where a command runs: its checkout, its settings, its database."""

import os
import secrets
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from citizen_api.db import make_engine
from citizen_api.local_postgres import Cluster
from citizen_api.setting_forms import ensure_names_postgresql
from citizen_api.settings import BadSetting
from identity.key_ring import new_keys

CHECKOUT = Path(__file__).parents[2]
FIRST_KEY = "k1"
SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "DATA_KEYS": lambda: new_keys(FIRST_KEY, os.urandom),
    "AUDIT_KEY": lambda: b64encode(os.urandom(32)).decode(),
}
"""The settings without which the service does not start, and how one is drawn."""


def secret_file(name: str) -> Path:
    """Where a secret is kept that was made here."""
    return CHECKOUT / ".local" / name.lower()


def kept_secret(name: str) -> str | None:
    """The setting, or the one that was made here; None when there is none yet.

    Raises BadSetting for a file that lost what was in it.
    """
    file = secret_file(name)
    given = os.environ.get(name)
    return given or (_read(file) if file.exists() else None)


def _read(file: Path) -> str:
    text = file.read_text().strip()
    if not text:
        raise BadSetting(
            f"{file} is empty: put a copy of it back, or delete it and lose what the"
            " old one closed or signed"
        )
    return text


def kept_secrets() -> dict[str, str]:
    """Those that there are; one that is not is drawn for this command alone.

    For commands that read nothing of persons and sign nothing.
    """
    return {name: kept_secret(name) or draw() for name, draw in SECRETS.items()}


def made_secrets() -> dict[str, str]:
    """Each as the environment has it, or as it is made once and kept in `.local/`."""
    return {
        name: os.environ.get(name) or made_once(name, draw)
        for name, draw in SECRETS.items()
    }


def own_cluster() -> Cluster | None:
    """The private cluster of this checkout, None when DATABASE_URL is set."""
    return None if os.environ.get("DATABASE_URL") else Cluster.of(CHECKOUT)


def environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process, with what it leaves out filled in."""
    cluster = own_cluster()
    url = cluster.url if cluster else os.environ["DATABASE_URL"]
    return {**demonstration(), **os.environ, "DATABASE_URL": url, **secrets}


def demonstration() -> dict[str, str]:
    """What makes invented people welcome, where nobody said that people are real."""
    if os.environ.get("ENVIRONMENT") or os.environ.get("VNEID_ISSUER"):
        return {}
    return {"ENVIRONMENT": "demo", "SIMULATORS": "on"}


@contextmanager
def database() -> Iterator[Engine]:
    """The database, running; the private cluster is started when `up` has not.

    Raises BadSetting, PostgresError or OperationalError.
    """
    cluster = own_cluster()
    url = cluster.url if cluster else os.environ["DATABASE_URL"]
    ensure_names_postgresql(url)
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


def made_once(name: str, draw: Callable[[], str]) -> str:
    """What is kept in `.local/` under a name; drawn when nothing is."""
    kept = secret_file(name)
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        made = _written_beside(kept, draw())
        # A link, not a renaming: of two who start at once the first one's stays.
        with suppress(FileExistsError):
            os.link(made, kept)
        made.unlink()
        _sync(kept.parent)
    return _read(kept)


def replace_secret(name: str, text: str) -> None:
    """Keep another text for a secret that was made here, at once or not at all."""
    file = secret_file(name)
    _written_beside(file, text).replace(file)
    _sync(file.parent)


def _written_beside(file: Path, text: str) -> Path:
    """A new file that only its owner may read, and that a power loss leaves whole."""
    with NamedTemporaryFile("w", dir=file.parent, delete=False) as made:
        made.write(text + "\n")
        made.flush()
        os.fsync(made.fileno())
    return Path(made.name)


def _sync(folder: Path) -> None:
    """Let the names in a folder outlive a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
