"""A snapshot as the feeds of GBFS 3.0. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from citizen_api.bikes.codes import station_url
from citizen_api.bikes.snapshot import (
    Alert,
    Snapshot,
    StationFacts,
    Texts,
    TypeFacts,
    Vehicle,
    Zone,
)
from citizen_api.tariffs.published import gbfs_plan

VERSION: Final = "3.0"
LANGUAGES: Final = ("vi", "en")
TIMEZONE: Final = "Asia/Ho_Chi_Minh"
ALWAYS_OPEN: Final = "24/7"
MICRO: Final = 1_000_000
COARSE_M: Final = 1000  # a finer range would tell bikes apart across trips
AS_THEY_ARE: Final = (
    "opening_hours",
    "start_date",
    "termination_date",
    "feed_contact_email",
    "license_id",
    "attribution_url",
    "terms_last_updated",
    "privacy_last_updated",
)
TRANSLATED: Final = ("short_name", "operator", "attribution_organization_name")
UNITS: Final = {"Phường": "Ward", "Xã": "Commune", "Đặc khu": "Special Zone"}
NOWHERE_ELSE: Final = {
    "ride_start_allowed": False,
    "ride_end_allowed": False,
    "ride_through_allowed": True,
    "station_parking": True,
}


def texts(said: Texts) -> list[dict[str, str]]:
    """A text in every language, Vietnamese first: some readers show the first."""
    return [
        {"text": said[name], "language": name} for name in LANGUAGES if name in said
    ]


def system_information(seen: Snapshot, public_url: str) -> dict[str, Any]:
    """Who runs the bikes, by what terms."""
    facts = seen.facts
    terms = f"{public_url}/bikes/terms"
    return {
        "system_id": seen.system,
        "languages": list(LANGUAGES),
        "name": texts(seen.name),
        "timezone": TIMEZONE,
        "url": public_url,
        **{name: facts[name] for name in AS_THEY_ARE if name in facts},
        **{name: texts(facts[name]) for name in TRANSLATED if name in facts},
        "terms_url": texts({name: f"{terms}?lang={name}" for name in LANGUAGES}),
        "privacy_url": texts(
            {name: f"{terms}?lang={name}#privacy" for name in LANGUAGES}
        ),
    }


def vehicle_types(seen: Snapshot) -> dict[str, Any]:
    """The kinds of bikes, each with the tariffs in force."""
    good = {plan.id for plan in seen.plans}
    return {"vehicle_types": [_type(each, good) for each in seen.types]}


def station_information(seen: Snapshot, public_url: str) -> dict[str, Any]:
    """Where the stations are."""
    return {"stations": [_station(each, public_url) for each in seen.stations]}


def station_status(seen: Snapshot) -> dict[str, Any]:
    """What the stations count."""
    types = [each.id for each in seen.types]
    return {"stations": [_status(each, types, seen) for each in seen.stations]}


def vehicle_status(seen: Snapshot) -> dict[str, Any]:
    """The bikes that stand somewhere; one in a rental is not among them."""
    return {"vehicles": [_vehicle(each) for each in seen.vehicles]}


def system_regions(seen: Snapshot) -> dict[str, Any]:
    """The wards that stations lie in."""
    wards = {
        each.ward: each.ward_name
        for each in seen.stations
        if each.ward and each.ward_name
    }
    return {
        "regions": [
            {"region_id": code, "name": texts({"vi": name, "en": _in_english(name)})}
            for code, name in sorted(wards.items())
        ]
    }


def system_pricing_plans(seen: Snapshot) -> dict[str, Any]:
    """The tariffs in force."""
    return {"plans": [gbfs_plan(plan) for plan in seen.plans]}


def system_alerts(seen: Snapshot) -> dict[str, Any]:
    """What riders should know; gone once it is over."""
    return {"alerts": [_alert(each) for each in seen.alerts]}


def geofencing_zones(seen: Snapshot) -> dict[str, Any]:
    """Where one may ride, and where bikes may be left."""
    types = [each.id for each in seen.types]
    features = [_zone(each, types) for each in seen.zones]
    return {
        "geofencing_zones": {"type": "FeatureCollection", "features": features},
        "global_rules": [{"vehicle_type_ids": types, **NOWHERE_ELSE}],
    }


def discovery(addresses: Mapping[str, str]) -> dict[str, Any]:
    """Where each feed is."""
    return {"feeds": [{"name": name, "url": url} for name, url in addresses.items()]}


def _in_english(ward: str) -> str:
    for vietnamese, english in UNITS.items():
        if ward.startswith(vietnamese):
            return f"{ward.removeprefix(vietnamese).strip()} {english}"
    return ward


def _type(kind: TypeFacts, good: set[str]) -> dict[str, Any]:
    plans = [plan for plan in kind.plan_ids if plan in good]
    shown = {
        "vehicle_type_id": kind.id,
        "form_factor": kind.form_factor,
        "propulsion_type": kind.propulsion,
        "name": texts(kind.name),
        "return_constraint": "any_station",
        "default_reserve_time": kind.reserve_min,
        "pricing_plan_ids": plans,
    }
    if plans:
        shown["default_pricing_plan_id"] = plans[0]
    if kind.max_range_m is not None:
        shown["max_range_meters"] = kind.max_range_m
    return shown


def _station(each: StationFacts, public_url: str) -> dict[str, Any]:
    shown = {
        "station_id": each.slug,
        "name": texts(each.name),
        "lat": each.lat_e6 / MICRO,
        "lon": each.lon_e6 / MICRO,
        "address": each.address and each.address["vi"],
        "region_id": each.ward,
        "capacity": each.capacity,
        "is_virtual_station": each.is_virtual,
        "parking_type": each.parking_type,
        "station_opening_hours": each.hours or ALWAYS_OPEN,
        "rental_uris": {"web": station_url(public_url, each.slug)},
        "_accuracy_m": each.accuracy_m,
        "_simulated": each.simulated,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _status(each: StationFacts, types: list[str], seen: Snapshot) -> dict[str, Any]:
    shown = {
        "station_id": each.slug,
        "num_vehicles_available": each.available,
        "vehicle_types_available": [
            {"vehicle_type_id": name, "count": each.by_type.get(name, 0)}
            for name in types
        ],
        "num_vehicles_disabled": each.disabled,
        "num_docks_available": _docks(each),
        "num_docks_disabled": each.docks_disabled,
        "is_installed": each.installed,
        "is_renting": each.renting,
        "is_returning": each.returning,
        "last_reported": seen.at,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _docks(each: StationFacts) -> int | None:
    """The room that is marked; None where a bike may stand though none is left.

    The field is required "except for stations that have unlimited docking capacity
    (e.g. virtual stations)". Routing takes 0 for no drop-off, and no field for room.
    """
    if each.is_virtual and each.returning:
        return each.docks_available or None
    return each.docks_available or 0


def _vehicle(each: Vehicle) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "vehicle_id": str(each.vehicle_id),
        "vehicle_type_id": each.type_id,
        "is_reserved": each.state == "reserved",
        "is_disabled": each.state == "non_operational",
    }
    if each.station is not None:
        shown["station_id"] = each.station
    elif each.lon_e6 is not None and each.lat_e6 is not None:
        shown["lat"], shown["lon"] = each.lat_e6 / MICRO, each.lon_e6 / MICRO
    if each.max_range_m is not None:
        shown["current_range_meters"] = each.range_m // COARSE_M * COARSE_M
    return shown


def _alert(each: Alert) -> dict[str, Any]:
    times = {"start": each.starts_at, "end": each.ends_at}
    shown = {
        "alert_id": str(each.id),
        "type": each.type,
        "times": [{name: at for name, at in times.items() if at is not None}],
        "station_ids": each.stations or None,
        "summary": texts(each.summary),
        "description": each.description and texts(each.description),
        "last_updated": each.updated_at,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _zone(each: Zone, types: list[str]) -> dict[str, Any]:
    rule = {
        "vehicle_type_ids": types,
        "ride_start_allowed": each.ride_start,
        "ride_end_allowed": each.ride_end,
        "ride_through_allowed": each.ride_through,
        "station_parking": each.station_parking,
    }
    if each.max_kph is not None:
        rule["maximum_speed_kph"] = each.max_kph
    return {
        "type": "Feature",
        "geometry": each.shape,
        "properties": {"name": texts(each.name), "rules": [rule]},
    }
