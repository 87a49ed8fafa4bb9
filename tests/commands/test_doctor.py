"""citizen doctor."""

import re
import socket
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from citizen_api.commands import doctor, surroundings
from citizen_api.db import make_engine
from citizen_api.local_postgres import find_binaries
from tests.commands.conftest import Citizen, citizen_on, free_port


def test_a_healthy_house_has_nothing_wrong(city_url: str) -> None:
    answer = citizen_on(city_url)("doctor", PORT=str(free_port()))

    assert answer.exit_code == 0
    assert "wrong" not in answer.output
    assert re.search(r"PostgreSQL \d+.* with PostGIS 3", answer.output)
    assert "the city is loaded: 100 venues" in answer.output


def test_a_machine_without_postgresql_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    nowhere = partial(find_binaries, debian_root=tmp_path)
    monkeypatch.setattr(doctor, "find_binaries", nowhere)

    what, remedy = doctor.installed()

    assert what == "no PostgreSQL to start"
    assert "apt-get install postgresql-15 postgresql-15-postgis-3" in (remedy or "")


def test_missing_migrations_are_told(citizen: Citizen) -> None:
    answer = citizen("doctor", PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "run: citizen migrate" in answer.output


def test_a_missing_city_is_told(citizen: Citizen) -> None:
    citizen("migrate")

    answer = citizen("doctor", PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "wrong  the city is not loaded\n       run: citizen seed" in answer.output


def test_changed_data_files_are_told(fresh_url: str) -> None:
    citizen = citizen_on(fresh_url)
    citizen("seed")
    engine = make_engine(fresh_url, pool_size=1)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE versions SET value = value - 1 WHERE name = 'seeds'")
        )
    engine.dispose()

    answer = citizen("doctor", PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "the data files have changed" in answer.output


def test_a_database_that_is_not_there_is_told() -> None:
    answer = citizen_on("postgresql://nobody@127.0.0.1:1/nowhere")("doctor")

    assert answer.exit_code == 1
    assert "wrong  the database does not answer" in answer.output


def test_a_taken_port_is_told(city_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        answer = citizen_on(city_url)("doctor", PORT=str(other.getsockname()[1]))

    assert answer.exit_code == 1
    assert "is taken: stop what uses it, or set PORT" in answer.output


def test_a_key_that_others_may_read_is_told(
    city_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)
    citizen = citizen_on(city_url)
    citizen("keys", SECRET_KEY="")
    (tmp_path / ".local" / "secret_key").chmod(0o644)

    answer = citizen("doctor", SECRET_KEY="", PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "run: chmod 600" in answer.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "no.such.host.invalid"),
        ("SECRET_KEY", "short"),
        ("DATA_KEYS", "nonsense"),
        ("WORKERS", "many"),
    ],
)
def test_a_wrong_setting_is_told_beside_the_database(
    city_url: str, name: str, value: str
) -> None:
    answer = citizen_on(city_url)("doctor", PORT=str(free_port()), **{name: value})

    assert answer.exit_code == 1
    assert answer.output.count("wrong") == 1
    assert f"       {name}" in answer.output
    assert "the city is loaded" in answer.output


def test_a_wrong_address_of_the_database_is_told_once() -> None:
    answer = citizen_on("mysql://localhost/citizen")("doctor")

    assert answer.exit_code == 1
    assert answer.output.count("DATABASE_URL") == 1


def test_keys_that_a_power_loss_took_are_told(
    city_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)
    citizen = citizen_on(city_url)
    citizen("keys", DATA_KEYS="")
    (tmp_path / ".local" / "data_keys").write_text("")

    doctor, keys, up = (
        citizen(word, DATA_KEYS="") for word in ("doctor", "keys", "up")
    )

    assert doctor.exit_code == 1
    for answer in (doctor, keys, up):
        assert "data_keys is empty: put a copy of it back" in answer.output
    assert "DATA_KEYS open" not in doctor.output


def test_a_new_checkout_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "CHECKOUT", tmp_path)

    answer = citizen_on("")("doctor", SECRET_KEY="", PORT=str(free_port()))

    assert answer.exit_code == 1
    assert "run: make run" in answer.output
    assert list(tmp_path.iterdir()) == []
