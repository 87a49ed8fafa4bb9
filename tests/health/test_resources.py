"""What those who watch over the service are told."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, text

from citizen_api.db import make_engine
from citizen_api.health.queries import NEWEST
from citizen_api.migrating import newest
from tests.conftest import close, copied, make_app


def order(url: str, *orders: str) -> None:
    """Run statements, each by itself."""
    engine = make_engine(url, pool_size=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for each in orders:
            connection.execute(text(each))
    engine.dispose()


@pytest.fixture
def lost() -> Iterator[Flask]:
    """The service without its database."""
    app = make_app("postgresql://nobody@127.0.0.1:1/nowhere")
    yield app
    close(app)


@pytest.fixture
def empty_url(server_url: str, migrated_url: str, worker: str) -> str:
    """The address of a migrated database without a city."""
    return copied(server_url, f"migrated_{worker}", f"unhealthy_{worker}")


@pytest.fixture
def empty(empty_url: str) -> Iterator[FlaskClient]:
    """The service on a migrated database without a city."""
    app = make_app(empty_url)
    yield app.test_client()
    close(app)


def test_a_process_without_its_database_is_alive(lost: Flask) -> None:
    answer = lost.test_client().get("/healthz")

    assert (answer.status_code, answer.json) == (200, {"status": "alive"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_not_ready_without_its_database(lost: Flask) -> None:
    answer = lost.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"].endswith("/problems/database-unreachable")
    assert answer.json["retryable"] is True
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_ready_with_the_city(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json) == (200, {"status": "ready"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_not_ready_without_the_city(empty: FlaskClient) -> None:
    answer = empty.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["type"].endswith("/problems/not-seeded")


@pytest.mark.parametrize(
    "orders",
    [
        ("UPDATE alembic_version SET version_num = '0001'",),
        ("DELETE FROM alembic_version",),
        ("DROP TABLE alembic_version",),
    ],
)
def test_it_is_not_ready_when_migrations_are_missing(
    empty: FlaskClient, empty_url: str, orders: tuple[str, ...]
) -> None:
    order(empty_url, *orders)

    answer = empty.get("/readyz")

    assert answer.status_code == 503
    assert answer.json["type"].endswith("/problems/not-migrated")


def test_it_stays_ready_when_a_newer_version_has_migrated(
    fresh: Flask, fresh_url: str
) -> None:
    order(fresh_url, "UPDATE alembic_version SET version_num = '9999'")

    assert fresh.test_client().get("/readyz").status_code == 200


def test_it_is_ready_again_when_the_database_returns(
    fresh: Flask, fresh_url: str, server_url: str
) -> None:
    name = make_url(fresh_url).database
    client = fresh.test_client()
    statuses = [client.get("/readyz").status_code]

    order(
        server_url,
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        f" WHERE datname = '{name}'",
    )
    statuses += [client.get("/readyz").status_code for _ in range(2)]
    order(server_url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    statuses += [client.get("/readyz").status_code]

    assert statuses == [200, 503, 503, 200]


def test_the_reason_is_told_in_vietnamese(empty: FlaskClient) -> None:
    answer = empty.get("/readyz?lang=vi")

    assert answer.json["detail"].startswith("Chưa có dữ liệu thành phố")


def test_an_unknown_parameter_is_refused(client: FlaskClient) -> None:
    assert client.get("/healthz?verbose=1").status_code == 422


def test_the_newest_migration_is_known_without_alembic() -> None:
    assert newest() == NEWEST
