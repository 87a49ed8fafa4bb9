"""A station on the wire; `schemas` says the same for the OpenAPI file."""

from datetime import datetime
from typing import Any

from citizen_api.bikes.history import STEP, Series
from citizen_api.bikes.prediction import WEEKS, WINDOW, Chance
from citizen_api.bikes.rules import is_stale
from citizen_api.bikes.stations import Row
from geo.geojson import feature, feature_collection, point
from geo.points import Point

ENOUGH = {
    "vi": "Theo những gì trạm này đếm được vào cùng thứ và giờ trước đây.",
    "en": "From what this station counted on the same weekday and hour before.",
}
TOO_LITTLE = {
    "vi": "Chưa đủ dữ liệu trước đây của trạm này để dự đoán.",
    "en": "Not enough history of this station to tell.",
}


def item(row: Row, now: datetime) -> dict[str, Any]:
    """A station in a list."""
    return {
        "id": row.slug,
        "name": _text(row.name),
        "system": {"id": row.system, "name": _text(row.system_name)},
        "address": row.address and _text(row.address),
        "ward": row.ward and {"code": row.ward, "name": row.ward_name},
        "location": point(Point.from_micro(row.lon_e6, row.lat_e6)),
        "accuracy_m": row.accuracy_m,
        "basis": row.basis,
        "distance_m": None if row.metres is None else round(row.metres),
        "capacity": row.capacity,
        "virtual": row.is_virtual,
        "simulated": row.simulated,
        "opening_hours": row.hours or ("24/7" if row.ours else None),
        "installed": row.installed,
        "renting": row.renting,
        "returning": row.returning,
        "bikes": {
            "available": row.available,
            "by_type": row.by_type,
            "disabled": row.disabled,
        },
        "docks": {"available": row.docks_available, "disabled": row.docks_disabled},
        "counted": _counted(row, now),
    }


def collection(rows: list[Row], now: datetime) -> dict[str, Any]:
    """Stations as GeoJSON points."""
    features = []
    for row in rows:
        shown = item(row, now)
        features.append(feature(shown.pop("location"), shown, shown.pop("id")))
    return feature_collection(features)


def series(day: Series) -> dict[str, Any]:
    """The last 24 hours in equal steps; null where nobody counted."""
    return {
        "start": day.start,
        "step_min": int(STEP.total_seconds() // 60),
        "bikes": day.bikes,
        "docks": day.docks,
    }


def prediction(
    arrival: datetime, bike: Chance, room: Chance, *, near: bool
) -> dict[str, Any]:
    """What may be there on arrival, and what that rests on."""
    told = _chance(bike), _chance(room)
    known = any(each["enough_history"] for each in told)
    return {
        "arrive_at": arrival,
        "bike": told[0],
        "room": told[1],
        "enough_history": known,
        "basis": {
            "method": "count-now-moved-as-then" if near else "counts-of-then",
            "weeks": WEEKS,
            "window_min": int(WINDOW.total_seconds() // 60),
        },
        "note": ENOUGH if known else TOO_LITTLE,
    }


def _chance(chance: Chance) -> dict[str, Any]:
    return chance._asdict() | {"enough_history": chance.probability is not None}


def _counted(row: Row, now: datetime) -> dict[str, Any]:
    age = None if row.as_of is None else max(0, int((now - row.as_of).total_seconds()))
    return {"at": row.as_of, "age_s": age, "stale": is_stale(row.as_of, now)}


def _text(said: dict[str, str]) -> dict[str, str | None]:
    return {"vi": said.get("vi"), "en": said.get("en")}
