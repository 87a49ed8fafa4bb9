"""Every question of the bench can be put, to the service and to the database alone."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from benchmarks import ratings
from benchmarks.workloads import Sampler, Workload, boxes, items, nearby, sampler, tiles
from citizen_api.db import Database
from tests.conftest import copied, dropped

# The bench draws its questions from synthetic venues, whose names end in a number.
NUMBERED = text("UPDATE venues SET slug = 'syn-' || lpad(id::text, 7, '0')")
QUESTIONS: dict[str, Callable[[Sampler], Workload]] = {
    "a box": boxes,
    "a dish, nearest first": lambda city: nearby(city, "distance"),
    "a dish, best first": lambda city: nearby(city, "score"),
    "near tiles": lambda city: tiles(city, [14]),
    "far tiles": lambda city: tiles(city, [8, 12]),
    "ratings": lambda city: ratings.workload(ratings.pairs(city.database, city)),
}


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Sampler]:
    """The real city, its venues named as synthetic ones are."""
    name = f"bench_{worker}"
    database = Database(copied(server_url, f"seeded_{worker}", name), pool_size=2)
    with database.engine.begin() as connection:
        connection.execute(NUMBERED)
    yield sampler(database)
    database.close()
    dropped(name)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_question_is_put_to_the_service_and_to_the_database(
    city: Sampler, question: Callable[[Sampler], Workload]
) -> None:
    work = question(city)

    assert work.ours
    assert work.sql is not None
    assert "SELECT" in work.sql.text


def test_a_venue_is_asked_for_by_its_address(city: Sampler) -> None:
    work = items(city)

    assert work.ours
    assert all(each.path.startswith("/v1/venues/syn-") for each in work.ours)
