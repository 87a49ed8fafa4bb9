"""Codes for venues and food streets."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from citizen_api.db import make_engine
from citizen_api.links.giving import ensure_links
from citizen_api.links.models import Link
from citizen_api.venues.models import Venue
from qr.codes import Code, nth_code
from tests.conftest import copied


@pytest.fixture(scope="module")
def engine(server_url: str, seeded_url: str, worker: str) -> Iterator[Engine]:
    """A copy of the real city."""
    url = copied(server_url, f"seeded_{worker}", f"links_{worker}")
    made = make_engine(url, pool_size=1)
    yield made
    made.dispose()


def codes(session: Session) -> list[str]:
    return list(session.scalars(select(Link.code).order_by(Link.code)))


def refused(thing: str, attempt: int) -> Code:
    raise AssertionError(f"{thing} needs no code, attempt {attempt}")


def test_who_has_a_code_keeps_it(session: Session) -> None:
    before = codes(session)

    assert ensure_links(session, refused) == 0
    assert codes(session) == before


def test_a_code_that_is_taken_is_not_given_again(session: Session) -> None:
    session.execute(delete(Link).where(Link.venue_id == 1))
    taken = set(codes(session))
    asked: list[tuple[str, int]] = []

    def crowded(thing: str, attempt: int) -> Code:
        asked.append((thing, attempt))
        return Code(min(taken)) if attempt == 0 else nth_code(1)

    assert ensure_links(session, crowded) == 1
    slug = session.get_one(Venue, 1).slug
    assert asked == [(f"venue {slug}", 0), (f"venue {slug}", 1)]
    given = session.scalars(select(Link.code).where(Link.venue_id == 1)).one()
    assert given == str(nth_code(1))


def test_two_things_that_draw_one_code_get_two(session: Session) -> None:
    session.execute(delete(Link).where(Link.venue_id.in_([1, 2])))

    ensure_links(session, lambda thing, attempt: nth_code(attempt))

    given = session.scalars(select(Link.code).where(Link.venue_id.in_([1, 2])))
    assert set(given) == {str(nth_code(0)), str(nth_code(1))}


def test_a_street_with_one_venue_is_no_food_street(session: Session) -> None:
    counts = (
        select(func.count())
        .select_from(Venue)
        .join(Link, Link.street_id == Venue.street_id)
        .group_by(Venue.street_id)
    )

    assert min(session.scalars(counts)) == 2


def test_a_street_becomes_a_food_street_with_its_second_venue(session: Session) -> None:
    lonely = session.scalars(
        select(Venue.street_id)
        .where(Venue.street_id.is_not(None))
        .group_by(Venue.street_id)
        .having(func.count() == 1)
    ).first()
    session.execute(update(Venue).where(Venue.id == 1).values(street_id=lonely))

    assert ensure_links(session, lambda thing, attempt: nth_code(attempt)) == 1
    assert session.scalar(select(Link.code).where(Link.street_id == lonely))
