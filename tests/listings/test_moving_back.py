"""A merge that is undone leaves both venues exactly as they were."""

import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from citizen_api.cases.actions import second
from citizen_api.cases.rules import Verdict
from citizen_api.listings import merging, proposing
from citizen_api.listings.moving import KINDS
from citizen_api.venues.actions import publish
from citizen_api.venues.bests import show_hours
from citizen_api.venues.models import Venue
from tests.conftest import NOON
from tests.factories import database_of

FIRST, SECOND, THIRD = (
    "banh-mi-cay-ba-gia",
    "banh-da-cua-be-ba-cu",
    "bun-ca-cay-cau-doanh",
)
BY, OTHER = (f"person:00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
COUNTED = {
    "venue_scores": "TRUE",
    "dish_scores": "ratings_count > 0",
    "review_holds": "count > 0",
    "offers": "TRUE",
}
ROWS = "SELECT (to_jsonb(t) - 'updated_at')::text FROM {} t WHERE {} ORDER BY 1"
DISHES = '{"banh-mi-cay": 4, "banh-da-cua": 2}'


@pytest.fixture
def city(app: Flask) -> Iterator[Session]:
    """The real city in a transaction that is taken back."""
    database = database_of(app)
    with database.engine.connect() as connection:
        outer = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        outer.rollback()


def number_of(city: Session, slug: str) -> int:
    """The number of a venue."""
    found = city.scalar(text("SELECT id FROM venues WHERE slug = :s"), {"s": slug})
    assert found is not None
    return int(found)


def written(connection: Connection) -> dict[str, list[str]]:
    """Every row that is about a venue."""
    tables = {kind.table: "TRUE" for kind in KINDS} | COUNTED
    found = {
        table: list(connection.scalars(text(ROWS.format(table, which))))
        for table, which in tables.items()
    }
    venues = "SELECT (to_jsonb(v) - 'updated_at')::text FROM venues v ORDER BY id"
    history = "SELECT to_jsonb(v)::text FROM review_versions v ORDER BY 1"
    return found | {
        "venues": list(connection.scalars(text(venues))),
        "history": list(connection.scalars(text(history))),
    }


def different(left: dict[str, list[str]], right: dict[str, list[str]]) -> list[str]:
    """The rows that are only in one of them."""
    return sorted(
        f"{table} {row}" for table in left for row in {*left[table]} ^ {*right[table]}
    )


def reviewed(city: Session, draw: random.Random, *slugs: str) -> None:
    """Thirty phones write about some of these venues, at some time."""
    for phone in range(30):
        device = city.scalar(
            text("INSERT INTO devices (token_hash) VALUES (:h) RETURNING id"),
            {"h": draw.randbytes(32)},
        )
        for slug in slugs:
            if draw.random() < 0.6:
                city.execute(
                    text(
                        "INSERT INTO reviews (venue_id, device_id, stars, dishes, text,"
                        " visited, updated_at) VALUES (:venue, :device, :stars,"
                        " CAST(:dishes AS jsonb), :text, :visited, :at)"
                    ),
                    {
                        "venue": number_of(city, slug),
                        "device": device,
                        "stars": draw.randint(1, 5),
                        "dishes": draw.choice(["{}", DISHES]),
                        "text": draw.choice([None, f"Ngon {phone}"]),
                        "visited": draw.random() < 0.3,
                        "at": NOON - timedelta(hours=draw.randint(1, 9000)),
                    },
                )
    # The night looks at every review again, so that they weigh differently.
    city.execute(text("UPDATE reviews SET weight = 7 + id % 90 WHERE id % 3 = 0"))


def told(city: Session, draw: random.Random, *slugs: str) -> None:
    """Papers, hours, dates and reports of these venues."""
    for slug in slugs:
        venue = {"venue": number_of(city, slug)}
        for statement in (
            "INSERT INTO venue_licences (venue_id, kind, issued_by, issued_on,"
            " source_id, checked_on) VALUES (:venue, 'business', 'Quận', '2024-01-01',"
            " 'city', '2026-01-01')",
            "INSERT INTO venue_days (venue_id, day, closed)"
            " VALUES (:venue, '2026-12-24', TRUE)",
            "INSERT INTO opening_hours (venue_id, text, source_id, checked_on,"
            " precision) VALUES (:venue, '09:00-12:00', 'visitor', '2020-01-01', 10)",
            "INSERT INTO venue_reports (venue_id, device_id, kind) SELECT :venue, id,"
            " 'closed' FROM devices WHERE id % 5 < 2",
        ):
            if draw.random() < 0.8:
                city.execute(text(statement), venue)
        city.expire_all()
        show_hours(city, city.get_one(Venue, venue["venue"]), NOON.date())
    publish(city, None)


def merged(city: Session, slug: str, into: str) -> Any:
    """Merge two venues, as two moderators say; the case."""
    case = proposing.propose(city, slug, into, by=BY, at=NOON)
    second(city, case.id, Verdict(merging.MERGE, OTHER, NOON), agrees=True)
    merging.apply(city, case, merging.MERGE, OTHER, NOON)
    city.flush()
    return case


@pytest.mark.parametrize("seed", range(3))
def test_undone_merges_leave_every_row_as_it_was(city: Session, seed: int) -> None:
    draw = random.Random(seed)
    reviewed(city, draw, FIRST, SECOND, THIRD)
    told(city, draw, FIRST, SECOND, THIRD)
    city.flush()
    before = written(city.connection())

    first = merged(city, FIRST, SECOND)
    between = written(city.connection())
    onward = merged(city, SECOND, THIRD)
    merging.undo(city, onward, OTHER, NOON)
    city.flush()
    back = written(city.connection())
    merging.undo(city, first, OTHER, NOON)
    city.flush()

    assert between != before
    assert different(back, between) == []
    assert different(written(city.connection()), before) == []


@pytest.mark.parametrize("seed", range(3))
def test_scores_after_a_merge_are_those_of_all_reviews(
    city: Session, seed: int
) -> None:
    draw = random.Random(seed)
    reviewed(city, draw, FIRST, SECOND)

    merged(city, FIRST, SECOND)

    venue = {"venue": number_of(city, SECOND)}
    kept, counted = (
        tuple(city.execute(text(statement), venue).one())
        for statement in (
            "SELECT ratings_count, stars_sum, weight, weighted_stars, visited"
            " FROM venue_scores WHERE venue_id = :venue",
            "SELECT count(*), sum(stars), sum(weight), sum(weight * stars),"
            " count(*) FILTER (WHERE visited)"
            " FROM reviews WHERE venue_id = :venue AND state = 'counted'",
        )
    )
    assert kept == counted
    writers = "SELECT count(*), count(DISTINCT device_id) FROM reviews WHERE"
    many, people = city.execute(text(f"{writers} venue_id = :venue"), venue).one()
    assert many == people


def test_the_newer_words_of_a_person_stand_and_the_older_are_history(
    city: Session,
) -> None:
    device = city.scalar(
        text("INSERT INTO devices (token_hash) VALUES ('x') RETURNING id")
    )
    say = text(
        "INSERT INTO reviews (venue_id, device_id, stars, text, updated_at)"
        " VALUES (:venue, :device, :stars, :text, :at)"
    )
    for days, slug, stars in ((9, SECOND, 2), (1, FIRST, 5)):
        at = NOON - timedelta(days=days)
        said = {"stars": stars, "text": slug, "at": at, "device": device}
        city.execute(say, said | {"venue": number_of(city, slug)})

    merged(city, FIRST, SECOND)

    venue = {"venue": number_of(city, SECOND)}
    ours = text("SELECT id, stars, text, version FROM reviews WHERE venue_id = :venue")
    review, stars, words, version = city.execute(ours, venue).one()
    assert (stars, words, version) == (5, FIRST, 2)
    older = text("SELECT stars, text FROM review_versions WHERE review_id = :id")
    assert city.execute(older, {"id": review}).one() == (2, SECOND)


def test_what_came_late_goes_over_too_and_comes_back(city: Session) -> None:
    device = city.scalar(
        text("INSERT INTO devices (token_hash) VALUES ('x') RETURNING id")
    )
    case = merged(city, FIRST, SECOND)
    late = text("INSERT INTO reviews (venue_id, device_id, stars) VALUES (:v, :d, 4)")
    city.execute(late, {"v": number_of(city, FIRST), "d": device})

    merging.sweep(city, UUID(str(case.id)), NOON)

    where = text("SELECT venue_id FROM reviews WHERE device_id = :d")
    assert city.scalar(where, {"d": device}) == number_of(city, SECOND)
    merging.undo(city, case, OTHER, NOON)
    assert city.scalar(where, {"d": device}) == number_of(city, FIRST)
