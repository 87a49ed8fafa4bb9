"""The city's bikes: stations as published, and made-up bikes that stand there."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final

from geoalchemy2.shape import from_shape, to_shape
from shapely import MultiPolygon, Point, Polygon, get_parts, unary_union
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area, AreaKind
from citizen_api.bikes.actions import NewBike, add
from citizen_api.bikes.models import BikeSystem, BikeType, Station
from citizen_api.bikes.records import BikeZone
from seeds.files import Record
from seeds.keeping import Row, keep

Wards = dict[int, BaseGeometry]

FEWEST, MOST = 10, 20  # "10-20 bikes each in marked boxes", anhp.vn 2023-02-22
FULL: Final = 0.6
ELECTRIC_EVERY: Final = 5
FULL_RANGE_M: Final = 90_000
BEGAN: Final = datetime(2023, 2, 21, 17, tzinfo=UTC)
SIMPLER_BY: Final = 0.0003  # degrees, about 30 m


def load_bikes(session: Session, record: Record) -> int:
    """Keep the city's own system, its stations and bikes; how many rows changed.

    A bike that is there is left alone, wherever it was ridden to.
    """
    system = record["system"]
    row = {**system, "ours": True}
    mine = BikeSystem.code == system["code"]
    changed = keep(session, BikeSystem, [row], key=["code"], within=mine)
    changed += keep(session, BikeType, record["types"], key=["id"])
    number = session.scalars(select(BikeSystem.id).where(mine)).one()
    wards = _wards(session)
    stations = [_station(each, number, wards) for each in record["stations"]]
    changed += keep(
        session,
        Station,
        stations,
        key=["slug"],
        within=Station.slug.in_([each["slug"] for each in stations]),
    )
    changed += _keep_service_area(session, record["service_area"], stations, wards)
    ids = dict(session.execute(select(Station.slug, Station.id)).all())
    new = [each for station in stations for each in _bikes(station, ids)]
    return changed + add(session, new, at=BEGAN, made_up=True)


def _wards(session: Session) -> Wards:
    wanted = select(Area.id, Area.shape).where(Area.kind == AreaKind.WARD)
    found = session.execute(wanted)
    return {number: to_shape(shape) for number, shape in found if shape is not None}


def _station(told: Record, system: int, wards: Wards) -> Row:
    slug = f"hp-{told['code']}"
    place = Point(told["lon"], told["lat"])
    within = (number for number, shape in wards.items() if shape.contains(place))
    return {
        "system_id": system,
        "told_id": slug,
        "slug": slug,
        "name": told["name"],
        "address": told["address"],
        "lon_e6": round(told["lon"] * 1e6),
        "lat_e6": round(told["lat"] * 1e6),
        "accuracy_m": told["accuracy_m"],
        "basis": told["basis"],
        "place_note": told["note"],
        "ward_id": next(within, None),
        "capacity": FEWEST + _number(slug) % (MOST - FEWEST + 1),
        "is_virtual": True,
        "parking_type": "sidewalk_parking",
        "simulated": True,
    }


def _bikes(station: Row, ids: dict[str, int]) -> Iterator[NewBike]:
    """The made-up bikes that begin at a station; each fifth has a motor."""
    digits = station["slug"].removeprefix("hp-")
    for nth in range(1, round(station["capacity"] * FULL) + 1):
        number = f"HP{digits}{nth:02d}"
        motor = nth % ELECTRIC_EVERY == 0
        battery = 50 + _number(number) % 51
        yield NewBike(
            number=number,
            type_id="electric" if motor else "bicycle",
            station_id=ids[station["slug"]],
            battery=battery if motor else None,
            range_m=FULL_RANGE_M * battery // 100 if motor else None,
        )


def _number(text: str) -> int:
    """A number that a text always has."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest())


def _keep_service_area(
    session: Session,
    told: Record,
    stations: list[Row],
    wards: Wards,
) -> int:
    """The wards that have stations: where bikes may be ridden from and to."""
    served = {each["ward_id"] for each in stations if each["ward_id"]}
    area = unary_union([wards[number] for number in served]).simplify(SIMPLER_BY)
    parts = [part for part in get_parts(area) if isinstance(part, Polygon)]
    row = {
        **told,
        "shape": from_shape(MultiPolygon(parts), 4326, extended=True),
        "ride_start": True,
        "ride_end": True,
        "ride_through": True,
        "station_parking": True,
        "max_kph": 25,
    }
    mine = BikeZone.code == told["code"]
    return keep(session, BikeZone, [row], key=["code"], within=mine)
