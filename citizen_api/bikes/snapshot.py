"""One look at everything that the feeds tell, in one database snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlalchemy import Connection

from citizen_api.bikes.counts import ALL_AT_ONCE
from citizen_api.schedules.evaluating import open_bits
from citizen_api.schedules.queries import load_all
from citizen_api.tariffs.plans import Plan, plans_on

Texts = dict[str, str]

SYSTEM: Final = "SELECT code, name, facts FROM bike_systems WHERE ours"
STATIONS: Final = f"""
SELECT slug, name, address, lon_e6, lat_e6, accuracy_m, ward, ward_name, capacity,
       docks_disabled, is_virtual, parking_type, simulated, hours, available, by_type,
       disabled, docks_available, installed, renting, taking_back
FROM ({ALL_AT_ONCE}) counted WHERE ours ORDER BY id
"""  # noqa: S608 - our own words
# By the public id: the order must not tell which bike it was before its last trip.
VEHICLES: Final = """
SELECT b.vehicle_id, b.type_id, s.slug, b.lon_e6, b.lat_e6, b.state,
       coalesce(b.range_m, b.battery * t.max_range_m / 100, 0), t.max_range_m
FROM bikes b
JOIN bike_types t ON t.id = b.type_id
LEFT JOIN stations s ON s.id = b.station_id AND s.removed_at IS NULL
WHERE b.state IN ('available', 'reserved', 'non_operational')
  AND (s.id IS NOT NULL OR b.lon_e6 IS NOT NULL)
ORDER BY b.vehicle_id
"""
TYPES: Final = """
SELECT id, name, form_factor, propulsion, max_range_m, plan_ids, reserve_min
FROM bike_types ORDER BY id
"""
ALERTS: Final = """
SELECT a.id, a.type, a.starts_at, a.ends_at, a.summary, a.description, a.updated_at,
       coalesce(array_agg(s.slug ORDER BY s.id) FILTER (WHERE s.id IS NOT NULL), '{}')
FROM bike_alerts a
LEFT JOIN stations s ON s.id = ANY (a.station_ids) AND s.removed_at IS NULL
WHERE a.ends_at IS NULL OR a.ends_at > %(now)s
GROUP BY a.id ORDER BY a.starts_at, a.id
"""
ZONES: Final = """
SELECT name, ST_AsGeoJSON(shape, 6), ride_start, ride_end, ride_through,
       station_parking, max_kph
FROM bike_zones ORDER BY ride_end, id
"""


class StationFacts(NamedTuple):
    """A station as the feeds tell of it."""

    slug: str
    name: Texts
    address: Texts | None
    lon_e6: int
    lat_e6: int
    accuracy_m: int | None
    ward: str | None
    ward_name: str | None
    capacity: int | None
    docks_disabled: int
    is_virtual: bool
    parking_type: str | None
    simulated: bool
    hours: str | None
    available: int
    by_type: dict[str, int]
    disabled: int
    docks_available: int | None
    installed: bool
    renting: bool
    returning: bool


class Vehicle(NamedTuple):
    """A bike that anybody may see standing somewhere."""

    vehicle_id: UUID
    type_id: str
    station: str | None
    lon_e6: int | None
    lat_e6: int | None
    state: str
    range_m: int
    max_range_m: int | None


class TypeFacts(NamedTuple):
    """A kind of bike; `plan_ids`: the tariffs it may be rented by."""

    id: str
    name: Texts
    form_factor: str
    propulsion: str
    max_range_m: int | None
    plan_ids: list[str]
    reserve_min: int


class Alert(NamedTuple):
    """What riders should know, until it is over."""

    id: UUID
    type: str
    starts_at: datetime
    ends_at: datetime | None
    summary: Texts
    description: Texts | None
    updated_at: datetime
    stations: list[str]


class Zone(NamedTuple):
    """An area with its rules; `shape` is a GeoJSON MultiPolygon."""

    name: Texts
    shape: dict[str, Any]
    ride_start: bool
    ride_end: bool
    ride_through: bool
    station_parking: bool
    max_kph: int | None


@dataclass(frozen=True)
class Snapshot:
    """Everything that the feeds tell, as it was `at` one moment."""

    at: datetime
    system: str
    name: Texts
    facts: dict[str, Any]
    stations: Sequence[StationFacts]
    vehicles: Sequence[Vehicle]
    types: Sequence[TypeFacts]
    plans: Sequence[Plan]
    alerts: Sequence[Alert]
    zones: Sequence[Zone]

    @property
    def ended_on(self) -> date | None:
        """The last day of the system, when it has one."""
        said = self.facts.get("termination_date")
        return date.fromisoformat(said) if said else None


def take(connection: Connection, at: datetime) -> Snapshot | None:
    """Look at everything; None when the city has no bikes of its own.

    The caller holds a transaction that sees one state of the database throughout.
    """
    ours = connection.exec_driver_sql(SYSTEM).one_or_none()
    if ours is None:
        return None
    asked = {"now": at, "open": open_bits(load_all(connection), at)}

    def rows(sql: str) -> Sequence[Any]:
        return connection.exec_driver_sql(sql, asked).all()

    return Snapshot(
        at=at,
        system=ours.code,
        name=ours.name,
        facts=ours.facts,
        stations=[StationFacts._make(row) for row in rows(STATIONS)],
        vehicles=[Vehicle._make(row) for row in rows(VEHICLES)],
        types=[TypeFacts._make(row) for row in rows(TYPES)],
        plans=plans_on(at.date()),
        alerts=[Alert._make(row) for row in rows(ALERTS)],
        zones=[Zone(row[0], orjson.loads(row[1]), *row[2:]) for row in rows(ZONES)],
    )
