"""Sold out and closed today: seen everywhere at once, and over by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import Flask

from tests.conftest import NOON
from tests.factories import Stall
from tests.listings.owning import Keeper, keeper

DISH = "banh-da-cua"
DAY = Stall(hours="07:00-21:00")
NIGHT = Stall(hours="17:00-02:00")


@contextmanager
def clock(app: Flask, text: str, owner: Keeper | None = None) -> Iterator[None]:
    """A block at another moment, when the owner signs in again."""
    moment = datetime.fromisoformat(f"{text}+07:00")
    app.config["CLOCK"] = lambda: moment
    try:
        if owner:
            owner.sign_in()
        yield
    finally:
        app.config["CLOCK"] = lambda: NOON


def item(owner: Keeper, query: str = "") -> dict[str, Any] | None:
    """The venue in the list of its dish."""
    answer = owner.client.get(f"/v1/venues?dish={DISH}&limit=100&sort=score{query}")
    while True:
        page = answer.get_json()
        for each in page["items"]:
            if each["id"] == owner.venue:
                return dict(each)
        if page["next"] is None:
            return None
        answer = owner.client.get(page["next"])


def until(owner: Keeper) -> tuple[str | None, str | None]:
    """Until when the dish is sold out: in a list, and in the card of the venue."""
    found = item(owner)
    assert found is not None
    return found["match"]["sold_out_until"], owner.menu()[DISH]["sold_out_until"]


def test_sold_out_is_told_in_lists_and_cards_until_midnight(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    assert until(owner) == (None, None)

    listing = owner.edit("PUT", f"/dishes/{DISH}/sold-out")

    midnight = "2026-11-22T00:00:00+07:00"
    assert until(owner) == (midnight, midnight)
    assert listing["menu"][0]["sold_out_until"] == midnight
    with clock(shared, "2026-11-22T00:00:00"):
        assert until(owner) == (None, None)


def test_in_a_place_of_the_night_the_day_ends_when_it_closes(shared: Flask) -> None:
    owner = keeper(shared, NIGHT)

    with clock(shared, "2026-11-22T00:30:00", owner):
        owner.edit("PUT", f"/dishes/{DISH}/sold-out")
        assert until(owner)[0] == "2026-11-22T02:00:00+07:00"
    with clock(shared, "2026-11-22T02:00:00"):
        assert until(owner) == (None, None)


def test_there_may_be_some_again(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    owner.edit("PUT", f"/dishes/{DISH}/sold-out")

    owner.edit("DELETE", f"/dishes/{DISH}/sold-out")

    assert until(owner) == (None, None)
    assert [each["part"] for each in owner.changes()] == ["sold_out", "sold_out"]


def test_closed_today_is_closed_in_lists_and_open_tomorrow(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    assert item(owner, "&open_at=now") is not None

    listing = owner.edit("PUT", "/closed-today")

    assert listing["closed_today"] is True
    assert item(owner, "&open_at=now") is None
    now = owner.public()["open"]
    assert (now["now"], now["opens_at"]) == (False, "2026-11-22T07:00:00+07:00")
    with clock(shared, "2026-11-22T07:00:00", owner):
        assert owner.public()["open"]["now"] is True
        assert owner.read()["closed_today"] is False


def test_closing_after_midnight_closes_the_evening_that_goes_on(
    shared: Flask,
) -> None:
    owner = keeper(shared, NIGHT)

    with clock(shared, "2026-11-22T00:30:00", owner):
        assert owner.public()["open"]["now"] is True
        owner.edit("PUT", "/closed-today")
        now = owner.public()["open"]
        assert (now["now"], now["opens_at"]) == (False, "2026-11-22T17:00:00+07:00")


def test_open_after_all(shared: Flask) -> None:
    owner = keeper(shared, DAY)
    before = owner.public()
    owner.edit("PUT", "/days/2026-11-21", {"hours": "10:00-14:00"})
    owner.edit("PUT", "/closed-today")

    owner.edit("DELETE", "/closed-today")
    assert owner.public()["open"]["until"] == "2026-11-21T14:00:00+07:00"
    owner.edit("DELETE", "/days/2026-11-21")

    assert owner.public()["hours"] == before["hours"]


def test_a_place_whose_hours_nobody_knows_can_close_too(shared: Flask) -> None:
    owner = keeper(shared, Stall())

    owner.edit("PUT", "/closed-today")

    assert owner.public()["open"]["now"] is False
    with clock(shared, "2026-11-22T12:00:00"):
        assert owner.public()["open"]["now"] is None
