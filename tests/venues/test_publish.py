"""Bringing offers up to what is known."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, delete, func, select, text, update
from sqlalchemy.orm import Session

from citizen_api.audits.actions import record
from citizen_api.audits.rules import Event
from citizen_api.db import make_engine
from citizen_api.dishes.models import Dish
from citizen_api.reviews.tallies import ScoreChange, VenueScore
from citizen_api.venues.actions import publish, refresh_scores
from citizen_api.venues.models import ANY_DISH, MenuItem, Offer, Venue
from citizen_api.versions import Version
from tests.conftest import copied


@pytest.fixture(scope="module")
def engine(server_url: str, seeded_url: str, worker: str) -> Iterator[Engine]:
    """A copy of the real city, which two may use at once."""
    url = copied(server_url, f"seeded_{worker}", f"publish_{worker}")
    made = make_engine(url, pool_size=2)
    yield made
    made.dispose()


def offers(session: Session, venue_id: int) -> dict[int, Offer]:
    session.expire_all()
    found = session.scalars(select(Offer).where(Offer.venue_id == venue_id))
    return {offer.dish_id: offer for offer in found}


def versions(session: Session) -> dict[str, int]:
    found = session.execute(select(Version.name, Version.value))
    return {row.name: row.value for row in found}


def rate(session: Session, venue_id: int, five: int) -> None:
    changed = update(VenueScore).where(VenueScore.venue_id == venue_id)
    weighed = {"weight": 100 * five, "weighted_stars": 500 * five}
    session.execute(changed.values(five=five, **weighed))
    session.add(ScoreChange(venue_id=venue_id))
    session.flush()


def test_there_is_an_offer_a_dish_and_one_for_any_dish(session: Session) -> None:
    items = session.execute(select(MenuItem.venue_id, MenuItem.dish_id)).all()
    venues = session.scalars(select(Venue.id)).all()
    found = session.execute(select(Offer.venue_id, Offer.dish_id)).all()

    assert set(map(tuple, found)) == {
        *map(tuple, items),
        *((venue, ANY_DISH) for venue in venues),
    }


def test_an_offer_repeats_what_the_venue_and_its_menu_say(session: Session) -> None:
    item = session.scalars(select(MenuItem).where(MenuItem.price_min > 0)).first()
    assert item
    venue = session.get_one(Venue, item.venue_id)

    found = offers(session, venue.id)

    for offer in found.values():
        for name in ("lon_e6", "lat_e6", "schedule_id", "ward_id", "street_id"):
            assert getattr(offer, name) == getattr(venue, name)
    assert found[item.dish_id].price == item.price_min
    assert found[ANY_DISH].price is None


def test_cells_are_squares_of_the_grid_of_utm(session: Session) -> None:
    x, y = func.ST_X(Offer.place), func.ST_Y(Offer.place)
    rows = session.execute(
        select(x, y, Offer.cell_1km, Offer.cell_8km).where(Offer.place.is_not(None))
    ).all()

    assert rows
    for east, north, near, wide in rows:
        assert near == east // 1000 * 10000 + north // 1000
        assert wide == east // 8000 * 10000 + north // 8000


def test_a_venue_without_a_place_lies_in_no_cell(session: Session) -> None:
    rows = session.execute(
        select(Offer.cell_1km, Offer.cell_8km, Offer.lon_e6).where(
            Offer.place.is_(None)
        )
    )

    assert set(map(tuple, rows)) == {(0, 0, None)}


def test_publishing_again_writes_nothing(session: Session) -> None:
    before = versions(session)

    assert publish(session, None) == 0
    assert versions(session) == before


def test_a_change_is_published_and_only_that(session: Session) -> None:
    before = versions(session)
    session.execute(update(Venue).where(Venue.id == 1).values(ward_id=1))

    written = publish(session, None)

    found = offers(session, 1)
    assert {offer.ward_id for offer in found.values()} == {1}
    # Each offer that differs goes and comes again.
    assert written == 2 * len(found)
    moved = {"catalogue", "places"}
    assert versions(session) == {
        name: value + (name in moved) for name, value in before.items()
    }


def test_other_venues_than_the_chosen_stay_as_they_are(session: Session) -> None:
    session.execute(update(Venue).where(Venue.id.in_([1, 2])).values(ward_id=1))

    publish(session, [2])

    assert offers(session, 1)[ANY_DISH].ward_id != 1
    assert offers(session, 2)[ANY_DISH].ward_id == 1


def test_a_dish_taken_from_the_menu_is_not_offered_any_more(session: Session) -> None:
    dish = next(dish for dish in offers(session, 1) if dish != ANY_DISH)
    prices = text("DELETE FROM menu_prices WHERE venue_id = 1")
    session.execute(prices)
    session.execute(delete(MenuItem).where(MenuItem.venue_id == 1))

    publish(session, [1])

    assert set(offers(session, 1)) == {ANY_DISH}
    served = select(func.count()).where(MenuItem.dish_id == dish)
    assert session.get_one(Dish, dish).venue_count == session.scalar(served)


def test_the_venues_of_each_dish_are_counted(session: Session) -> None:
    before = versions(session)["catalogue"]
    session.add(MenuItem(venue_id=1, dish_id=58))
    session.flush()
    counted = session.get_one(Dish, 58).venue_count

    publish(session, [1])

    session.expire_all()
    assert session.get_one(Dish, 58).venue_count == counted + 1
    assert versions(session)["catalogue"] == before + 1


def test_scores_are_brought_up_to_the_ratings(session: Session) -> None:
    rate(session, 1, five=10)

    assert refresh_scores(session, 100) == 1
    assert {offer.score for offer in offers(session, 1).values()} == {425}
    assert refresh_scores(session, 100) == 0


RATED = 100  # hundredths of a star; below, nobody rated


def test_the_oldest_changes_come_first(session: Session) -> None:
    rate(session, 7, five=1)
    rate(session, 3, five=1)

    assert refresh_scores(session, 1) == 1
    assert offers(session, 7)[ANY_DISH].score > RATED
    assert offers(session, 3)[ANY_DISH].score < RATED


def test_a_venue_rated_twice_is_refreshed_once(session: Session) -> None:
    rate(session, 3, five=1)
    rate(session, 3, five=2)

    assert refresh_scores(session, 100) == 1
    assert session.scalar(select(func.count()).select_from(ScoreChange)) == 0


def test_nobody_waits_for_a_refresh_while_another_publishes(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        publish(first, [1])
        rate(second, 1, five=1)

        assert refresh_scores(second, 100) == 0

        first.rollback()
        assert refresh_scores(second, 100) == 1
        second.rollback()


def test_what_is_audited_does_not_wait_for_what_is_published(engine: Engine) -> None:
    with Session(engine) as first, Session(engine) as second:
        publish(first, [1])
        second.execute(text("SET LOCAL lock_timeout = '100ms'"))

        assert record(second, Event(action="a.test", actor="command", outcome="done"))

        first.rollback()
        second.rollback()
