"""Dishes and prices, and the one tap that says that they are still right."""

import pytest
from flask import Flask
from sqlalchemy import text

from citizen_api.listings.nudging import nudge
from tests.conftest import NOON
from tests.factories import Told, changing
from tests.pages.owners.owning import DISH, Owner

PRICE = f"/menu/{DISH}"


def test_a_price_is_said_as_people_write_it(owner: Owner) -> None:
    owner.does(PRICE, min="45.000 đ", max="60,000", unit=" bát ")

    price = owner.dish()["price"]
    assert (price["min"], price["max"], price["unit"]) == (45_000, 60_000, "bát")
    page = owner.text("/menu")
    assert "₫45,000–60,000" in page
    assert "the owner says so" in page
    assert 'value="45000"' in owner.text(PRICE)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"min": "abc"}, "min", "an amount of VND"),
        ({"min": "10"}, "min", "between 500 and"),
        ({"min": "9" * 30}, "min", "an amount of VND"),
        ({"min": "-45000"}, "min", "an amount of VND"),
        ({"min": "60000", "max": "45000"}, "max", "may not be less"),
        ({"max": "45000"}, "min", "required"),
        ({"min": "45000", "unit": "b\u202eát"}, "unit", "text-direction"),
        ({"min": "45000", "unit": "b" * 31}, "unit", "30 characters"),
    ],
)
def test_what_is_wrong_with_a_price_stands_beside_it(
    owner: Owner, typed: dict[str, str], field: str, said: str
) -> None:
    page = owner.refused(PRICE, 422, **typed)

    _, _, error = page.partition(f'id="{field}-error">')
    assert said in error.partition("</p>")[0]
    assert owner.listing()["version"] == 0


def test_a_dish_is_put_on_the_menu_and_taken_off(owner: Owner) -> None:
    owner.does("/menu/new", dish="nem-cua-be", min="80000")
    assert "₫80,000" in owner.text("/menu")
    assert 'value="nem-cua-be"' not in owner.text("/menu/new")

    owner.does("/menu/nem-cua-be", action="remove")
    assert [each["dish_id"] for each in owner.listing()["menu"]] == [DISH]
    assert "It is put there" not in owner.text(PRICE)
    assert "not on the menu" in owner.text("/menu/nem-cua-be")
    assert "no longer" in owner.refused("/menu/nem-cua-be", 422, action="remove")


def test_only_a_dish_of_the_catalogue_is_added(owner: Owner) -> None:
    for dish in ("", "nothing", "\0", "x" * 200):
        page = owner.refused("/menu/new", 422, dish=dish)
        assert 'id="dish-error">Choose a dish' in page
    owner.text("/menu/nothing", 404)


def test_of_two_prices_at_once_both_are_shown(owner: Owner) -> None:
    late = owner.form(owner.one + PRICE) | {"min": "50000"}
    owner.does(PRICE, min="45000")

    answer = owner.send(owner.one + PRICE, late)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 412
    assert '<dd class="words">from ₫50,000</dd>' in page
    assert '<dd class="words">from ₫45,000</dd>' in page
    assert 'value="50000"' in page

    owner.send(owner.one + PRICE, late | {"version": "1"})
    assert owner.dish()["price"]["min"] == 50_000


def test_after_sixty_days_one_tap_answers_the_nudge(shared: Flask) -> None:
    owner = Owner(shared, serves={DISH: [Told(40_000)]}, name="Quán nhắc")
    with changing(shared) as session:
        session.execute(
            text(
                "INSERT INTO venue_listings (venue_id, owned_at)"
                " SELECT id, :at - interval '60 days' FROM venues WHERE slug = :venue"
            ),
            {"at": NOON, "venue": owner.venue},
        )
        nudge(session, NOON)
    page = owner.open("/me/venues").get_data(as_text=True)
    assert "You have not looked after your prices for 60 days" in page

    sent = owner.send(f"{owner.one}/confirmation", owner.form("/me/venues"))

    assert sent.status_code == 303
    assert "for 60 days" not in owner.open("/me/venues").get_data(as_text=True)
    assert owner.dish()["source"]["id"] == "owner"
    late = owner.send(
        f"{owner.one}/confirmation", owner.form(owner.one) | {"version": "0"}
    )
    assert late.status_code == 412
    assert "They are still right" in late.get_data(as_text=True)
