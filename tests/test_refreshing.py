"""The order by score follows the ratings within a moment, and loses none."""

import logging
import time
from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from psycopg.types.numeric import Int4
from sqlalchemy import event, text
from sqlalchemy.exc import DisconnectionError, OperationalError

from citizen_api.alone import Work, alone
from citizen_api.db import Database, make_engine
from citizen_api.refreshing import EXTENSION, Refresher
from citizen_api.venues import actions
from citizen_api.venues.actions import refresh_scores
from tests.factories import database_of
from tests.pages.filling import Reader
from tests.pages.rating import RATE
from tests.reviews.addresses import OTHER, VENUE
from tests.reviews.phones import Phone

SOON_S = 0.02
UNRATED = 3  # its place, hours and a price are known
CHANGES = "SELECT count(*) FROM score_changes"
ORDER = """
SELECT DISTINCT o.score FROM offers o JOIN venues v ON v.id = o.venue_id
WHERE v.slug = %(slug)s
"""


@pytest.fixture
def database(fresh: Flask) -> Database:
    """The database of the city, with the usual refresher at rest."""
    fresh.extensions[EXTENSION].stop()
    return database_of(fresh)


@pytest.fixture
def refresher(database: Database) -> Iterator[Refresher]:
    """One that waits for almost nothing."""
    made = Refresher(database, SOON_S)
    yield made
    made.stop()


def changes(database: Database) -> int:
    found: int = database.find(CHANGES, {})[0][0]
    return found


def order(database: Database, slug: str = VENUE) -> list[int]:
    return [score for (score,) in database.find(ORDER, {"slug": slug})]


def settled(database: Database) -> bool:
    """Whether every change is dealt with in a few seconds."""
    deadline = time.monotonic() + 10
    while changes(database) and time.monotonic() < deadline:
        time.sleep(SOON_S)
    return changes(database) == 0


def test_a_rating_moves_the_venue_in_the_order(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    assert order(database) == [UNRATED]

    refresher.soon()

    assert settled(database)
    assert order(database) == [350]


def test_the_service_does_it_by_itself_after_a_rating(fresh: Flask) -> None:
    database = database_of(fresh)

    Phone(fresh).rate(stars=5)

    assert settled(database)
    assert order(database) == [350]


def test_the_list_by_score_follows(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(OTHER, stars=5)

    refresher.soon()

    assert settled(database)
    page = fresh.test_client().get("/v1/venues?sort=score&limit=1").get_json()
    assert [item["id"] for item in page["items"]] == [OTHER]


def test_a_rating_taken_back_moves_it_back(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    phone = Phone(fresh)
    phone.rate(stars=5)
    refresher.soon()
    assert settled(database)

    phone.withdraw(if_match="*")
    refresher.soon()

    assert settled(database)
    assert order(database) == [UNRATED]


def test_more_changes_than_fit_at_once_are_all_done(
    fresh: Flask,
    database: Database,
    refresher: Refresher,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("citizen_api.refreshing.AT_ONCE", 1)
    phone = Phone(fresh)
    for slug in (VENUE, OTHER, "banh-da-cua-lach-tray"):
        phone.rate(slug, stars=4)

    refresher.soon()

    assert settled(database)
    assert order(database, OTHER) == [350]


def test_one_that_was_killed_half_way_loses_nothing(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    with database.sessions() as session:
        assert refresh_scores(session, 500) == 1
        backend = session.scalar(text("SELECT pg_backend_pid()"))
        database.find("SELECT pg_terminate_backend(%(pid)s)", {"pid": Int4(backend)})
        with pytest.raises(OperationalError):
            session.execute(text("SELECT 1"))
    assert changes(database) == 1

    refresher.soon()

    assert settled(database)
    assert order(database) == [350]


def test_while_another_publishes_it_waits_and_then_does_it(
    fresh: Flask, fresh_url: str, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    publisher = make_engine(fresh_url, pool_size=1)
    with publisher.begin() as connection:
        alone(connection, Work.PUBLISHING)
        refresher.soon()
        time.sleep(5 * SOON_S)
        assert changes(database) == 1

    assert settled(database)
    publisher.dispose()


def test_a_database_that_fails_is_asked_again(
    fresh: Flask,
    database: Database,
    refresher: Refresher,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    Phone(fresh).rate(stars=5)
    monkeypatch.setattr(actions, "REFRESH", text("SELECT pg_sleep(1) WHERE :limit > 0"))
    with database.sessions.begin() as session:
        session.execute(text("SET statement_timeout = 20"))

    with caplog.at_level(logging.WARNING):
        refresher.soon()
        time.sleep(0.5)
    monkeypatch.undo()

    assert "scores not refreshed: QueryCanceled" in caplog.text
    assert settled(database)


def test_ratings_that_come_together_are_one_refresh(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: list[int] = []
    monkeypatch.setattr(
        "citizen_api.refreshing.refresh_scores", lambda *_: times.append(1)
    )
    refresher = Refresher(database, 0.2)

    for _ in range(100):
        refresher.soon()
    time.sleep(0.6)
    refresher.stop()

    assert len(times) == 1


def test_a_stopped_one_does_nothing_more(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    refresher.soon()
    refresher.stop()
    refresher.soon()
    time.sleep(5 * SOON_S)

    assert changes(database) == 1


def test_one_that_wakes_after_it_was_stopped_does_nothing(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    refresher.stop()

    refresher._refresh()

    assert changes(database) == 1


def test_it_outlives_connections_that_are_all_dead(
    fresh: Flask, database: Database, refresher: Refresher
) -> None:
    Phone(fresh).rate(stars=5)
    refresher.fruitless.note("bánh không có", "192.0.2.1", date(2026, 11, 21))

    def dead(*_: object) -> None:
        raise DisconnectionError

    event.listen(database.engine, "checkout", dead)
    refresher.soon()
    time.sleep(10 * SOON_S)
    event.remove(database.engine, "checkout", dead)

    assert settled(database)
    assert database.find("SELECT count(*) FROM fruitless_searches", {})[0][0] == 1


def test_a_rating_by_the_form_of_the_page_moves_it_too(fresh: Flask) -> None:
    database = database_of(fresh)

    Reader(fresh).fill(RATE, stars="5")

    assert settled(database)
    assert order(database) == [350]


def test_a_refused_rating_plans_nothing(
    fresh: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone, planned = Phone(fresh), list[int]()
    monkeypatch.setattr(fresh.extensions[EXTENSION], "soon", lambda: planned.append(1))

    phone.rate(stars=9)
    phone.read()
    assert planned == []

    phone.rate(stars=5)
    assert planned == [1]
