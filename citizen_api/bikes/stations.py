"""Questions about stations: which are near, and what do they count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from psycopg.types.numeric import Int4

from citizen_api.bikes.counts import ONE_BY_ONE
from citizen_api.db import Database
from geo.bbox import Bbox
from geo.points import Point

CENTRE: Final = "ST_Point(%(lon)s, %(lat)s, 4326)::geography"
COLUMNS: Final = """
id, slug, name, address, lon_e6, lat_e6, accuracy_m, basis, ward, ward_name, system,
system_name, ours, capacity, docks_disabled, is_virtual, simulated, hours, available,
by_type, disabled, docks_available, installed, renting, taking_back, as_of
"""
FOUND: Final = f"""
SELECT {COLUMNS}, NULL AS metres FROM ({ONE_BY_ONE} {{within}}) counted
WHERE {{true}} ORDER BY id LIMIT %(limit)s
"""  # noqa: S608 - our own words
METRES: Final = f"place <-> {CENTRE}"
# The order by distance is all of the inner one: so it is read off the index.
NEAREST: Final = f"""
SELECT * FROM (
    SELECT {COLUMNS}, {METRES} AS metres FROM ({ONE_BY_ONE} {{within}}) counted
    WHERE {{true}} ORDER BY {METRES} FETCH FIRST %(limit)s ROWS WITH TIES
) near ORDER BY metres, id LIMIT %(limit)s
"""  # noqa: S608 - our own words
NAMED: Final = f"""
SELECT {COLUMNS}, NULL AS metres FROM ({ONE_BY_ONE} AND s.slug = %(slug)s) counted
"""  # noqa: S608 - our own words
PLACE_NOTE: Final = "SELECT place_note FROM stations WHERE id = %(station)s"


class Row(NamedTuple):
    """A station with its counts at a moment; `metres` from where one asked."""

    id: int
    slug: str
    name: dict[str, str]
    address: dict[str, str] | None
    lon_e6: int
    lat_e6: int
    accuracy_m: int | None
    basis: str | None
    ward: str | None
    ward_name: str | None
    system: str
    system_name: dict[str, str]
    ours: bool
    capacity: int | None
    docks_disabled: int
    is_virtual: bool
    simulated: bool
    hours: str | None
    available: int
    by_type: dict[str, int]
    disabled: int
    docks_available: int | None
    installed: bool
    renting: bool
    returning: bool
    as_of: datetime | None
    metres: float | None


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which stations are asked for; all conditions must hold.

    `bikes`: so many can be rented there now, of `kind` when that is given; `room`: so
    many can be brought; `ours`: of our own system only. `after`: the metres (None
    without a centre) and number of the station that the page before ended with.
    """

    centre: Point | None = None
    radius: float | None = None
    bbox: Bbox | None = None
    bikes: int | None = None
    kind: str | None = None
    room: int | None = None
    system: str | None = None
    ours: bool = False
    limit: int = 20
    after: tuple[float | None, int] | None = None


def stations(
    database: Database, asked: Question, opened: bytes, now: datetime
) -> list[Row]:
    """The stations asked for, the nearest first; without a centre, the oldest first.

    `opened`: one bit per schedule, set when it is open now.
    """
    rows = database.find(*statement(asked, opened, now))
    return [Row._make(row) for row in rows]


def statement(
    asked: Question, opened: bytes, now: datetime
) -> tuple[str, dict[str, Any]]:
    """What is asked of the database, with its values."""
    values: dict[str, Any] = {"now": now, "open": opened, "limit": Int4(asked.limit)}
    within, true = ["true"], ["true"]
    if asked.centre is not None:
        values |= {"lon": asked.centre.lon, "lat": asked.centre.lat}
        if asked.radius is not None:
            within.append(f"ST_DWithin(s.place, {CENTRE}, %(radius)s)")
            values["radius"] = asked.radius
    if asked.bbox is not None:
        within.append("s.lon_e6 BETWEEN %(west)s AND %(east)s")
        within.append("s.lat_e6 BETWEEN %(south)s AND %(north)s")
        values |= _micro(asked.bbox)
    if asked.system is not None:
        within.append("y.code = %(system)s")
        values["system"] = asked.system
    if asked.ours:
        within.append("y.ours")
    _need(asked, true, values)
    if asked.after is not None:
        further = f"({METRES}, id) > (%(metres)s::float8, %(id)s)"
        true.append("id > %(id)s" if asked.centre is None else further)
        values |= {"metres": asked.after[0], "id": Int4(asked.after[1])}
    sql = FOUND if asked.centre is None else NEAREST
    sql = sql.replace("{within}", f"AND {' AND '.join(within)}")
    return sql.replace("{true}", " AND ".join(true)), values


def station(database: Database, slug: str, opened: bytes, now: datetime) -> Row | None:
    """The station with this id on the wire."""
    rows = database.find(NAMED, {"slug": slug, "open": opened, "now": now})
    return Row._make(rows[0]) if rows else None


def place_note(database: Database, station_id: int) -> str | None:
    """How the place of a station was found, in words."""
    found = database.find(PLACE_NOTE, {"station": Int4(station_id)})
    note: str | None = found[0][0]
    return note


def _need(asked: Question, true: list[str], values: dict[str, Any]) -> None:
    if asked.kind is not None:
        true.append("renting AND coalesce((by_type ->> %(kind)s)::int, 0) >= %(bikes)s")
        values |= {"kind": asked.kind, "bikes": Int4(asked.bikes or 1)}
    elif asked.bikes is not None:
        true.append("renting AND available >= %(bikes)s")
        values["bikes"] = Int4(asked.bikes)
    if asked.room is not None:
        true.append("taking_back AND (docks_available IS NULL")
        true[-1] += " OR docks_available >= %(room)s)"
        values["room"] = Int4(asked.room)


def _micro(box: Bbox) -> dict[str, Int4]:
    sides = {"west": box.west, "south": box.south, "east": box.east, "north": box.north}
    return {name: Int4(round(side * 1e6)) for name, side in sides.items()}
