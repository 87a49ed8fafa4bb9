"""What a review weighs, and what the nightly job makes of it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.reviews.weighing import move_city, spread_city, weigh
from citizen_api.scores.rules import shrunk_score
from tests.conftest import NOON, copied
from tests.reviews.attacks import devices, nights

RATE = text(
    """
    INSERT INTO reviews (venue_id, device_id, stars, dishes, visited, created_at,
                         updated_at)
    VALUES (:venue, :device, :stars, CAST(:dishes AS jsonb), :visited, :at, :at)
    RETURNING id
    """
)
WEIGHS = text("SELECT standing, weight FROM reviews WHERE id = :id")
SUMS = text("SELECT weight, score, prior FROM venue_scores WHERE venue_id = :venue")
OF_DISHES = text(
    """
    SELECT d.slug, s.score, s.ratings_count FROM dish_scores s
    JOIN dishes d ON d.id = s.dish_id WHERE s.venue_id = :venue ORDER BY d.slug
    """
)
TODAY = NOON.date()
SOUP, CAKE = "banh-da-cua", "banh-mi-cay"


@pytest.fixture(scope="module")
def database(server_url: str, seeded_url: str, worker: str) -> Iterator[Database]:
    """A city that only these tests write to, each to venues of its own."""
    url = copied(server_url, f"seeded_{worker}", f"weighed_{worker}")
    made = Database(url, pool_size=1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def left(database: Database) -> list[int]:
    """The venues that no test has taken yet."""
    return [row[0] for row in database.find("SELECT id FROM venues ORDER BY id", {})]


@pytest.fixture
def venues(left: list[int]) -> list[int]:
    """Four of them, for one test."""
    return [left.pop() for _ in range(4)]


def rated(
    database: Database,
    venue: int,
    device: int,
    stars: int = 5,
    at: datetime = NOON,
    dishes: str = "{}",
    visited: bool = False,
) -> int:
    """The id of a new review."""
    values = {"venue": venue, "device": device, "stars": stars, "dishes": dishes}
    with database.sessions.begin() as session:
        found = session.scalar(RATE, values | {"at": at, "visited": visited})
    assert isinstance(found, int)
    return found


def weighs(database: Database, review: int) -> tuple[str, int]:
    with database.sessions() as session:
        standing, weight = session.execute(WEIGHS, {"id": review}).one()
    return standing, weight


def changed(database: Database, sql: str, **values: object) -> None:
    with database.sessions.begin() as session:
        session.execute(text(sql), values)


def test_the_first_review_of_a_device_weighs_a_hundredth(
    database: Database, venues: list[int]
) -> None:
    review = rated(database, venues[0], devices(database, 1)[0])

    assert weighs(database, review) == ("new", 1)


def test_after_three_days_it_weighs_a_quarter(
    database: Database, venues: list[int]
) -> None:
    review = rated(database, venues[0], devices(database, 1)[0])

    nights(database, NOON, 3)
    assert weighs(database, review) == ("new", 1)
    nights(database, NOON + timedelta(days=3), 1)
    assert weighs(database, review) == ("single", 25)


def test_with_two_others_that_stood_it_weighs_fully_and_so_do_they(
    database: Database, venues: list[int]
) -> None:
    (device,) = devices(database, 1)
    earlier = NOON - timedelta(days=10)
    first = [rated(database, venue, device, at=earlier) for venue in venues[:2]]

    nights(database, NOON - timedelta(days=5), 1)
    third = rated(database, venues[2], device)
    assert weighs(database, third) == ("known", 100)

    nights(database, NOON + timedelta(days=31), 1)
    assert [weighs(database, each)[0] for each in first] == ["known", "known"]


def test_a_proof_of_visit_doubles_it(database: Database, venues: list[int]) -> None:
    (device,) = devices(database, 1)
    long_ago = NOON - timedelta(days=4)
    review = rated(database, venues[0], device, at=long_ago, visited=True)
    assert weighs(database, review) == ("new", 1)

    nights(database, NOON, 1)
    assert weighs(database, review) == ("single", 50)


def test_a_proof_that_comes_later_doubles_it_at_once(
    database: Database, venues: list[int]
) -> None:
    review = rated(
        database, venues[0], devices(database, 1)[0], at=NOON - timedelta(days=4)
    )
    nights(database, NOON, 1)

    changed(database, "UPDATE reviews SET visited = TRUE WHERE id = :id", id=review)

    assert weighs(database, review)[1] in {49, 50}


def test_with_the_years_it_fades(database: Database, venues: list[int]) -> None:
    review = rated(database, venues[0], devices(database, 1)[0])

    nights(database, NOON + timedelta(days=365), 1)
    assert weighs(database, review) == ("single", 13)
    nights(database, NOON + timedelta(days=3 * 365), 1)
    assert weighs(database, review) == ("single", 3)


def test_what_is_changed_starts_anew(database: Database, venues: list[int]) -> None:
    review = rated(
        database, venues[0], devices(database, 1)[0], at=NOON - timedelta(days=9)
    )
    nights(database, NOON, 1)

    change = "UPDATE reviews SET stars = 1, updated_at = :at WHERE id = :id"
    changed(database, change, at=NOON, id=review)

    assert weighs(database, review) == ("new", 1)


def test_what_is_held_weighs_nothing_until_it_counts(
    database: Database, venues: list[int]
) -> None:
    review = rated(database, venues[0], devices(database, 1)[0], stars=1)
    hold = "UPDATE reviews SET state = 'held', held_for = 'content' WHERE id = :id"

    changed(database, hold, id=review)
    with database.sessions() as session:
        assert session.execute(SUMS, {"venue": venues[0]}).one()[:2] == (0, 0)
    free = "UPDATE reviews SET state = 'counted', held_for = NULL WHERE id = :id"
    changed(database, free, id=review)

    with database.sessions() as session:
        weight, score, prior = session.execute(SUMS, {"venue": venues[0]}).one()
    assert (weight, score / 100) == (1, shrunk_score(1, 1, 1, prior))


def test_dishes_are_scored_like_their_venue(
    database: Database, venues: list[int]
) -> None:
    one, other = devices(database, 2)
    mine = rated(database, venues[0], one, dishes=f'{{"{SOUP}": 5, "{CAKE}": 1}}')
    rated(database, venues[0], other, dishes=f'{{"{SOUP}": 4}}')

    change = "UPDATE reviews SET dishes = CAST(:dishes AS jsonb) WHERE id = :id"
    changed(database, change, dishes=f'{{"{SOUP}": 3}}', id=mine)

    with database.sessions() as session:
        found = session.execute(OF_DISHES, {"venue": venues[0]}).all()
        prior = session.execute(SUMS, {"venue": venues[0]}).one().prior
    score = shrunk_score(2, 2, 7, prior)
    assert [tuple(row) for row in found] == [
        (SOUP, round(100 * (score or 0)), 2),
        (CAKE, 0, 0),
    ]


def test_what_was_interrupted_goes_on_where_it_stopped(
    database: Database, venues: list[int]
) -> None:
    nights(database, NOON, 4)
    for device in devices(database, 5):
        rated(database, venues[0], device)
    due = TODAY + timedelta(days=3)

    parts = []
    while not parts or parts[-1]:
        with database.sessions.begin() as session:
            parts.append(weigh(session, due, most=2))

    assert sum(parts) >= 5
    assert weighed_by(database, due) == 0


def weighed_by(database: Database, day: date) -> int:
    with database.sessions() as session:
        left = text("SELECT count(*) FROM reviews WHERE weigh_on <= :day")
        return session.scalar(left, {"day": day}) or 0


def test_the_city_gives_what_all_ratings_come_to(
    database: Database, venues: list[int]
) -> None:
    many = (
        "UPDATE venue_scores SET five = five + 1000, weight = weight + 100000,"
        " weighted_stars = weighted_stars + 500000 WHERE venue_id = :venue"
    )
    changed(database, many, venue=venues[0])

    with database.sessions.begin() as session:
        moved = move_city(session)
        while spread_city(session, 40):
            pass
        priors = set(session.scalars(text("SELECT prior FROM venue_scores")))
        undone = "weighted_stars = weighted_stars - 500000 WHERE venue_id = :venue"
        back = "UPDATE venue_scores SET five = five - 1000, weight = weight - 100000,"
        session.execute(text(f"{back} {undone}"), {"venue": venues[0]})

    assert moved in {490, 500}
    assert priors == {moved}
