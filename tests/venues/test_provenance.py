"""No fact without provenance, in any answer, over the whole city."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.sources.models import SourceKind
from tests.conftest import NOON
from tests.venues.walking import ids, walked

KINDS = set(SourceKind)
CARD = "/v1/venues/banh-da-cua-be-ba-cu"


def facts(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every price, hour, place, honour and licence of a venue."""
    if found["location"] is not None:
        yield "place", found["place"]
    for told in found["hours"]["sources"]:
        yield "hours", told
    for dish in found["menu"]:
        for told in dish["prices"]:
            yield "price", told
    for name in ("honours", "licences"):
        for told in found[name]:
            yield name, told


def is_told(fact: dict[str, Any]) -> bool:
    """Whether it says who says so and since when, and owns up to being old."""
    source, day = fact["source"], fact["checked_at"]
    if not (source and source["title"] and source["kind"] in KINDS):
        return False
    if day is None:
        return fact["stale"] is True
    return fact["stale"] in (True, False) and 2000 < int(day[:4]) <= 2026


def test_every_fact_of_every_venue_says_where_it_comes_from(
    client: FlaskClient,
) -> None:
    seen: dict[str, int] = {}
    for slug in ids(walked(client, 100)):
        found = client.get(f"/v1/venues/{slug}").get_json()
        for name, fact in facts(found):
            assert is_told(fact), (slug, name, fact)
            seen[name] = seen.get(name, 0) + 1
        # Hours that hold are always the hours of a source.
        used = [each for each in found["hours"]["sources"] if each["used"]]
        assert (found["hours"]["opening_hours"] is not None) == (len(used) == 1), slug

    assert seen.keys() == {"place", "hours", "price", "honours"}
    assert min(seen.values()) >= 8


def test_a_price_in_a_list_says_where_it_comes_from(client: FlaskClient) -> None:
    dishes = client.get("/v1/dishes?limit=100").get_json()["items"]
    told = 0
    for dish in dishes:
        path = f"/v1/venues?dish={dish['id']}&limit=100"
        for item in client.get(path).get_json()["items"]:
            if item["match"] and item["match"]["price"]:
                assert is_told(item["match"]), (dish["id"], item["id"])
                told += 1

    assert told > 20


def test_a_price_on_a_tour_says_where_it_comes_from(client: FlaskClient) -> None:
    told = 0
    for tour in client.get("/v1/tours").get_json()["items"]:
        stops = client.get(f"/v1/tours/{tour['id']}").get_json()["stops"]
        for stop in stops:
            for dish in stop["eat"]:
                for price in dish["prices"]:
                    assert is_told(price), (tour["id"], price)
                    told += 1

    assert told > 0


@pytest.mark.parametrize(("later", "stale"), [(0, False), (1, True)])
def test_a_fact_is_stale_by_the_day_after_its_time(
    app: Flask, monkeypatch: pytest.MonkeyPatch, later: int, stale: bool
) -> None:
    client = app.test_client()
    (honour,) = client.get(CARD).get_json()["honours"]
    last = datetime.fromisoformat(honour["checked_at"]) + timedelta(days=730 + later)

    monkeypatch.setitem(app.config, "CLOCK", lambda: last.replace(tzinfo=NOON.tzinfo))

    (honour,) = client.get(CARD).get_json()["honours"]
    assert honour["stale"] is stale


def test_a_place_says_where_it_comes_from(client: FlaskClient) -> None:
    found = client.get(CARD).get_json()

    assert found["place"]["source"] == {
        "id": "osm",
        "title": "© OpenStreetMap contributors",
        "kind": "imported",
    }
    assert found["place"]["checked_at"] == "2026-04-10"
