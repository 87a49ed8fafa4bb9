"""The feeds of 3.0 as 2.3 has them: other names, one language, POSIX time. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

VERSION: Final = "2.3"
LICENCES: Final = {
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
RENAMED: Final = {
    "num_vehicles_available": "num_bikes_available",
    "num_vehicles_disabled": "num_bikes_disabled",
    "vehicle_id": "bike_id",
    "vehicles": "bikes",
}
TRANSLATION: Final = {"text", "language"}
UNKNOWN_TO_IT: Final = {
    "attribution_organization_name",
    "attribution_url",
    "languages",
    "license_id",
    "opening_hours",
    "station_opening_hours",
    "termination_date",
}


def older(data: Any, language: str) -> Any:
    """What a feed of 3.0 holds, as 2.3 says it in one language."""
    if isinstance(data, datetime):
        return int(data.timestamp())
    if isinstance(data, list):
        first = data[0] if data else None
        if isinstance(first, dict) and first.keys() == TRANSLATION:
            said = {each["language"]: each["text"] for each in data}
            return said.get(language, first["text"])
        return [older(each, language) for each in data]
    if isinstance(data, dict):
        return {
            RENAMED.get(name, name): older(value, language)
            for name, value in data.items()
            if name not in UNKNOWN_TO_IT
        }
    return data


def system_information(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Who runs the bikes; the licence is an address in 2.3."""
    licence = LICENCES.get(data.get("license_id", ""))
    told: dict[str, Any] = older(data, language)
    told["language"] = language
    return told | ({"license_url": licence} if licence else {})


def geofencing_zones(data: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Zones with the rules of 2.3, which knows no rules for everywhere else."""
    told: dict[str, Any] = older(data["geofencing_zones"], language)
    for feature in told["features"]:
        rules = feature["properties"]["rules"]
        feature["properties"]["rules"] = [_rule(rule) for rule in rules]
    return {"geofencing_zones": told}


def vehicle_status(data: Mapping[str, Any]) -> dict[str, Any]:
    """The bikes; they are many, so this does not look into each value."""
    return {
        "bikes": [
            {RENAMED.get(name, name): value for name, value in each.items()}
            for each in data["vehicles"]
        ]
    }


def discovery(addresses: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Where each feed is, by language."""
    return {
        language: {"feeds": [{"name": n, "url": url} for n, url in feeds.items()]}
        for language, feeds in addresses.items()
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    kept = {
        "vehicle_type_id": rule["vehicle_type_ids"],
        "ride_allowed": rule["ride_start_allowed"] and rule["ride_end_allowed"],
    }
    for name in ("ride_through_allowed", "station_parking", "maximum_speed_kph"):
        if name in rule:
            kept[name] = rule[name]
    return kept
