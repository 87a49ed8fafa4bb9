"""How a venue's page tells of its score, of its dishes, and of what is held."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from tests.conftest import NOON, close, copied, make_app
from tests.factories import database_of
from tests.reviews.addresses import VENUE
from tests.reviews.attacks import Flood, flood

DISHES = '{"banh-da-cua": 5}'


@pytest.fixture(scope="module")
def city(server_url: str, seeded_url: str, worker: str) -> Iterator[Flask]:
    """A city where three people praised a dish before sixty phones came at once."""
    made = make_app(copied(server_url, f"seeded_{worker}", f"told_{worker}"))
    database = database_of(made)
    found = database.find("SELECT id FROM venues WHERE slug = %(s)s", {"s": VENUE})
    early, late = NOON - timedelta(days=3), NOON - timedelta(hours=2)
    flood(database, Flood([found[0][0]], 3, (5,), early, 3, DISHES))
    flood(database, Flood([found[0][0]], 60, (1,), late, 1))
    yield made
    close(made)


def page(city: Flask, lang: str = "en") -> str:
    return city.test_client().get(f"/venues/{VENUE}?lang={lang}").get_data(as_text=True)


def test_what_a_score_is_made_of_can_be_unfolded(city: Flask) -> None:
    told = page(city)

    assert "How this score is made" in told
    assert "3 ratings count in part" in told


def test_the_notice_says_why_how_many_and_until_when(city: Flask) -> None:
    told = page(city)

    assert "Unusual ratings are held here" in told
    assert "60 ratings do not count until a moderator has decided." in told
    assert "Ratings of new devices are held until Sat, Nov 28." in told


@pytest.mark.parametrize("lang", ["vi", "ko", "zh", "ja"])
def test_it_says_so_in_every_language(city: Flask, lang: str) -> None:
    assert "Unusual ratings are held here" not in page(city, lang)


def test_a_dish_on_the_menu_has_its_stars(city: Flask) -> None:
    menu = page(city).partition('id="menu"')[2].partition("</section>")[0]

    assert "3 ratings" in menu
    assert "The plain mean is 5.0." in menu


def test_the_answer_of_the_venue_has_the_same(city: Flask) -> None:
    card = city.test_client().get(f"/v1/venues/{VENUE}").get_json()

    dish = next(each for each in card["menu"] if each["dish_id"] == "banh-da-cua")
    assert (dish["score"], dish["stars_mean"], dish["ratings_count"]) == (3.5, 5, 3)
    assert card["score_explained"]["counted_partly"] == 3
    assert card["score_explained"]["prior"] == {"stars": 3.5, "ratings": 10}
