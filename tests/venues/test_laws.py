"""Laws of the list, for places and radii nobody thought of."""

from itertools import pairwise
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citizen_api.db import Database
from geo.distance import metres_between
from geo.points import Point
from tests.venues.conftest import Town
from tests.venues.walking import ids, walked

AWAY = """
SELECT v.slug, ST_Distance(ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326)::geography,
                           ST_Point(%(lon)s, %(lat)s, 4326)::geography)
FROM venues v WHERE lon_e6 IS NOT NULL
"""
PLAIN = settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
SURE = 0.001  # UTM 48N stretches what lies in the city by less
lats, lons = st.floats(20.4, 21.3), st.floats(106.0, 107.9)
dishes = st.sampled_from([None, "banh-da-cua", "bun-ca-cay", "oc", "tra-cuc"])
radii = st.one_of(st.integers(1, 3_000), st.integers(3_000, 100_000))


def away(database: Database, lat: float, lon: float) -> dict[str, float]:
    """How far each placed venue is, by PostGIS on the ellipsoid."""
    return dict(database.find(AWAY, {"lat": lat, "lon": lon}))


def around(client: FlaskClient, dish: str | None, **asked: Any) -> list[dict[str, Any]]:
    """The whole list, for a dish or for any."""
    named = {} if dish is None else {"dish": dish}
    return walked(client, 40, **named, **asked)


@PLAIN
@given(lat=lats, lon=lons, radius=radii, dish=dishes)
def test_what_is_found_is_what_lies_within(
    town: FlaskClient,
    facts: Town,
    database: Database,
    lat: float,
    lon: float,
    radius: int,
    dish: str | None,
) -> None:
    metres = away(database, lat, lon)
    wanted = metres.keys() & (facts.prices[dish] if dish else facts.venues).keys()

    found = around(town, dish, lat=lat, lon=lon, radius=radius)

    sure = {slug for slug in wanted if metres[slug] <= radius * (1 - SURE)}
    perhaps = {slug for slug in wanted if metres[slug] <= radius * (1 + SURE)}
    assert sure <= set(ids(found)) <= perhaps
    assert len(found) == len(set(ids(found)))
    for item in found:
        assert abs(item["distance_m"] - metres[item["id"]]) <= 0.6 + SURE * radius


@PLAIN
@given(lat=lats, lon=lons, dish=dishes)
def test_the_nearest_come_first(
    town: FlaskClient, database: Database, lat: float, lon: float, dish: str | None
) -> None:
    metres = away(database, lat, lon)

    found = around(town, dish, lat=lat, lon=lon, sort="distance")

    placed = [item["id"] for item in found if item["location"]]
    for nearer, farther in pairwise(placed):
        assert metres[nearer] <= metres[farther] * (1 + SURE) + 0.01


@PLAIN
@given(
    corners=st.tuples(lons, lats, lons, lats),
    sort=st.sampled_from(["score", "price", "relevance"]),
)
def test_a_box_holds_what_lies_in_it(
    town: FlaskClient,
    facts: Town,
    corners: tuple[float, float, float, float],
    sort: str,
) -> None:
    west, east = sorted(corners[::2])
    south, north = sorted(corners[1::2])
    if west == east or south == north:
        return
    sides = [round(side * 1e6) for side in (west, south, east, north)]

    found = ids(
        walked(
            town,
            40,
            dish="banh-da-cua",
            bbox=f"{west},{south},{east},{north}",
            sort=sort,
        )
    )

    assert sorted(found) == sorted(
        slug
        for slug in facts.prices["banh-da-cua"]
        if (fact := facts.venues[slug]).lon_e6 is not None
        and fact.lat_e6 is not None
        and sides[0] <= fact.lon_e6 <= sides[2]
        and sides[1] <= fact.lat_e6 <= sides[3]
    )


@PLAIN
@given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
def test_anywhere_in_the_world_every_venue_is_listed_with_its_distance(
    client: FlaskClient, lat: float, lon: float
) -> None:
    answer = client.get(
        "/v1/venues",
        query_string={"lat": f"{lat:.9f}", "lon": f"{lon:.9f}", "limit": 100},
    )

    items = answer.json["items"]
    assert len(items) == 100
    here = Point(round(lon, 9), round(lat, 9))
    for item in items[:88]:
        true = metres_between(here, Point(*item["location"]["coordinates"]))
        assert abs(item["distance_m"] - true) <= 1 + 0.0015 * true
    assert {item["distance_m"] for item in items[88:]} == {None}


@PLAIN
@given(
    limit=st.integers(1, 100),
    sort=st.sampled_from(["distance", "score", "price", "relevance"]),
    dish=st.sampled_from(["banh-da-cua", "bun-ca-cay", "bun-cha"]),
    q=st.sampled_from([None, "ngo quyen", "le chan", "lach tray"]),
)
def test_a_page_is_a_piece_of_the_list_whatever_its_length(
    town: FlaskClient, limit: int, sort: str, dish: str, q: str | None
) -> None:
    asked = {"dish": dish, "sort": sort, "lat": 20.8561, "lon": 106.6822}
    asked |= {} if q is None else {"q": q}

    assert walked(town, limit, **asked) == walked(town, 100, **asked)
