"""The four orders, walked to the end page by page."""

from itertools import pairwise

import pytest
from flask.testing import FlaskClient

from citizen_api.db import Database
from tests.venues.conftest import Town
from tests.venues.walking import ids, walked

CENTRE = {"lat": 20.8561, "lon": 106.6822}
DISH = "banh-da-cua"
LAST = 10**9
METRES = """
SELECT slug, ST_Distance(ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326)::geography,
                         ST_Point(%(lon)s, %(lat)s, 4326)::geography)
FROM venues WHERE lon_e6 IS NOT NULL
"""


def metres(database: Database) -> dict[str, float]:
    """How far each placed venue is from the centre, on the ellipsoid."""
    return dict(database.find(METRES, CENTRE))


@pytest.mark.parametrize("limit", [6, 100])
def test_every_venue_comes_once_by_distance(
    town: FlaskClient, facts: Town, limit: int
) -> None:
    found = ids(walked(town, limit, sort="distance", **CENTRE))

    assert sorted(found) == sorted(facts.venues)


@pytest.mark.parametrize("dish", ["banh-da-cua", "bun-ca-cay", "tra-cuc"])
def test_the_order_by_distance_is_that_of_the_ellipsoid(
    town: FlaskClient, facts: Town, database: Database, dish: str
) -> None:
    away = metres(database)

    found = walked(town, dish=dish, sort="distance", **CENTRE)

    placed = [item for item in found if item["location"]]
    assert set(ids(found)) == set(facts.prices[dish])
    for item, after in pairwise(placed):
        assert away[item["id"]] <= away[after["id"]] * 1.001 + 0.01
    for item in placed:
        assert item["distance_m"] == pytest.approx(away[item["id"]], rel=1e-3, abs=1)


def test_venues_on_one_point_keep_their_order_across_pages(
    client: FlaskClient,
) -> None:
    at_once = ids(walked(client, 100, sort="distance", **CENTRE))

    assert ids(walked(client, 1, sort="distance", **CENTRE)) == at_once


def test_venues_without_a_place_come_last_by_distance(town: FlaskClient) -> None:
    found = walked(town, sort="distance", **CENTRE)

    known = [item["distance_m"] is not None for item in found]
    assert known == sorted(known, reverse=True)
    assert known.count(False) >= 12
    assert all(item["location"] is None for item in found if item["distance_m"] is None)


def test_the_order_by_score_is_that_of_the_table(
    town: FlaskClient, facts: Town
) -> None:
    prices = facts.prices[DISH]

    found = ids(walked(town, dish=DISH, sort="score"))

    def rank(slug: str) -> tuple[int, int]:
        fact = facts.venues[slug]
        priced = any(each.get(slug) is not None for each in facts.prices.values())
        known = priced + (fact.hours is not None) + (fact.lon_e6 is not None)
        return -max(fact.score, known), -fact.number

    assert found == sorted(prices, key=rank)


def test_of_venues_that_nobody_rated_those_come_first_of_which_more_is_known(
    client: FlaskClient,
) -> None:
    first = client.get("/v1/venues?q=banh+da+cua").json["items"][0]

    assert first["open"]["known"]
    assert first["location"] is not None


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_the_order_by_price_is_that_of_the_table(
    town: FlaskClient, facts: Town, limit: int
) -> None:
    prices = facts.prices[DISH]

    found = walked(town, limit, dish=DISH, sort="price")

    def rank(slug: str) -> tuple[int, int]:
        price = prices[slug]
        return LAST if price is None else price, facts.venues[slug].number

    assert ids(found) == sorted(prices, key=rank)
    assert found[-1]["match"]["price"] is None


def test_a_price_that_is_not_known_is_not_cheap(town: FlaskClient) -> None:
    found = walked(town, dish=DISH, sort="price")

    known = [item["match"]["price"] is not None for item in found]
    assert known == sorted(known, reverse=True)
    assert 0 < known.count(False) < len(known)


@pytest.mark.parametrize("sort", ["distance", "score", "price"])
@pytest.mark.parametrize("q", ["nem", "bánh mì", "bún", "chè", "ốc"])
def test_a_venue_that_serves_several_of_the_dishes_comes_once(
    town: FlaskClient, q: str, sort: str
) -> None:
    found = ids(walked(town, 3, q=q, sort=sort, **CENTRE))

    assert len(found) == len(set(found))
    assert set(found) == set(ids(walked(town, 100, q=q, **CENTRE)))


def test_relevance_is_the_nearest_when_a_dish_and_a_place_are_given(
    town: FlaskClient,
) -> None:
    by_distance = walked(town, dish=DISH, sort="distance", **CENTRE)

    assert walked(town, dish=DISH, sort="relevance", **CENTRE) == by_distance
    assert walked(town, dish=DISH, **CENTRE) == by_distance


def test_relevance_is_the_best_score_without_a_place(town: FlaskClient) -> None:
    assert walked(town, dish=DISH) == walked(town, dish=DISH, sort="score")


def test_relevance_is_the_best_name_when_a_venue_is_named(town: FlaskClient) -> None:
    found = ids(walked(town, 3, q="Bà Cụ"))

    assert {"banh-da-cua-be-ba-cu", "banh-mi-ong-ba-cu"} <= set(found)
    assert found == ids(walked(town, 100, q="Bà Cụ"))


@pytest.mark.parametrize("sort", ["distance", "score", "price"])
def test_following_next_and_the_link_header_is_the_same(
    town: FlaskClient, sort: str
) -> None:
    asked = {"dish": DISH, "sort": sort, "limit": 5, **CENTRE}

    answer = town.get("/v1/venues", query_string=asked)

    assert answer.headers["Link"] == f'<{answer.json["next"]}>; rel="next"'


def test_the_last_page_has_no_next(town: FlaskClient) -> None:
    answer = town.get("/v1/venues?dish=tra-cuc&limit=100")

    assert answer.json["next"] is None
    assert "Link" not in answer.headers
