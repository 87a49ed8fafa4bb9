"""Every feed has the fields that its readers need; most of them no schema asks for."""

from collections.abc import Mapping
from typing import Final

import pytest
from flask.testing import FlaskClient

from tests.bikes.riding import Json, feed

SYSTEM = "system_id name operator timezone feed_contact_email terms_url"
STATION = "station_id name lat lon address region_id capacity is_virtual_station"
DOCKS = "num_docks_available num_docks_disabled is_installed is_renting is_returning"
PLAN = "plan_id name currency price is_taxable description per_min_pricing"
TYPE = "vehicle_type_id form_factor propulsion_type name return_constraint"
PLANS = "default_reserve_time default_pricing_plan_id pricing_plan_ids"
THERE = "is_reserved is_disabled vehicle_type_id"
# By feed: the list in it, "" for the feed itself, and what each of that has.
IN_3: Final[Mapping[str, tuple[str, str]]] = {
    "gbfs": ("feeds", "name url"),
    "gbfs_versions": ("versions", "version url"),
    "system_information": (
        "",
        f"{SYSTEM} languages license_id opening_hours terms_last_updated privacy_url"
        " privacy_last_updated",
    ),
    "vehicle_types": ("vehicle_types", f"{TYPE} {PLANS}"),
    "station_information": (
        "stations",
        f"{STATION} parking_type station_opening_hours rental_uris",
    ),
    "station_status": (
        "stations",
        f"station_id num_vehicles_available vehicle_types_available {DOCKS}"
        " num_vehicles_disabled last_reported",
    ),
    "vehicle_status": ("vehicles", f"vehicle_id station_id {THERE}"),
    "system_regions": ("regions", "region_id name"),
    "system_pricing_plans": ("plans", PLAN),
    "system_alerts": ("alerts", ""),
    "geofencing_zones": ("", "geofencing_zones global_rules"),
}
IN_2: Final[Mapping[str, tuple[str, str]]] = {
    "vi/system_information": (
        "",
        f"{SYSTEM} language license_url terms_last_updated privacy_url"
        " privacy_last_updated",
    ),
    "vi/vehicle_types": ("vehicle_types", f"{TYPE} {PLANS}"),
    "vi/station_information": ("stations", f"{STATION} parking_type rental_uris"),
    "station_status": (
        "stations",
        f"station_id num_bikes_available vehicle_types_available {DOCKS}"
        " num_bikes_disabled last_reported",
    ),
    "free_bike_status": ("bikes", f"bike_id station_id {THERE}"),
    "vi/system_regions": ("regions", "region_id name"),
    "vi/system_pricing_plans": ("plans", PLAN),
    "vi/system_alerts": ("alerts", ""),
    "vi/geofencing_zones": ("", "geofencing_zones"),
}
CASES = [
    *(("3", name, *what) for name, what in IN_3.items()),
    *(("2", name, *what) for name, what in IN_2.items()),
]


@pytest.mark.parametrize(("major", "name", "held", "needed"), CASES)
def test_a_feed_has_the_fields_that_readers_need(
    client: FlaskClient, major: str, name: str, held: str, needed: str
) -> None:
    data = feed(client, name, major)
    rows: list[Json] = data[held] if held else [data]

    assert rows or name.endswith("system_alerts")
    lacking = {field for row in rows for field in set(needed.split()) - row.keys()}
    assert lacking == set()


def test_each_kind_with_a_motor_says_how_far_it_goes(client: FlaskClient) -> None:
    for each in feed(client, "vehicle_types")["vehicle_types"]:
        human = each["propulsion_type"] == "human"
        assert human or each["max_range_meters"] > 0


def test_each_bike_with_a_motor_says_how_far_it_goes(client: FlaskClient) -> None:
    motors = [
        each
        for each in feed(client, "vehicle_status")["vehicles"]
        if each["vehicle_type_id"] == "electric"
    ]

    assert motors
    assert all("current_range_meters" in each for each in motors)
