"""Owners are asked after sixty days whether their prices are right, and not again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.jobs.actions import Held
from citizen_api.listings.nudging import JOB, nudge, tidy
from citizen_api.working import FOR_EVER, HANDLERS
from tests.conftest import NOON
from tests.factories import Stall, changing, database_of
from tests.listings.owning import Keeper, keeper

DAY = timedelta(days=1)
OWN = text(
    "INSERT INTO venue_listings (venue_id, owned_at)"
    " SELECT id, :at FROM venues WHERE slug = :venue"
)
NUDGES = text(
    "SELECT at, answered_at FROM listing_nudges n JOIN venues v ON v.id = n.venue_id"
    " WHERE v.slug = :venue ORDER BY at"
)


@pytest.fixture
def owner(shared: Flask) -> Keeper:
    """Somebody who keeps a venue since sixty days."""
    made = keeper(shared)
    with changing(shared) as session:
        session.execute(OWN, {"at": NOON - 60 * DAY, "venue": made.venue})
    return made


@pytest.fixture
def session(shared: Flask) -> Iterator[Session]:
    """A session on the same city."""
    with Session(database_of(shared).engine) as made, made.begin():
        yield made


def nudged(owner: Keeper, session: Session, *days: int) -> list[datetime]:
    """When the owner was nudged, when that is tried on these days from now."""
    for day in days:
        nudge(session, NOON + day * DAY)
    rows: Any = session.execute(NUDGES, {"venue": owner.venue})
    return [(at - NOON).days for at, _ in rows]


def test_nobody_is_nudged_before_sixty_days(owner: Keeper, session: Session) -> None:
    assert nudged(owner, session, -1) == []


def test_a_nudge_is_not_repeated_within_sixty_days(
    owner: Keeper, session: Session
) -> None:
    assert nudged(owner, session, 0, 0, 1, 30, 59, 60, 61) == [0, 60]


def test_who_was_given_the_role_without_a_claim_is_nudged_too(
    shared: Flask, session: Session
) -> None:
    owner = keeper(shared)

    assert nudged(owner, session, 59, 60) == [60]


def test_a_nudge_is_seen_until_the_owner_confirms(shared: Flask, owner: Keeper) -> None:
    with changing(shared) as changing_:
        nudge(changing_, NOON)

    def shown() -> str | None:
        items = owner.client.get("/v1/me/venues", headers=owner.who).get_json()["items"]
        return next(each["nudged_at"] for each in items if each["id"] == owner.venue)

    assert shown() == "2026-11-21T12:00:00+07:00"
    owner.edit("POST", "/confirmation")
    assert shown() is None
    with changing(shared) as changing_:
        assert nudged(owner, changing_, 59) == [0]
        assert nudged(owner, changing_, 60) == [0, 60]
        changing_.rollback()


def test_who_looks_after_prices_is_not_nudged(owner: Keeper, session: Session) -> None:
    owner.price("banh-da-cua", 45_000)

    assert nudged(owner, session, 0, 59) == []


def test_nobody_is_nudged_for_a_venue_without_an_owner(
    owner: Keeper, session: Session
) -> None:
    session.execute(
        text(
            "UPDATE roles_held SET revoked_at = :now, revoked_by = 'command'"
            " WHERE scope = :venue"
        ),
        {"now": NOON, "venue": owner.venue},
    )

    assert nudged(owner, session, 0) == []


def test_special_days_that_are_over_leave_the_hours(shared: Flask) -> None:
    owner = keeper(shared, Stall(hours="06:00-10:00"))
    before = owner.public()["hours"]["opening_hours"]
    owner.edit("PUT", "/closed-today")

    with changing(shared) as changing_:
        assert tidy(changing_, NOON + DAY) == 0
    assert owner.public()["hours"]["opening_hours"] != before
    with changing(shared) as changing_:
        tidy(changing_, NOON + 2 * DAY)

    assert owner.public()["hours"]["opening_hours"] == before
    assert owner.changes()[0]["after"]["closed"] is True


def test_the_worker_looks_after_listings_every_hour(
    shared: Flask, owner: Keeper
) -> None:
    held = Held(1, JOB, "", {}, 1, NOON)
    with shared.app_context():
        assert HANDLERS[JOB](held) == NOON + timedelta(hours=1)

    answer = owner.client.get("/v1/me/venues", headers=owner.who)
    nudged_at = {each["id"]: each["nudged_at"] for each in answer.get_json()["items"]}
    assert nudged_at[owner.venue] is not None
    assert (JOB, "") in FOR_EVER
