"""Whether a database can hold the service."""

import pytest
from sqlalchemy import Connection, text

from citizen_api.commands.failures import Failure
from citizen_api.commands.fitness import Facts, complaint, ensure_fit
from citizen_api.db import make_engine

FIT = Facts(
    encoding="UTF8",
    standby=False,
    who="citizen",
    may_make_tables=True,
    postgis="3.3.2",
    missing=[],
    forbidden=[],
)


def test_a_database_that_has_everything_is_fit() -> None:
    assert complaint(FIT) is None


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FIT._replace(standby=True), "must name its primary"),
        (FIT._replace(encoding="LATIN1"), "ENCODING 'UTF8'"),
        (FIT._replace(missing=["postgis"]), "lacks postgis: install PostGIS"),
        (FIT._replace(postgis="3.2.7"), "PostGIS 3.2.7 is too old: 3.3 or newer"),
        (FIT._replace(forbidden=["postgis"]), "CREATE EXTENSION postgis;"),
        (FIT._replace(may_make_tables=False), "GRANT CREATE ON SCHEMA public"),
    ],
)
def test_what_must_change_is_said(facts: Facts, said: str) -> None:
    assert said in (complaint(facts) or "")


@pytest.mark.parametrize("postgis", ["3.3.0", "3.10.1", "4.0.0dev"])
def test_a_newer_postgis_is_fit(postgis: str) -> None:
    assert complaint(FIT._replace(postgis=postgis)) is None


def test_an_old_server_is_refused(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.dialect, "server_version_info", (14, 2))

    with pytest.raises(Failure, match="PostgreSQL 14 is too old: 15 or newer"):
        ensure_fit(connection)


def test_a_user_without_rights_is_told_what_a_superuser_must_do(
    empty_url: str,
) -> None:
    engine = make_engine(empty_url, pool_size=1)
    with engine.connect() as connection:
        connection.execute(text("CREATE ROLE stranger"))
        connection.execute(text("SET LOCAL ROLE stranger"))

        with pytest.raises(Failure, match=r"user stranger .* CREATE EXTENSION postgis"):
            ensure_fit(connection)
    engine.dispose()


def test_a_user_without_rights_may_use_what_a_superuser_has_made(
    connection: Connection,
) -> None:
    connection.execute(text("CREATE ROLE stranger"))
    connection.execute(text("GRANT CREATE ON SCHEMA public TO stranger"))
    connection.execute(text("SET LOCAL ROLE stranger"))

    ensure_fit(connection)
