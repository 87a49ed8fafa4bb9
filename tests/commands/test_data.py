"""citizen migrate and citizen seed."""

import re

import pytest
from click.testing import Result
from sqlalchemy import text

from citizen_api.commands import city
from citizen_api.db import make_engine
from citizen_api.migrating import newest
from seeds.load import AGAIN
from tests.commands.conftest import Citizen, citizen_on
from tests.conftest import copied


def answer_of(url: str, question: str) -> object:
    """One value of a database."""
    engine = make_engine(url, pool_size=1)
    with engine.connect() as connection:
        found: object = connection.scalar(text(question))
    engine.dispose()
    return found


def test_migrate_makes_the_tables_and_says_so(citizen: Citizen) -> None:
    answer = citizen("migrate")

    assert answer.output == f"Database: migrated from nothing to {newest()}\n"


def test_migrate_does_nothing_the_second_time(citizen: Citizen) -> None:
    citizen("migrate")

    answer = citizen("migrate")

    assert answer.output == f"Database: at migration {newest()}, the newest\n"


def test_migrate_leaves_the_database_of_a_newer_version(fresh_url: str) -> None:
    engine = make_engine(fresh_url, pool_size=1)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    answer = citizen_on(fresh_url)("migrate")

    assert answer.exit_code == 0
    assert "made by a newer version" in answer.output


def test_seed_asks_for_migrations_first(citizen: Citizen) -> None:
    answer = citizen("seed")

    assert answer.exit_code == 1
    assert answer.output.startswith("Error: the database lacks migrations")


def test_seed_changes_nothing_the_second_time(fresh_url: str) -> None:
    citizen = citizen_on(fresh_url)
    citizen("seed")
    before = answer_of(fresh_url, "SELECT json_agg(v) FROM versions v")

    answer = citizen("seed")

    assert answer.output == f"City: {AGAIN}\n"
    assert answer_of(fresh_url, "SELECT json_agg(v) FROM versions v") == before


def test_seed_remembers_which_files_it_loaded(fresh_url: str) -> None:
    kept = "SELECT value FROM versions WHERE name = 'seeds'"
    before = answer_of(fresh_url, kept)

    citizen_on(fresh_url)("seed")

    assert before is None
    assert answer_of(fresh_url, kept) == city.fingerprint()


@pytest.fixture(scope="module")
def grown(server_url: str, seeded_url: str, worker: str) -> tuple[str, Result]:
    """A city with synthetic venues, and what making them said."""
    url = copied(server_url, f"seeded_{worker}", f"grown_{worker}")
    return url, citizen_on(url)("seed", "--synthetic", "40")


def test_synthetic_venues_stand_beside_the_real_ones(
    grown: tuple[str, Result],
) -> None:
    url, answer = grown

    assert "40 synthetic venues are there" in answer.output
    assert answer_of(url, "SELECT count(*) FROM venues") == 140


@pytest.mark.parametrize("option", ["--synthetic", "--synthetic-stations"])
def test_no_city_is_larger_than_we_can_number(citizen: Citizen, option: str) -> None:
    answer = citizen("seed", option, "99999999999")

    assert answer.exit_code == 2
    assert re.search(f"'{option}': 99999999999 is not in .* 1<=x<=10+", answer.output)


def test_synthetic_venues_are_not_taken_away(grown: tuple[str, Result]) -> None:
    url, _ = grown

    answer = citizen_on(url)("seed", "--synthetic", "10")

    assert answer.exit_code == 1
    assert (
        "40 synthetic venues are there, 10 asked for: none is taken away"
        in answer.output
    )
