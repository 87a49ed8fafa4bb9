"""The tours of the seeds are true to the venues they visit."""

from datetime import datetime, timedelta
from typing import Any
from unicodedata import is_normalized

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from citizen_api.dishes.rules import PARTS
from citizen_api.schedules.evaluating import HO_CHI_MINH, status
from citizen_api.schedules.queries import holidays, load_all
from citizen_api.tours.models import Tour, TourStop
from citizen_api.tours.rules import Place, legs
from citizen_api.venues.models import Venue
from geo.points import Point
from seeds.files import read
from seeds.load import load

TOURS = read("tours.json")["tours"]
VENUES = {venue["id"]: venue for venue in read("venues.json")["venues"]}
MONDAY = datetime(2026, 11, 23, tzinfo=HO_CHI_MINH)
EACH = pytest.mark.parametrize("tour", TOURS, ids=[tour["id"] for tour in TOURS])
VAGUEST = 310


def texts(tour: dict[str, Any]) -> list[dict[str, str]]:
    notes = [stop["note"] for stop in tour["stops"] if stop["note"]]
    return [tour["name"], tour["summary"], *notes]


@EACH
def test_what_is_eaten_is_on_the_menu(tour: dict[str, Any]) -> None:
    for stop in tour["stops"]:
        menu = {line["dish"] for line in VENUES[stop["venue"]]["dishes"]}
        assert stop["dishes"]
        assert set(stop["dishes"]) <= menu


@EACH
def test_every_stop_has_an_honest_place(tour: dict[str, Any]) -> None:
    for stop in tour["stops"]:
        assert VENUES[stop["venue"]]["coordinate"]["accuracy_m"] <= VAGUEST


@EACH
def test_it_speaks_every_language(tour: dict[str, Any]) -> None:
    for said in texts(tour):
        assert list(said) == ["vi", "en", "ko", "zh", "ja"]
        assert all(text.strip() == text != "" for text in said.values())
        assert all(is_normalized("NFC", text) for text in said.values())


@EACH
def test_it_starts_in_the_part_of_the_day_that_it_names(tour: dict[str, Any]) -> None:
    hour, minute = map(int, tour["set_off"].split(":"))
    start, end = PARTS[tour["part_of_day"]]

    assert start <= hour * 60 + minute < end


@EACH
def test_no_stop_is_known_to_be_closed_when_one_comes_there(
    city: Session, tour: dict[str, Any]
) -> None:
    schedules, calendar = load_all(city.connection()), holidays(city)
    slugs = [stop["venue"] for stop in tour["stops"]]
    found = {
        v.slug: v for v in city.scalars(select(Venue).where(Venue.slug.in_(slugs)))
    }
    venues = [found[slug] for slug in slugs]
    ways = legs(
        [Place(Point.from_micro(v.lon_e6 or 0, v.lat_e6 or 0), None) for v in venues]
    )
    hour, minute = map(int, tour["set_off"].split(":"))
    moment = MONDAY + timedelta(hours=hour, minutes=minute)

    for stop, venue, leg in zip(tour["stops"], venues, ways, strict=True):
        moment += timedelta(minutes=leg.walking_min if leg else 0)
        if venue.schedule_id:
            assert status(schedules[venue.schedule_id], moment, calendar).now, stop
        moment += timedelta(minutes=stop["stay_min"])


def test_a_walk_that_was_changed_by_hand_is_put_right(city: Session) -> None:
    city.execute(update(Tour).values(curated_by="somebody else"))
    city.execute(update(TourStop).values(stay_min=1))
    lines: list[str] = []

    load(city, lines.append)

    assert set(city.scalars(select(Tour.curated_by))) == {"Hải Phòng Citizen"}
    assert 1 not in set(city.scalars(select(TourStop.stay_min)))
    assert lines == ["22 rows written"]


def test_a_stop_that_the_file_does_not_name_goes(city: Session) -> None:
    first = city.scalars(select(Tour).order_by(Tour.id)).first()
    assert first
    stray = {"venue_id": 1, "dish_ids": [1], "note": None, "stay_min": 5}
    city.add(TourStop(tour_id=first.id, position=99, **stray))
    city.flush()

    load(city, lambda line: None)

    assert 99 not in set(city.scalars(select(TourStop.position)))
