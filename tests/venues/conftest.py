"""A town: the real city and made-up stalls beside it, which nobody changes."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.db import Database
from tests.conftest import close, copied, make_app
from tests.factories import build, database_of
from tests.venues.stalls import stalls

BESIDE = 200
FACTS = text(
    """
    SELECT v.id, v.slug, v.lon_e6, v.lat_e6, s.text, coalesce(c.score, 0)
    FROM venues v LEFT JOIN schedules s ON s.id = v.schedule_id
    LEFT JOIN venue_scores c ON c.venue_id = v.id ORDER BY v.id
    """
)
SERVED = text(
    """
    SELECT v.slug, d.slug, m.price_min FROM menu_items m
    JOIN venues v ON v.id = m.venue_id JOIN dishes d ON d.id = m.dish_id
    """
)


class Fact(NamedTuple):
    """What the tables say of a venue; `score` in hundredths, 0 when nobody rated."""

    number: int
    slug: str
    lon_e6: int | None
    lat_e6: int | None
    hours: str | None
    score: int


class Town(NamedTuple):
    """Every venue by its id on the wire, and the prices of each dish by venue."""

    venues: dict[str, Fact]
    prices: dict[str, dict[str, int | None]]


@pytest.fixture(scope="session")
def town_app(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """The service on the town."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"town_{worker}"))
    build(made, *stalls(BESIDE))
    yield made
    close(made)


@pytest.fixture
def town(town_app: Flask) -> FlaskClient:
    """A client of the town."""
    return town_app.test_client()


@pytest.fixture(scope="session")
def database(town_app: Flask) -> Database:
    """The database of the town."""
    return database_of(town_app)


@pytest.fixture(scope="session")
def facts(database: Database) -> Town:
    """What the tables of the town say, read without the service."""
    with database.engine.connect() as connection:
        venues = [Fact(*row) for row in connection.execute(FACTS)]
        prices: dict[str, dict[str, int | None]] = {}
        for venue, dish, price in connection.execute(SERVED):
            prices.setdefault(dish, {})[venue] = price
    return Town({fact.slug: fact for fact in venues}, prices)
