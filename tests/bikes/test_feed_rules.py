"""What no schema says of the feeds, and readers rely on all the same."""

import re
import unicodedata
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from citizen_api.bikes import actions, queries
from citizen_api.bikes.models import Bike, State
from citizen_api.bikes.records import AlertType, BikeAlert
from citizen_api.schedules.actions import ensure_schedules
from citizen_api.schedules.queries import holidays
from geo.points import Point
from tests.bikes.riding import (
    OPERA,
    Json,
    add_no_return_zone,
    addresses,
    bikes_at,
    feed,
    pass_time,
    ride_in,
    ride_off,
    set_station,
    status,
    vehicles,
)
from tests.conftest import NOON
from tests.factories import changing, database_of

KNOWN = {"text", "language"}
CLOSED = {"vi": "Trạm đóng cửa", "en": "The station is closed"}


def strings(value: object) -> list[str]:
    """Every text in a document, the names of members too."""
    if isinstance(value, dict):
        return [*value, *(each for held in value.values() for each in strings(held))]
    if isinstance(value, list):
        return [each for held in value for each in strings(held)]
    return [value] if isinstance(value, str) else []


def everything(client: FlaskClient) -> str:
    """All feeds as one text."""
    return "\n".join(client.get(path).text for _, _, path in addresses(client))


def alert(app: Flask, **about: object) -> None:
    with changing(app) as session:
        place = queries.station(session, OPERA)
        values = {
            "type": AlertType.STATION_CLOSURE,
            "starts_at": NOON - timedelta(hours=1),
            "ends_at": NOON + timedelta(hours=1),
            "station_ids": [place.id],
            "summary": CLOSED,
            "updated_at": NOON,
        }
        session.add(BikeAlert(**(values | about)))


def test_a_bike_in_a_rental_is_in_no_feed_and_no_count(fresh: Flask) -> None:
    client = fresh.test_client()
    with changing(fresh) as session:
        public_id = str(bikes_at(session, OPERA)[0].vehicle_id)
    before = status(client, OPERA)["num_vehicles_available"]
    assert public_id in everything(client)

    ride_off(fresh)
    pass_time(fresh, seconds=31)

    assert status(client, OPERA)["num_vehicles_available"] == before - 1
    assert public_id not in everything(client)


def test_a_bike_that_is_being_unlocked_is_not_counted_and_still_takes_room(
    fresh: Flask,
) -> None:
    client = fresh.test_client()
    with changing(fresh) as session:
        actions.claim(session, bikes_at(session, OPERA)[0], at=NOON)

    shown = status(client, OPERA)

    assert shown["num_vehicles_available"] == 6
    assert shown["num_docks_available"] == 12 - 7
    assert len([v for v in vehicles(client) if v["station_id"] == OPERA]) == 6


def test_a_reserved_bike_is_listed_and_not_counted(fresh: Flask) -> None:
    client = fresh.test_client()
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0]
        actions.reserve(session, bike, at=NOON)
        public_id = str(bike.vehicle_id)

    assert status(client, OPERA)["num_vehicles_available"] == 6
    shown = {each["vehicle_id"]: each for each in vehicles(client)}
    assert shown[public_id]["is_reserved"]
    assert sum(each["is_reserved"] for each in shown.values()) == 1


def test_a_broken_bike_is_listed_as_disabled_and_counted_so(fresh: Flask) -> None:
    client = fresh.test_client()
    with changing(fresh) as session:
        bike = bikes_at(session, OPERA)[0]
        actions.report_fault(session, bike, "flat tyre", at=NOON)
        public_id = str(bike.vehicle_id)

    shown = status(client, OPERA)

    assert shown["num_vehicles_available"] == 6
    assert shown["num_vehicles_disabled"] == 1
    assert [v["vehicle_id"] for v in vehicles(client) if v["is_disabled"]] == [
        public_id
    ]


def test_a_vehicle_has_another_id_after_every_trip(fresh: Flask) -> None:
    client = fresh.test_client()
    before = {each["vehicle_id"] for each in vehicles(client)}

    ride_in(fresh, ride_off(fresh))
    pass_time(fresh, seconds=31)

    after = {each["vehicle_id"] for each in vehicles(client)}
    assert len(after) == len(before)
    assert len(after - before) == 1


def test_the_order_of_vehicles_does_not_tell_which_bike_it_was(fresh: Flask) -> None:
    shown = [each["vehicle_id"] for each in vehicles(fresh.test_client())]

    assert shown == sorted(shown)


def test_a_range_is_too_coarse_to_follow_a_bike_by(client: FlaskClient) -> None:
    motors = [v for v in vehicles(client) if v["vehicle_type_id"] == "electric"]

    assert motors
    assert all(each["current_range_meters"] % 1000 == 0 for each in motors)
    assert not any("last_reported" in each for each in vehicles(client))


def test_no_plate_token_or_code_is_in_any_feed(fresh: Flask) -> None:
    said = everything(fresh.test_client())

    with changing(fresh) as session:
        bikes = session.scalars(select(Bike)).all()
        assert bikes
        for bike in bikes:
            for secret in (bike.number, bike.token, bike.code):
                assert secret not in said


def test_the_bikes_of_a_station_are_those_that_it_counts(fresh: Flask) -> None:
    ride_off(fresh)
    with changing(fresh) as session:
        actions.reserve(session, bikes_at(session, OPERA)[0], at=NOON)
        actions.report_fault(session, bikes_at(session, OPERA)[0], "bell", at=NOON)
    client = fresh.test_client()
    listed = Counter(
        (each["station_id"], each["vehicle_type_id"])
        for each in vehicles(client)
        if not each["is_disabled"] and not each["is_reserved"]
    )

    for each in feed(client, "station_status")["stations"]:
        by_type = {
            kind["vehicle_type_id"]: kind["count"]
            for kind in each["vehicle_types_available"]
        }
        assert len(by_type) == len(each["vehicle_types_available"])
        assert sum(by_type.values()) == each["num_vehicles_available"]
        for kind, count in by_type.items():
            assert listed[each["station_id"], kind] == count


def test_feeds_and_what_is_away_add_up_to_the_fleet(fresh: Flask) -> None:
    ride_off(fresh)
    with changing(fresh) as session:
        first, second, third, fourth, *_ = bikes_at(session, OPERA)
        actions.reserve(session, first, at=NOON)
        actions.report_fault(session, second, "brake", at=NOON)
        actions.withdraw(session, third, State.MISSING, at=NOON, reason="gone")
        actions.claim(session, fourth, at=NOON)
    client = fresh.test_client()

    fleet = queries.fleet(database_of(fresh))

    assert sum(fleet[:5]) == fleet.total
    assert (fleet.reserved, fleet.disabled) == (1, 1)
    assert (fleet.on_trip, fleet.elsewhere) == (2, 1)
    counted = feed(client, "station_status")["stations"]
    assert sum(s["num_vehicles_available"] for s in counted) == fleet.available
    assert sum(s["num_vehicles_disabled"] for s in counted) == fleet.disabled
    listed = fleet.available + fleet.reserved + fleet.disabled
    assert len(vehicles(client)) == listed


def test_a_full_station_takes_bikes_all_the_same(fresh: Flask) -> None:
    client = fresh.test_client()
    set_station(fresh, OPERA, capacity=3)

    shown = status(client, OPERA)

    assert "num_docks_available" not in shown
    assert shown["is_returning"]
    (told,) = (
        each
        for each in feed(client, "station_status", "2")["stations"]
        if each["station_id"] == OPERA
    )
    assert "num_docks_available" not in told


@pytest.mark.parametrize("why", [{"is_virtual": False}, {"is_returning": False}])
def test_where_no_bike_may_be_brought_the_feed_says_that_there_is_no_room(
    fresh: Flask, why: dict[str, bool]
) -> None:
    set_station(fresh, OPERA, capacity=3, **why)

    assert status(fresh.test_client(), OPERA)["num_docks_available"] == 0


def test_an_empty_station_says_that_it_rents(fresh: Flask) -> None:
    for _ in range(7):
        ride_off(fresh)

    shown = status(fresh.test_client(), OPERA)

    assert (shown["num_vehicles_available"], shown["is_renting"]) == (0, True)


def test_broken_docks_are_no_room(fresh: Flask) -> None:
    set_station(fresh, OPERA, docks_disabled=4)

    shown = status(fresh.test_client(), OPERA)

    assert (shown["num_docks_disabled"], shown["num_docks_available"]) == (4, 1)


def test_outside_opening_hours_nothing_is_rented_but_the_counts_stay(
    fresh: Flask,
) -> None:
    with changing(fresh) as session:
        text = "Mo-Su 05:00-11:00"
        hours = ensure_schedules(session, [text], holidays(session))[text]
    set_station(fresh, OPERA, schedule_id=hours)
    client = fresh.test_client()

    shown = status(client, OPERA)

    assert not shown["is_renting"]
    assert shown["is_returning"]
    assert shown["num_vehicles_available"] == 7


def test_a_closed_station_neither_rents_nor_takes(fresh: Flask) -> None:
    alert(fresh)
    client = fresh.test_client()

    shown = status(client, OPERA)

    assert not shown["is_renting"]
    assert not shown["is_returning"]
    assert status(client, "hp-002")["is_renting"]
    told = feed(client, "system_alerts")["alerts"]
    assert [each["station_ids"] for each in told] == [[OPERA]]


def test_an_alert_is_gone_once_it_is_over(fresh: Flask) -> None:
    alert(fresh)
    pass_time(fresh, hours=1)
    client = fresh.test_client()

    assert feed(client, "system_alerts")["alerts"] == []
    assert status(client, OPERA)["is_renting"]


def test_a_closure_to_come_is_told_and_does_not_close_yet(fresh: Flask) -> None:
    alert(fresh, starts_at=NOON + timedelta(minutes=30))
    client = fresh.test_client()

    assert len(feed(client, "system_alerts")["alerts"]) == 1
    assert status(client, OPERA)["is_renting"]


def test_a_closed_system_closes_every_station(fresh: Flask) -> None:
    alert(fresh, type=AlertType.SYSTEM_CLOSURE, station_ids=[])
    counted = feed(fresh.test_client(), "station_status")["stations"]

    assert not any(each["is_renting"] for each in counted)


@pytest.mark.parametrize("major", ["3", "2"])
def test_every_station_is_in_both_feeds(client: FlaskClient, major: str) -> None:
    where = "station_information" if major == "3" else "vi/station_information"
    told = [s["station_id"] for s in feed(client, where, major)["stations"]]
    counted = feed(client, "station_status", major)["stations"]

    assert len(set(told)) == len(told) == 24
    assert told == [each["station_id"] for each in counted]


def test_what_is_referred_to_is_there(client: FlaskClient) -> None:
    regions = {each["region_id"] for each in feed(client, "system_regions")["regions"]}
    plans = {e["plan_id"] for e in feed(client, "system_pricing_plans")["plans"]}
    types = feed(client, "vehicle_types")["vehicle_types"]

    stations = feed(client, "station_information")["stations"]
    assert {each["region_id"] for each in stations} == regions
    for each in types:
        assert each["default_pricing_plan_id"] in plans
        assert set(each["pricing_plan_ids"]) <= plans
    named = {each["vehicle_type_id"] for each in types}
    assert {each["vehicle_type_id"] for each in vehicles(client)} <= named


def test_every_text_is_in_every_language_in_nfc_without_markup(
    client: FlaskClient,
) -> None:
    def look(value: object) -> None:
        first = value[0] if isinstance(value, list) and value else None
        if isinstance(first, dict) and first.keys() == KNOWN:
            assert [each["language"] for each in value] == ["vi", "en"]
            assert all(each["text"].strip() for each in value)
        held = value.values() if isinstance(value, dict) else value
        for each in held if isinstance(value, dict | list) else ():
            look(each)

    for version, _, path in addresses(client):
        document = client.get(path).json
        if version == "3.0":
            look(document)
        for text in strings(document):
            assert unicodedata.is_normalized("NFC", text)
            assert not re.search(r"[<>\x00-\x1f]|&\w+;", text)


def test_times_carry_the_offset_of_the_city(client: FlaskClient) -> None:
    for version, _, path in addresses(client):
        told_at = client.get(path).json["last_updated"]
        if version == "3.0":
            assert told_at == "2026-11-21T12:00:00+07:00"
        else:
            assert told_at == int(NOON.timestamp())


def test_what_is_ours_alone_begins_with_an_underscore(client: FlaskClient) -> None:
    station = feed(client, "station_information")["stations"][0]

    assert station["_simulated"] is True
    assert station["_accuracy_m"] == 80


def test_versions_rise_and_old_clients_are_not_led_to_the_new_one(
    client: FlaskClient,
) -> None:
    versions = [e["version"] for e in feed(client, "gbfs_versions")["versions"]]
    assert versions == ["2.3", "3.0"]

    for listed in feed(client, "gbfs", "2").values():
        assert "gbfs_versions" not in {each["name"] for each in listed["feeds"]}


def test_no_feed_is_listed_twice(client: FlaskClient) -> None:
    names = [each["name"] for each in feed(client, "gbfs")["feeds"]]

    assert len(set(names)) == len(names) == 10


def test_every_zone_has_rules_for_all_types_and_closed_rings(fresh: Flask) -> None:
    add_no_return_zone(fresh, 106.68, 20.86)
    held = feed(fresh.test_client(), "geofencing_zones")
    zones = held["geofencing_zones"]["features"]

    assert [z["properties"]["rules"][0]["ride_end_allowed"] for z in zones] == [
        False,  # the first zone of a place is the one that counts
        True,
    ]
    types = ["bicycle", "electric"]
    assert held["global_rules"][0]["vehicle_type_ids"] == types
    for zone in zones:
        assert zone["properties"]["rules"][0]["vehicle_type_ids"] == types
        ensure_rings(zone)


def ensure_rings(zone: Json) -> None:
    for polygon in zone["geometry"]["coordinates"]:
        for ring in polygon:
            assert ring[0] == ring[-1]
            assert all(106 < lon < 107.2 and 20 < lat < 21.3 for lon, lat in ring)


def test_a_bike_left_on_the_street_is_listed_with_its_place(fresh: Flask) -> None:
    bike = ride_off(fresh)
    with changing(fresh) as session:
        where = actions.Where(point=Point(106.7, 20.85))
        actions.bring(session, queries.bike(session, bike), where, at=NOON)

    free = [v for v in vehicles(fresh.test_client()) if "station_id" not in v]

    assert [(each["lon"], each["lat"]) for each in free] == [(106.7, 20.85)]
