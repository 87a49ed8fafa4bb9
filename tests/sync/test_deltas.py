"""What changed since, and only that; and when one must start again."""

import itertools
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from citizen_api.http.clock import HO_CHI_MINH
from citizen_api.sync.actions import TOMBSTONES_KEPT
from citizen_api.sync.watching import IN_ANY_CASE, LOOK_EVERY, Watch
from citizen_api.versions import CATALOGUE, bump
from tests.conftest import NOON
from tests.factories import Stall, build, changing, database_of
from tests.reviews.phones import problem
from tests.sync.changing import brought_up, change, forgotten, without
from tests.sync.pack import Pack

DEARER = "UPDATE menu_prices SET price_min = price_min + 1 WHERE id = 1"
LIMITS = itertools.count(1)
OLD = TOMBSTONES_KEPT + timedelta(days=1)


@pytest.fixture
def phone(city: Flask) -> Pack:
    """A phone that has everything."""
    brought_up(city)
    return Pack(city.test_client()).sync()


def news(page: dict, part: str) -> dict[str, int]:  # type: ignore[type-arg]
    """How many of each kind an answer has."""
    return {kind: len(found) for kind, found in page[part].items() if found}


def test_a_price_that_changed_brings_its_venue_and_nothing_else(
    city: Flask, phone: Pack
) -> None:
    change(city, DEARER)
    brought_up(city)

    page = phone.step()

    assert (news(page, "changed"), news(page, "removed")) == ({"venues": 1}, {})
    assert phone.hash() == page["hash"]


def test_without_a_change_there_is_no_new_version(city: Flask, phone: Pack) -> None:
    assert brought_up(city) is None


def test_what_changed_and_changed_back_may_come_but_is_the_same(
    city: Flask, phone: Pack
) -> None:
    before = phone.hash()
    for step in ("+ 1", "- 1"):
        change(city, DEARER.replace("+ 1", step))
        brought_up(city)

    assert phone.sync().hash() == before


def test_a_venue_comes_goes_and_comes_back(city: Flask, phone: Pack) -> None:
    [slug] = build(city, Stall(hours="08:00-20:00"))
    brought_up(city)
    assert slug in phone.sync().ids("venues")

    change(city, *without(slug))
    brought_up(city)
    page = phone.step()
    assert page["removed"]["venues"] == [slug]

    [again] = build(city, Stall())
    change(city, f"UPDATE venues SET slug = '{slug}' WHERE slug = '{again}'")
    brought_up(city)
    assert slug in phone.sync().ids("venues")


def test_who_never_had_it_hears_nothing_of_a_venue_that_is_gone(city: Flask) -> None:
    [slug] = build(city, Stall())
    brought_up(city)
    change(city, *without(slug))
    brought_up(city)

    page = Pack(city.test_client()).step()

    assert news(page, "removed") == {}


def test_changes_between_two_pages_are_not_missed(city: Flask) -> None:
    slugs = build(city, Stall(), Stall(), Stall())
    brought_up(city)
    phone = Pack(city.test_client(), limit=100)
    phone.step()

    change(city, *without(slugs[0]), DEARER)
    brought_up(city)
    phone.step()
    change(city, *without(slugs[1]), DEARER)
    brought_up(city)

    phone.sync()
    assert phone.items == Pack(city.test_client()).sync().items
    assert not {slugs[0], slugs[1]} & phone.ids("venues")


def stale(city: Flask, phone: Pack) -> bool:
    """Whether a phone is told to start again; asked as nobody did before."""
    asked = {"since": phone.cursor, "limit": next(LIMITS)}
    answer = city.test_client().get("/v1/sync", query_string=asked)
    if answer.status_code == 200:
        return False
    assert (answer.status_code, problem(answer)) == (410, "start-again")
    return True


def test_who_stayed_away_longer_than_tombstones_are_kept_starts_again(
    city: Flask, phone: Pack
) -> None:
    change(city, DEARER)
    brought_up(city, days=1)
    up_to_date = Pack(city.test_client()).sync()

    forgotten(city, NOON + TOMBSTONES_KEPT)
    assert not stale(city, phone)

    forgotten(city, NOON + OLD + timedelta(hours=1))
    assert stale(city, phone)
    assert not stale(city, up_to_date)


def test_what_a_restored_database_never_said_is_not_gone_on_from(
    city: Flask, phone: Pack
) -> None:
    change(city, "UPDATE sync_versions SET hash = repeat('0', 64)", DEARER)
    brought_up(city)

    assert stale(city, phone)


def test_before_anything_was_made_one_is_told_to_wait(city: Flask) -> None:
    change(city, "DELETE FROM sync_versions", "DELETE FROM sync_items")

    answer = city.test_client().get("/v1/sync")

    assert (answer.status_code, problem(answer)) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) <= 60


def test_the_worker_looks_often_and_works_when_something_grew(city: Flask) -> None:
    database, watch, at = database_of(city), Watch(), NOON.astimezone(HO_CHI_MINH)
    watch.look(database, at)
    phone = Pack(city.test_client()).sync()

    change(city, DEARER)
    assert watch.look(database, at) == at + LOOK_EVERY
    assert news(phone.step(), "changed") == {}
    with changing(city) as session:
        bump(session, CATALOGUE)
    watch.look(database, at)
    assert news(phone.step(), "changed") == {"venues": 1}


def test_the_worker_also_finds_what_nobody_told(city: Flask) -> None:
    database, watch, at = database_of(city), Watch(), NOON.astimezone(HO_CHI_MINH)
    watch.look(database, at)
    phone = Pack(city.test_client()).sync()
    change(city, DEARER)

    watch.look(database, at + IN_ANY_CASE)

    assert news(phone.step(), "changed") == {"venues": 1}


def test_after_a_long_run_there_is_a_longer_rest(city: Flask) -> None:
    ticks = iter((0.0, 7.0))

    again = Watch(lambda: next(ticks)).look(database_of(city), NOON)

    assert again == NOON + timedelta(seconds=70)


def test_another_client_of_the_same_place_gets_the_same_bytes(
    city: Flask, client: FlaskClient
) -> None:
    brought_up(city)
    first, second = (city.test_client().get("/v1/sync").data for _ in range(2))

    assert first == second
