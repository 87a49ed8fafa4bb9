"""What a dish costs in the city today: from … to …, by whose word, of which day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from citizen_api.venues.actions import publish
from tests.conftest import NOON, close, copied, make_app
from tests.factories import Stall, Told, build, changing

SOLD = text(
    """
    UPDATE menu_items SET
        unit = CASE WHEN venues.slug = :pot THEN 'nồi' ELSE 'bát' END,
        price_max = CASE
            WHEN venues.slug <> :from OR dishes.slug <> 'cha-ruoi' THEN price_max
        END
    FROM venues, dishes
    WHERE venue_id = venues.id AND dish_id = dishes.id AND venues.slug LIKE 'test-%'
    """
)
CLOSED = text(
    "UPDATE venues SET closed_on = '2026-10-31', closed_source = 'visitor'"
    " WHERE slug = :slug RETURNING id"
)


def test_the_range_of_today_stands_on_prices_that_are_not_stale(fresh: Flask) -> None:
    build(
        fresh,
        Stall(serves={"cha-ruoi": [Told(30_000, 45_000)]}),
        Stall(serves={"cha-ruoi": [Told(50_000, on=date(2026, 11, 1))]}),
        Stall(serves={"cha-ruoi": [Told(1_000, on=None)]}),
        Stall(serves={"cha-ruoi": []}),
    )

    dish = fresh.test_client().get("/v1/dishes/cha-ruoi").json

    assert dish["price_today"] == {
        "min": 30_000,
        "max": 50_000,
        "currency": "VND",
        "unit": None,
        "venues": 2,
        "checked_from": "2026-11-01",
        "checked_until": "2026-11-20",
        "source_ids": ["test"],
    }
    assert "test" in {source["id"] for source in dish["sources"]}


@pytest.fixture(scope="module")
def sold(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where several venues sell a dish, by the bowl, by the pot, from …"""
    app = make_app(copied(server_url, f"seeded_{worker}", f"sold_{worker}"))
    slugs = build(
        app,
        *(
            Stall(serves={"cha-ruoi": [Told(low, high)], "bun-tom": [Told(low, high)]})
            for low, high in [(30_000, 40_000), (50_000, 60_000), (90_000, 90_000)]
        ),
    )
    with changing(app) as session:
        session.execute(SOLD, {"from": slugs[1], "pot": slugs[2]})
    yield app
    close(app)


def test_a_range_is_that_of_the_unit_by_which_most_sell(sold: Flask) -> None:
    today = sold.test_client().get("/v1/dishes/bun-tom").json["price_today"]

    assert (today["unit"], today["venues"]) == ("bát", 2)
    assert (today["min"], today["max"]) == (30_000, 60_000)


def test_a_range_is_open_above_when_the_dearest_says_from(sold: Flask) -> None:
    today = sold.test_client().get("/v1/dishes/cha-ruoi").json["price_today"]

    assert (today["min"], today["max"], today["venues"]) == (30_000, None, 2)


@pytest.mark.parametrize(("later", "venues"), [(179, 2), (180, 0)])
def test_a_price_of_yesterday_is_one_of_today_for_half_a_year(
    sold: Flask, monkeypatch: pytest.MonkeyPatch, later: int, venues: int
) -> None:
    client = sold.test_client()
    client.get("/v1/dishes/bun-tom")

    monkeypatch.setitem(sold.config, "CLOCK", lambda: NOON + timedelta(days=later))

    today = client.get("/v1/dishes/bun-tom").json["price_today"]
    assert today["venues"] == venues


def test_a_venue_that_closed_for_good_is_in_no_range(fresh: Flask) -> None:
    slugs = build(
        fresh,
        Stall(serves={"cha-ruoi": [Told(30_000)]}),
        Stall(serves={"cha-ruoi": [Told(1_000)]}),
    )
    with changing(fresh) as session:
        gone = session.scalars(CLOSED, {"slug": slugs[1]}).all()
        publish(session, gone)

    today = fresh.test_client().get("/v1/dishes/cha-ruoi").json["price_today"]

    assert (today["min"], today["venues"]) == (30_000, 1)


def test_a_dish_without_any_price_says_so(client: FlaskClient) -> None:
    today = client.get("/v1/dishes/cha-ruoi").json["price_today"]

    assert (today["min"], today["max"], today["unit"]) == (None, None, None)
    assert (today["venues"], today["source_ids"]) == (0, [])
    assert (today["checked_from"], today["checked_until"]) == (None, None)
