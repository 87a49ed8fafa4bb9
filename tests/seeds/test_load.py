"""Loading the real city."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area
from citizen_api.dishes.models import Dish, DishForm
from citizen_api.links.models import Link
from citizen_api.sources.models import Source
from citizen_api.tables import metadata
from citizen_api.venues.models import MenuItem, MenuPrice, Offer, OpeningHours, Venue
from citizen_api.versions import Version
from seeds.load import AGAIN, load
from tests.seeds.contents import contents


def silent(line: str) -> None:
    """Report nothing."""


def venue(session: Session, slug: str) -> Venue:
    return session.scalars(select(Venue).where(Venue.slug == slug)).one()


def area(session: Session, id_: int | None) -> Area:
    return session.get_one(Area, id_)


def versions(session: Session) -> dict[str, int]:
    rows = session.execute(select(Version.name, Version.value))
    return {row.name: row.value for row in rows}


def test_loading_twice_writes_nothing_at_all(city: Session) -> None:
    lines: list[str] = []
    before = contents(city)

    load(city, lines.append)

    assert contents(city) == before
    assert lines == [AGAIN]


def test_loading_an_empty_database_and_again_gives_the_same(
    session: Session, city: Session
) -> None:
    # An undone test gives its numbers not back: begin where an empty database does.
    for numbers in ("schedules_id_seq", "venues_id_seq"):
        session.execute(text(f"SELECT setval('{numbers}', 1, false)"))

    load(session, silent)

    for table in ("areas", "dishes", "venues", "links"):
        drop = ["created_at", "updated_at", "shape"]
        rows = text(f"SELECT to_jsonb(t) - :drop ::text[] FROM {table} t ORDER BY 1")
        here = session.scalars(rows, {"drop": drop}).all()
        assert here == city.scalars(rows, {"drop": drop}).all()
        assert here


# The files name 54 sources; the city, the owners and the visitors are always there.
@pytest.mark.parametrize(
    ("model", "count"), [(Venue, 100), (Dish, 58), (Source, 54 + 3), (MenuPrice, 42)]
)
def test_everything_recorded_is_there(city: Session, model: Any, count: int) -> None:
    assert city.scalar(select(func.count()).select_from(model)) == count


def test_twelve_venues_have_no_place_and_none_is_invented(city: Session) -> None:
    unplaced = city.scalars(select(Venue).where(Venue.lon_e6.is_(None))).all()

    assert len(unplaced) == 12
    for found in unplaced:
        assert (found.lat_e6, found.accuracy_m, found.basis) == (None, None, None)


def test_an_old_address_keeps_both_wards(city: Session) -> None:
    found = venue(city, "banh-da-cua-be-ba-cu")

    assert area(city, found.former_ward_id).name == "Phường Cầu Đất"
    assert area(city, found.former_district_id).name == "Quận Ngô Quyền"
    assert area(city, found.ward_id).name == "Phường Gia Viên"
    assert area(city, found.street_id).name == "Cầu Đất"
    assert not found.ward_certain


def test_an_old_ward_that_no_list_has_stays_in_the_text(city: Session) -> None:
    found = venue(city, "bun-ca-mien-duyen-hai")

    assert found.former_ward_id is None
    assert "An Khê" in found.address


@pytest.mark.parametrize(
    ("slug", "street", "ward"),
    [
        ("bun-ca-cay-66-le-loi", "Lê Lợi", "11359"),
        ("banh-mi-cay-khanh-nap", "Hàng Kênh", "11383"),
        ("sui-din-ky-dong", "Kỳ Đồng", "11311"),
        ("chao-long-co-dung", "Lạch Tray", "11359"),
        ("banh-mi-mien-ha-son", "Lê Hồng Phong", "10532"),
        ("banh-beo-may", "Chu Văn An", "11359"),
        ("bun-ca-cay-cau-doanh-mac-dang-doanh", "Mạc Đăng Doanh", "11689"),
    ],
)
def test_a_street_is_the_one_of_that_name_in_that_part_of_town(
    city: Session, slug: str, street: str, ward: str
) -> None:
    found = area(city, venue(city, slug).street_id)

    assert found.name == street
    assert found.successors[0] == ward or ward in found.successors


def test_a_market_is_no_street(city: Session) -> None:
    found = venue(city, "banh-da-cua-goc-cho-hang-kenh")

    assert (found.street, found.street_id) == (None, None)
    assert found.address.startswith("chợ Hàng Kênh")


def test_the_newest_price_is_shown_and_all_are_kept(city: Session) -> None:
    here = venue(city, "banh-mi-cay-ba-gia").id
    dish = select(Dish.id).where(Dish.slug == "banh-mi-cay").scalar_subquery()
    item = city.scalars(select(MenuItem).filter_by(venue_id=here, dish_id=dish)).one()
    prices = select(MenuPrice.price_min).filter_by(venue_id=here, dish_id=dish)

    assert (item.price_min, item.source_id, item.precision) == (3000, "S29", 10)
    assert item.checked_on == date(2026, 10, 5)
    assert sorted(city.scalars(prices)) == [2000, 2500, 3000]


def test_hours_are_kept_by_source_with_the_one_used(city: Session) -> None:
    here = venue(city, "banh-mi-cay-ba-gia")
    hours = city.scalars(
        select(OpeningHours)
        .where(OpeningHours.venue_id == here.id)
        .order_by(OpeningHours.source_id)
    ).all()

    assert [(each.text, each.used) for each in hours] == [
        ("08:00-22:00", True),
        ("06:00-20:00", False),
    ]
    assert here.schedule_id == hours[0].schedule_id


def test_hours_of_a_season_say_nothing_of_an_ordinary_day(city: Session) -> None:
    here = venue(city, "banh-trung-thu-dong-phuong")
    hours = city.scalars(select(OpeningHours).filter_by(venue_id=here.id)).one()

    assert (hours.text, hours.used, here.schedule_id) == (None, False, None)
    assert hours.note
    assert "07:00+" in hours.note


def test_every_venue_and_food_street_has_a_code(city: Session) -> None:
    streets = (
        select(Venue.street_id)
        .where(Venue.street_id.is_not(None))
        .group_by(Venue.street_id)
        .having(func.count() > 1)
    )
    coded = set(city.scalars(select(Link.street_id)))

    assert city.scalar(select(func.count(Link.venue_id))) == 100
    assert coded - {None} == set(city.scalars(streets))


def test_no_form_of_a_dish_is_another_without_its_marks(city: Session) -> None:
    forms = city.scalars(select(DishForm.text).where(DishForm.dish_id == 1)).all()

    assert "bánh đa cua bể" in forms
    assert "banh da cua be" not in forms


def test_a_dish_is_numbered_for_ever(city: Session) -> None:
    first = city.scalars(select(Dish).order_by(Dish.id)).first()

    assert first
    assert (first.id, first.slug) == (1, "banh-da-cua")


def test_a_price_changed_by_hand_is_put_right(city: Session) -> None:
    wrong = update(MenuItem).where(MenuItem.price_min == 3000).values(price_min=1)
    city.execute(wrong)

    load(city, silent)

    assert not city.scalars(select(MenuItem).filter_by(price_min=1)).all()
    assert city.scalars(select(Offer).filter_by(price=3000)).all()


def test_a_stale_offer_is_published_again(city: Session) -> None:
    city.execute(update(Offer).where(Offer.venue_id == 1).values(lon_e6=0))
    before = versions(city)

    load(city, silent)

    assert city.scalar(select(func.min(Offer.lon_e6))) != 0
    assert versions(city)["places"] == before["places"] + 1


def test_a_row_of_a_fact_that_no_file_names_goes(city: Session) -> None:
    here = venue(city, "quynh-beo").id
    city.add(MenuItem(venue_id=here, dish_id=58))
    city.flush()

    load(city, silent)

    served = city.scalars(select(MenuItem.dish_id).filter_by(venue_id=here)).all()
    assert 58 not in served


def test_every_table_is_looked_at(city: Session) -> None:
    assert set(contents(city)) == {*metadata.tables, "sequences"}


def test_a_venue_put_right_says_when(city: Session) -> None:
    city.execute(update(Venue).where(Venue.id <= 2).values(updated_at=date(2020, 1, 1)))
    city.execute(text("UPDATE venues SET name = 'x' WHERE id = 1"))

    load(city, silent)
    city.expire_all()

    assert city.get_one(Venue, 1).updated_at.year > 2020
    assert city.get_one(Venue, 2).updated_at.year == 2020
