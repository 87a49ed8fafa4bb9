"""A real PostgreSQL for the whole run; databases are copied from templates.

`client` reads a seeded city that nobody changes; `fresh` is a city of one's own, for
tests that write. The clock stands at noon of Saturday 21 November 2026.
"""

import atexit
import gc
import itertools
import os
import random
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache, partial

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.orm import Session

from citizen_api.app import create_app
from citizen_api.db import Database, make_engine
from citizen_api.local_postgres import throw_away
from citizen_api.migrating import migrate
from citizen_api.settings import Settings
from identity.key_ring import new_keys
from seeds.load import load
from tests import remembering
from tests.factories import on_staff, signed_in

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=7)))
SECRET = "a secret of forty letters, for tests only"
DATA_KEYS = new_keys("test", random.Random(4).randbytes)
AUDIT_KEY = b64encode(random.Random(5).randbytes(32)).decode()
SECRETS = {"secret_key": SECRET, "data_keys": DATA_KEYS, "audit_key": AUDIT_KEY}
SECRETS["environment"] = "demo"
SECRETS["media_folder"] = tempfile.mkdtemp(prefix="citizen-media-")
atexit.register(shutil.rmtree, SECRETS["media_folder"], ignore_errors=True)
BANK_KEY = random.Random(6).randbytes(32)
BANK_SECRET = "whsec_" + b64encode(BANK_KEY).decode()
ENVIRON = {name.upper(): value for name, value in SECRETS.items()}
NUMBERS = itertools.count(1)
OVER: list[str] = []
TEMPLATES = remembering.Compiled()
remembering.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow begins first, so that no worker ends long after the others."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is there before the first test stays; from here on others need not."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """pytest-flask would share one request context among all calls of a test."""


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A throw-away cluster, or the one that TEST_DATABASE_URL names."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        drop_all(given)
        administrator(given).close()
        return
    with throw_away() as server:
        yield server.url
        administrator(server.url).close()


def copied(server_url: str, template: str, name: str) -> str:
    """A new database as a copy of another; its address."""
    dropped(name)
    drop_all(server_url)
    # Copied as files: twice as quick here as through the log of changes.
    order(server_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return make_url(server_url).set(database=name).render_as_string(False)


def dropped(name: str) -> None:
    """No database of this name: hundreds of copies would fill the disk.

    It goes with the next copy: whoever is leaving it now costs 100 ms of waiting.
    """
    OVER.append(name)


def drop_all(server_url: str) -> None:
    """Delete the databases that are over."""
    while OVER:
        order(server_url, f"DROP DATABASE IF EXISTS {OVER.pop()} WITH (FORCE)")


def order(server_url: str, statement: str) -> None:
    """Have the server do what no transaction may hold."""
    administrator(server_url).execute(statement)


@cache
def administrator(server_url: str) -> psycopg.Connection:
    """One connection for all orders: each of their own would cost 10 ms."""
    url = server_url.replace("+psycopg", "")
    return psycopg.connect(url, autocommit=True)


@pytest.fixture(scope="session")
def worker(request: pytest.FixtureRequest) -> str:
    """The name of this worker, when several run."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "only"))


@pytest.fixture(scope="session")
def migrated_url(server_url: str, worker: str) -> str:
    """An empty database with every table; nobody stays connected to it."""
    url = copied(server_url, "template1", f"migrated_{worker}")
    migrated = make_engine(url, pool_size=1)
    migrate(migrated)
    migrated.dispose()
    return url


@pytest.fixture(scope="session")
def seeded_url(server_url: str, migrated_url: str, worker: str) -> str:
    """A database with the real city; nobody stays connected to it."""
    url = copied(server_url, f"migrated_{worker}", f"seeded_{worker}")
    engine = make_engine(url, pool_size=1)
    with Session(engine) as session, session.begin():
        load(session, lambda line: None)
    engine.dispose()
    return url


@pytest.fixture(scope="session")
def engine(server_url: str, migrated_url: str, worker: str) -> Iterator[Engine]:
    """An engine on an empty database with every table."""
    url = copied(server_url, f"migrated_{worker}", f"empty_{worker}")
    made = make_engine(url, pool_size=2)
    yield made
    made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose changes are undone."""
    with engine.connect() as made:
        outer = made.begin()
        yield made
        outer.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session inside the transaction of `connection`."""
    with Session(connection, join_transaction_mode="create_savepoint") as made:
        yield made


def make_app(url: str) -> Flask:
    """The service on a database, its clock standing still."""
    app = create_app(Settings(database_url=url, bank_secret=BANK_SECRET, **SECRETS))
    app.config["CLOCK"] = lambda: NOON
    app.jinja_env.bytecode_cache = TEMPLATES
    return app


def close(app: Flask) -> None:
    """Give the connections of an application back."""
    app.extensions["citizen-refresher"].stop()
    database: Database = app.extensions["citizen-database"]
    database.close()


@pytest.fixture(scope="session")
def app(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """The service on the real city, for tests that only read."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"city_{worker}"))
    yield made
    close(made)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that only reads."""
    return app.test_client()


@pytest.fixture
def fresh_url(server_url: str, seeded_url: str, worker: str) -> Iterator[str]:
    """The address of a city of one's own."""
    name = f"fresh_{worker}_{next(NUMBERS)}"
    yield copied(server_url, f"seeded_{worker}", name)
    dropped(name)


@pytest.fixture
def fresh(fresh_url: str) -> Iterator[Flask]:
    """The service on a city of one's own, for tests that write."""
    made = make_app(fresh_url)
    yield made
    close(made)


@pytest.fixture
def citizen(fresh: Flask) -> dict[str, str]:
    """What an app sends for P001, who signed in just now at level 2."""
    return signed_in(fresh)


@pytest.fixture
def staff(fresh: Flask) -> Callable[..., dict[str, str]]:
    """`staff(role, scope="", persona="P002")`: what their app sends."""
    return partial(on_staff, fresh)
