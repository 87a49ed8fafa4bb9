"""The planner is held to the scans that the hot question needs, at any values."""

import re
from collections.abc import Iterator

import pytest
from psycopg import Cursor
from sqlalchemy import text

from citizen_api.db import READER_OPTIONS, Database, make_engine
from citizen_api.venues.queries.offers import prepared
from citizen_api.venues.queries.shapes import statement
from citizen_api.venues.questions import InAreas, Question, Sort
from geo.bbox import Bbox
from geo.points import Point
from tests import plans
from tests.conftest import NOON, copied

VENUES, DISHES = 3_000, 3
CENTRE = Point(106.6822, 20.8561)
FILL = (
    """
    INSERT INTO dishes (id, slug, name_vi, name_en, description_basis, category,
                        signature, source_ids)
    SELECT d, 'dish-' || d, 'd', 'd', 'none', 'main', false, '{}'
    FROM generate_series(1, :dishes) d
    """,
    """
    INSERT INTO venues (slug, name, aliases, kind, folded, address, ward_certain,
                        lon_e6, lat_e6, honours, source_ids)
    SELECT 'venue-' || v, 'v', '{}', 'eatery', 'v', 'a', false,
           106600000 + (v * 7919) % 200000, 20800000 + (v * 104729) % 150000,
           '[]', '{}'
    FROM generate_series(1, :venues) v
    """,
    """
    INSERT INTO menu_items (venue_id, dish_id, price_min)
    SELECT v.id, d.id, 10000 + (v.id * 31 + d.id) % 50 * 1000
    FROM venues v CROSS JOIN dishes d
    """,
    """
    INSERT INTO offers (venue_id, dish_id, place, lon_e6, lat_e6, price, cell_1km,
                        cell_8km, score)
    SELECT v.id, d, p.place, lon_e6, lat_e6,
           CASE WHEN d > 0 THEN 10000 + (v.id * 31 + d) % 50 * 1000 END,
           floor(ST_X(place) / 1000) * 10000 + floor(ST_Y(place) / 1000),
           floor(ST_X(place) / 8000) * 10000 + floor(ST_Y(place) / 8000),
           v.id % 400
    FROM venues v CROSS JOIN generate_series(0, :dishes) d
    CROSS JOIN LATERAL (SELECT ST_Transform(
        ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326), 32648) AS place) p
    """,
)
QUESTIONS = {
    "nearest": Question(dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE),
    "nearest of two": Question(dishes=(1, 2), centre=CENTRE, sort=Sort.DISTANCE),
    "nearest within": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, radius=2_000
    ),
    "nearest open": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, radius=2_000, open_at=NOON
    ),
    "nearest of the best": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, radius=2_000, min_score=3
    ),
    "nearest of any dish": Question(centre=CENTRE, sort=Sort.DISTANCE),
    "nearest in a box": Question(
        dishes=(1,),
        centre=CENTRE,
        sort=Sort.DISTANCE,
        bbox=Bbox(106.67, 20.84, 106.7, 20.87),
    ),
    "nearest, later": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, after=(812.5, 7)
    ),
    "nearest in an area": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, areas=(InAreas(wards=(3,)),)
    ),
}
INDEXES = {
    "ix_offers_1km": Question(
        dishes=(1,), centre=CENTRE, radius=2_000, sort=Sort.SCORE
    ),
    "ix_offers_8km": Question(
        dishes=(1,), centre=CENTRE, radius=20_000, sort=Sort.SCORE
    ),
    "ix_offers_score": Question(dishes=(1,), sort=Sort.SCORE),
    "ix_offers_price": Question(dishes=(1,), sort=Sort.PRICE),
    "ix_offers_unplaced": Question(
        dishes=(1,), centre=CENTRE, sort=Sort.DISTANCE, tail=True
    ),
}


@pytest.fixture(scope="module")
def crowd(server_url: str, migrated_url: str, worker: str) -> str:
    """The address of a city of a few thousand offers."""
    url = copied(server_url, f"migrated_{worker}", f"plans_{worker}")
    engine = make_engine(url, pool_size=1)
    with engine.begin() as connection:
        for filling in FILL:
            connection.execute(text(filling), {"venues": VENUES, "dishes": DISHES})
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return url


@pytest.fixture(scope="module", params=[0, None], ids=["prepared", "not prepared"])
def reader(request: pytest.FixtureRequest, crowd: str) -> Iterator[Cursor]:
    """Hot reads with a generic plan, and with one planned for its values."""
    engine = make_engine(crowd, pool_size=1, options=READER_OPTIONS, autocommit=True)
    connection = engine.raw_connection()
    connection.driver_connection.prepare_threshold = request.param
    yield connection.cursor()
    connection.close()
    engine.dispose()


def plan(reader: Cursor, question: Question) -> list[str]:
    """What the server makes of the hot statement for a question."""
    shape, values = prepared(question, b"\xff" * 8)
    return plans.plan(reader, statement(shape), values)


def above(lines: list[str], index: str) -> str:
    """The step that takes the rows of an index."""
    at = next(i for i, line in enumerate(lines) if f"using {index} on offers o" in line)
    return lines[at - 1].strip(" ->")


def ensure_narrow(lines: list[str]) -> None:
    """Raise when a whole table is read, or a place is looked up by a bitmap."""
    found = "\n".join(lines)
    assert not re.search(r"Seq Scan on (offers|venues|venue_scores|menu_items)", found)
    assert "Bitmap" not in found


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_nearest_are_read_off_the_index_in_order(reader: Cursor, name: str) -> None:
    lines = plan(reader, QUESTIONS[name])

    assert above(lines, "ix_offers_dish_id_place") == "Limit"
    assert any("Order By: (place <-> " in line for line in lines)
    ensure_narrow(lines)


@pytest.mark.parametrize("index", INDEXES)
def test_each_order_is_read_off_its_index(reader: Cursor, index: str) -> None:
    lines = plan(reader, INDEXES[index])

    assert above(lines, index) == "Limit"
    ensure_narrow(lines)


def test_a_city_of_this_size_answers_right(crowd: str) -> None:
    database = Database(crowd, pool_size=1)
    shape, values = prepared(QUESTIONS["nearest"], b"")
    brute = database.find(
        "SELECT venue_id FROM offers WHERE dish_id = 1 ORDER BY place <->"
        " ST_Transform(ST_Point(106.6822, 20.8561, 4326), 32648), venue_id LIMIT 21",
        {},
    )

    found = database.read(statement(shape), values)

    database.close()
    assert [row[0] for row in found] == [row[0] for row in brute]
