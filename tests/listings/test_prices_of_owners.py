"""What owners say of their menu is found at once, and takes nothing from history."""

from datetime import date

from flask import Flask

from tests.factories import Stall, Told
from tests.listings.owning import Keeper, keeper

DISH = "banh-da-cua"
OTHER = "nem-cua-be"
TODAY = date(2026, 11, 21)
PRESS = Stall(serves={DISH: [Told(60_000, on=date(2026, 6, 1))]})


def found(owner: Keeper, query: str) -> list[str]:
    """The venues that a search finds."""
    answer = owner.client.get(f"/v1/venues?limit=100&{query}")
    return [item["id"] for item in answer.get_json()["items"]]


def test_a_new_price_is_found_by_who_searches_the_dish(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    cheap = f"dish={DISH}&max_price=9000&sort=price"
    assert owner.venue not in found(owner, cheap)

    owner.price(DISH, 9_000)

    assert owner.venue in found(owner, cheap)


def test_the_price_of_the_owner_stands_before_that_of_the_press(
    shared: Flask,
) -> None:
    owner = keeper(shared, PRESS)

    owner.price(DISH, 45_000)
    owner.price(DISH, 70_000)

    first, second = owner.menu()[DISH]["prices"]
    assert (first["price"]["min"], first["source"]["id"]) == (70_000, "owner")
    assert (first["checked_at"], first["stale"]) == ("2026-11-21", False)
    assert (second["price"]["min"], second["source"]["id"]) == (60_000, "test")
    assert [
        (each["price"]["min"], each["who"], each["shown"], each["ended_at"] is None)
        for each in owner.history(DISH)
    ] == [
        (70_000, "owner", True, True),
        (45_000, "owner", False, False),
        (60_000, "press", False, True),
    ]


def test_of_one_day_the_owner_is_believed_before_a_visitor(shared: Flask) -> None:
    owner = keeper(
        shared, Stall(serves={DISH: [Told(20_000, on=TODAY, source="visitor")]})
    )

    owner.price(DISH, 45_000)
    owner.edit("POST", "/confirmation")

    first, second = owner.menu()[DISH]["prices"]
    assert (first["price"]["min"], first["source"]["id"]) == (45_000, "owner")
    assert (second["price"]["min"], second["source"]["id"]) == (20_000, "visitor")
    assert owner.venue not in found(owner, f"dish={DISH}&max_price=44000")


def test_the_same_price_again_on_one_day_changes_nothing(shared: Flask) -> None:
    owner = keeper(shared)
    first = owner.price(DISH, 45_000)

    assert owner.price(DISH, 45_000) == first
    assert len(owner.history(DISH)) == 1


def test_a_dish_comes_onto_the_menu_and_leaves_it_and_its_prices_stay(
    shared: Flask,
) -> None:
    owner = keeper(shared, PRESS)
    owner.price(OTHER, 90_000, 120_000)
    assert owner.venue in found(owner, f"dish={OTHER}&max_price=90000")

    owner.edit("DELETE", f"/dishes/{OTHER}")

    assert set(owner.menu()) == {DISH}
    assert owner.venue not in found(owner, f"dish={OTHER}")
    (past,) = owner.history(OTHER)
    assert (past["price"]["max"], past["shown"], past["ended_at"]) == (
        120_000,
        False,
        "2026-11-21T12:00:00+07:00",
    )


def test_a_dish_without_a_price_is_served_too(shared: Flask) -> None:
    owner = keeper(shared, PRESS)

    owner.edit("PUT", f"/dishes/{OTHER}", {"price": None})
    owner.price(OTHER, 90_000)
    owner.edit("PUT", f"/dishes/{OTHER}", {"price": None})

    assert owner.menu()[OTHER]["prices"] == []
    assert owner.venue in found(owner, f"dish={OTHER}")


def test_confirming_makes_every_price_one_of_the_owner_of_today(
    shared: Flask,
) -> None:
    owner = keeper(shared, PRESS)
    before = owner.menu()[DISH]["prices"][0]
    assert before["source"]["id"] == "test"

    listing = owner.edit("POST", "/confirmation")

    first, second = owner.menu()[DISH]["prices"]
    assert (first["price"], first["checked_at"]) == (before["price"], "2026-11-21")
    assert (first["source"]["id"], second) == ("owner", before)
    assert listing["confirmed_at"] == "2026-11-21T12:00:00+07:00"
    assert owner.edit("POST", "/confirmation")["version"] == listing["version"]


def test_the_history_of_a_price_goes_by_pages(shared: Flask) -> None:
    owner = keeper(shared, PRESS)
    for price in (41_000, 42_000, 43_000):
        owner.price(DISH, price)
    whole = [each["price"]["min"] for each in owner.history(DISH)]
    assert whole == [43_000, 42_000, 41_000, 60_000]

    seen, address = [], f"/v1/venues/{owner.venue}/dishes/{DISH}/prices?limit=1"
    while address:
        answer = owner.client.get(address).get_json()
        seen += [each["price"]["min"] for each in answer["items"]]
        address = answer["next"]

    assert seen == whole


def test_a_dish_that_was_never_here_has_no_history(shared: Flask) -> None:
    owner = keeper(shared)

    answers = [
        owner.client.get(f"/v1/venues/{venue}/dishes/{dish}/prices")
        for venue, dish in (
            (owner.venue, OTHER),
            (owner.venue, "no-such"),
            ("no-such", DISH),
        )
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
