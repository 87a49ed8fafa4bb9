"""The nearest stations are read off their index, however many there are."""

from collections.abc import Iterator

import pytest
from psycopg import Cursor
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.bikes.stations import Question, statement
from citizen_api.db import make_engine
from geo.points import Point
from seeds.synthetic.bikes import sample_stations
from tests.conftest import NOON, copied
from tests.plans import plan

HERE = Point(106.68, 20.85)


@pytest.fixture(scope="module")
def town(server_url: str, seeded_url: str, worker: str) -> str:
    """The address of a city with two thousand stations."""
    url = copied(server_url, f"seeded_{worker}", f"stations_{worker}")
    engine = make_engine(url, pool_size=1)
    with Session(engine) as session, session.begin():
        sample_stations(session, 2_000)
        session.execute(text("ANALYZE"))
    engine.dispose()
    return url


@pytest.fixture(scope="module", params=[0, None], ids=["prepared", "not prepared"])
def cursor(request: pytest.FixtureRequest, town: str) -> Iterator[Cursor]:
    """A connection with a generic plan, and one that plans for the values."""
    engine = make_engine(town, pool_size=1, autocommit=True)
    connection = engine.raw_connection()
    connection.driver_connection.prepare_threshold = request.param
    connection.cursor().execute("SET plan_cache_mode = force_generic_plan")
    yield connection.cursor()
    connection.close()
    engine.dispose()


@pytest.mark.parametrize("after", [None, (1200.0, 7)])
@pytest.mark.parametrize(
    "needed", [{}, {"bikes": 1}, {"kind": "electric"}, {"room": 1}]
)
def test_only_stations_near_are_counted(
    cursor: Cursor, needed: dict[str, int | str], after: tuple[float, int] | None
) -> None:
    asked = Question(centre=HERE, limit=20, after=after, **needed)

    lines = plan(cursor, *statement(asked, b"\xff", NOON))

    assert any("ix_stations_place" in line for line in lines), lines
    assert not any("Seq Scan on bikes" in line for line in lines), lines
