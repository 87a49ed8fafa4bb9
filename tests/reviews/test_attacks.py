"""What attacks do to a score, and what honest people do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from citizen_api.db import Database
from citizen_api.reviews.surges import namesakes
from tests.conftest import NOON, copied
from tests.reviews.attacks import Flood, devices, flood, nights

WRONG = """
SELECT count(*) FROM (
    SELECT venue_id, count(*) AS ratings, sum(stars) AS stars, sum(weight) AS weight,
           sum(weight * stars) AS weighted_stars,
           count(*) FILTER (WHERE standing = 'known') AS known
    FROM reviews WHERE state = 'counted' GROUP BY venue_id
) r FULL JOIN (SELECT * FROM venue_scores WHERE ratings_count > 0) s USING (venue_id)
WHERE (r.ratings, r.stars, r.weight, r.weighted_stars, r.known) IS DISTINCT FROM
      (s.ratings_count, s.stars_sum, s.weight, s.weighted_stars, s.known)
"""
NUMBERS = "SELECT id FROM venues ORDER BY id"
SCORE = """
SELECT coalesce(nullif(score, 0), prior) / 100.0::float8, ratings_count
FROM venue_scores WHERE venue_id = %(venue)s
"""
HELD = """
SELECT coalesce(sum(count), 0) FROM review_holds
WHERE venue_id = %(venue)s AND state = 'held' AND held_for = 'surge'
"""
PRAISE = text(
    """
    INSERT INTO reviews (venue_id, device_id, stars, created_at, updated_at)
    SELECT v.venue, d.device, :stars, :at, :at
    FROM unnest(CAST(:venues AS int[])) AS v (venue),
         unnest(CAST(:devices AS int[])) AS d (device)
    """
)


@pytest.fixture(scope="module")
def database(server_url: str, seeded_url: str, worker: str) -> Iterator[Database]:
    """A city that only these tests write to, each to venues of its own."""
    url = copied(server_url, f"seeded_{worker}", f"attacked_{worker}")
    made = Database(url, pool_size=2)
    yield made
    assert made.find(WRONG, {})[0][0] == 0
    made.close()


@pytest.fixture
def alone(fresh_url: str) -> Iterator[Database]:
    """A city for what would fill the other one."""
    made = Database(fresh_url, pool_size=2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def left(database: Database) -> list[int]:
    """The venues that no test has taken yet."""
    return [row[0] for row in database.find(NUMBERS, {})]


@pytest.fixture
def venues(left: list[int]) -> list[int]:
    """Seven of them, for one test."""
    return [left.pop() for _ in range(7)]


def score(database: Database, venue: int) -> float:
    return float(database.find(SCORE, {"venue": venue})[0][0])


def ratings(database: Database, venue: int) -> int:
    return int(database.find(SCORE, {"venue": venue})[0][1])


def held(database: Database, venue: int) -> int:
    return int(database.find(HELD, {"venue": venue})[0][0])


def called(database: Database, names: dict[int, str]) -> None:
    """Give venues other (folded) names."""
    with database.sessions.begin() as session:
        for venue, name in names.items():
            session.execute(
                text("UPDATE venues SET folded = :name WHERE id = :venue"),
                {"name": name, "venue": venue},
            )


def praised(database: Database, venues: list[int], many: int) -> range:
    """Devices with a history, who gave five stars to all of these long ago."""
    who = devices(database, many)
    long_ago = NOON - timedelta(days=60)
    values = {"venues": venues, "devices": list(who), "stars": 5, "at": long_ago}
    with database.sessions.begin() as session:
        session.execute(PRAISE, values)
    nights(database, long_ago + timedelta(days=3), 1)
    nights(database, NOON - timedelta(days=5), 2)
    return who


def test_a_thousand_one_star_ratings_in_a_night_move_nothing(
    database: Database, venues: list[int]
) -> None:
    one, same, longer = venues[:3]
    called(database, {one: "quan ba", same: "quan ba", longer: "x"})
    praised(database, [one, same, longer], 20)
    before = score(database, one)

    flood(database, Flood([one, one, one, same], 1000, (1,), NOON, 8))

    assert abs(score(database, one) - before) < 0.1
    assert score(database, same) == before
    assert held(database, one) + held(database, same) == 1000
    nights(database, NOON + timedelta(days=4), 3)
    assert score(database, one) == score(database, same) == before > 4


@pytest.mark.slow
def test_thirty_thousand_in_a_night_move_a_score_by_less_than_a_tenth(
    alone: Database,
) -> None:
    database, numbers = alone, [row[0] for row in alone.find(NUMBERS, {})[:3]]
    one, same, _ = numbers
    called(database, {one: "lau nam tot", same: "lau nam tot hai phong"})
    praised(database, numbers, 20)
    before = score(database, one)

    flood(database, Flood([one] * 9 + [same], 30_000, (1,), NOON, 8))

    assert before > 4
    assert abs(score(database, one) - before) < 0.1
    assert score(database, same) == before
    assert held(database, one) + held(database, same) == 30_000


def test_not_even_for_a_second_before_anybody_looks(
    database: Database, venues: list[int]
) -> None:
    before = score(database, venues[0])

    flood(database, Flood(venues[:1], 1000, (1,), NOON, 0.1), watched=False)

    assert abs(score(database, venues[0]) - before) < 0.1
    assert ratings(database, venues[0]) == 1000


def test_forty_honest_visitors_in_a_month_move_it(
    database: Database, venues: list[int]
) -> None:
    before = score(database, venues[0])

    flood(database, Flood(venues[:1], 40, (5, 5, 4), NOON, 30 * 24))
    nights(database, NOON + timedelta(days=3), 32)

    assert held(database, venues[0]) == 0
    assert score(database, venues[0]) > before + 0.4


def test_forty_disappointed_ones_move_it_as_well(
    database: Database, venues: list[int]
) -> None:
    before = score(database, venues[0])

    flood(database, Flood(venues[:1], 40, (1, 2, 2), NOON, 30 * 24))
    nights(database, NOON + timedelta(days=3), 32)

    assert score(database, venues[0]) < before - 0.7


def test_an_attack_that_is_spread_over_namesakes_is_one(
    database: Database, venues: list[int]
) -> None:
    called(database, dict.fromkeys(venues[:6], "banh da co ut") | {venues[6]: "oc"})
    before = score(database, venues[0])

    flood(database, Flood(venues[:6], 60, (1,), NOON, 6))
    flood(database, Flood(venues[6:], 10, (1,), NOON, 6))

    assert [held(database, each) for each in venues] == [10] * 6 + [0]
    assert {score(database, each) for each in venues[:6]} == {before}


def test_a_trickle_against_a_place_that_others_praise_is_held(
    database: Database, venues: list[int]
) -> None:
    praised(database, venues[:3], 20)
    before = score(database, venues[0])

    flood(database, Flood(venues[:1], 112, (1,), NOON, 28 * 24))
    nights(database, NOON + timedelta(days=1), 28)

    assert held(database, venues[0]) > 60
    assert abs(score(database, venues[0]) - before) < 0.8


def test_praise_of_oneself_is_held_like_blame(
    database: Database, venues: list[int]
) -> None:
    before = score(database, venues[0])

    flood(database, Flood(venues[:1], 200, (5,), NOON, 8))

    assert score(database, venues[0]) == before
    assert held(database, venues[0]) == 200


def test_people_with_a_history_who_saw_it_on_television_count(
    database: Database, venues: list[int]
) -> None:
    who = praised(database, venues[1:4], 100)
    before = score(database, venues[0])

    values = {"venues": venues[:1], "devices": list(who), "stars": 5, "at": NOON}
    with database.sessions.begin() as session:
        session.execute(PRAISE, values)
    nights(database, NOON, 1)

    assert held(database, venues[0]) == 0
    assert score(database, venues[0]) > before + 1.2


def test_a_place_that_is_always_full_is_no_surge(
    database: Database, venues: list[int]
) -> None:
    flood(database, Flood(venues[:1], 28 * 12, (5, 4), NOON, 28 * 24), watched=False)
    later = NOON + timedelta(days=28)

    flood(database, Flood(venues[:1], 40, (5, 4), later, 20))

    assert held(database, venues[0]) == 0


def test_a_settled_army_that_turns_in_a_night_is_new_again(
    database: Database, venues: list[int]
) -> None:
    who = flood(database, Flood(venues[:1], 50, (4, 3), NOON, 28 * 24), watched=False)
    nights(database, NOON + timedelta(days=32), 1)
    settled = score(database, venues[0])
    turned = text(
        "UPDATE reviews SET stars = 1, updated_at = :at"
        " WHERE device_id BETWEEN :first AND :last"
    )
    at = NOON + timedelta(days=40)
    with database.sessions.begin() as session:
        values = {"first": who[0], "last": who[-1], "at": at}
        session.execute(turned, values)
    nights(database, at, 6)

    assert held(database, venues[0]) == 50
    assert settled > score(database, venues[0]) - 0.2


def test_the_name_of_a_dish_makes_no_namesakes(
    database: Database, venues: list[int]
) -> None:
    names = ["banh da cua", "banh da cua co ba", "co ba", "pho co ba vinh bao"]
    called(database, dict(zip(venues, [*names, "pho co ba"], strict=False)))

    with database.sessions() as session:
        assert namesakes(session, venues[0], names[0]) == [venues[0]]
        assert namesakes(session, venues[2], names[2]) == [venues[2]]
        found = namesakes(session, venues[4], "pho co ba")
        assert found == sorted([venues[3], venues[4]])
