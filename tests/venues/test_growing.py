"""A list that is being walked while the city changes."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizen_api.venues.actions import publish
from citizen_api.venues.models import Venue
from tests.conftest import NOON
from tests.factories import Stall, Told, build, changing
from tests.venues.walking import ids, pages, walked

CENTRE = {"lat": 20.8561, "lon": 106.6822}
DISH = "banh-da-cua"
NEAR = Stall(name="Gần", stars=(0, 0, 0, 0, 40), serves={DISH: [Told(1_000)]})
FAR = Stall(name="Xa", place=(106.9, 20.8), serves={DISH: []})


@pytest.mark.parametrize("sort", ["distance", "score", "price"])
def test_a_venue_that_comes_meanwhile_moves_no_other(fresh: Flask, sort: str) -> None:
    client = fresh.test_client()
    before = ids(walked(client, 100, dish=DISH, sort=sort, **CENTRE))

    found: list[str] = []
    for page in pages(client, {"dish": DISH, "sort": sort, **CENTRE}, limit=5):
        found += ids(page["items"])
        build(fresh, NEAR, FAR)

    new = set(found) - set(before)
    assert len(found) == len(set(found))
    assert [each for each in found if each not in new] == before


def test_a_venue_that_moves_meanwhile_takes_no_other_with_it(fresh: Flask) -> None:
    client = fresh.test_client()
    before = ids(walked(client, 100, dish=DISH, sort="distance", **CENTRE))
    walk = pages(client, {"dish": DISH, "sort": "distance", **CENTRE}, limit=5)
    first = ids(next(walk)["items"])
    with changing(fresh) as session:
        moved = session.scalars(select(Venue).where(Venue.slug == first[-1])).one()
        moved.lon_e6 = moved.lat_e6 = None
        session.flush()
        publish(session, [moved.id])

    rest = [each for page in walk for each in ids(page["items"])]

    assert [each for each in rest if each != first[-1]] == before[5:]


def test_a_namesake_that_comes_or_goes_meanwhile_moves_no_other(fresh: Flask) -> None:
    client = fresh.test_client()
    names = [f"Zetaquan {'a' * length}" for length in range(2, 8)]
    slugs = build(fresh, *[Stall(name=name) for name in names])
    walk = pages(client, {"q": "zetaquan"}, limit=2)

    found = ids(next(walk)["items"])
    build(fresh, Stall(name="Zetaquan"))
    found += ids(next(walk)["items"])
    with changing(fresh) as session:
        gone = session.scalars(select(Venue).where(Venue.slug == found[-1])).one()
        gone.name, gone.folded = "Khác", "khac"
    found += ids(next(walk)["items"])

    assert found == slugs
    assert next(walk, None) is None


def test_the_moment_of_the_first_page_is_kept(fresh: Flask) -> None:
    build(fresh, *[Stall(hours="11:00-12:30", serves={"tra-quat": []})] * 5)
    client = fresh.test_client()
    first = client.get("/v1/venues?dish=tra-quat&open_at=now&limit=3").json
    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=1)

    rest = client.get(first["next"]).json

    assert len(rest["items"]) == 2
    assert rest["understood"]["open_at"] == "2026-11-21T12:00:00+07:00"
    assert all(item["open"]["now"] for item in rest["items"])


def test_the_day_of_the_first_page_is_kept(fresh: Flask) -> None:
    build(fresh, *[Stall(hours="Sa 22:00-24:00", serves={"tra-quat": []})] * 5)
    fresh.config["CLOCK"] = lambda: NOON.replace(hour=23, minute=59)
    client = fresh.test_client()
    first = client.get("/v1/venues?dish=tra-quat&open_at=23:00&limit=3").json
    fresh.config["CLOCK"] = lambda: NOON + timedelta(hours=13)

    assert len(client.get(first["next"]).json["items"]) == 2
