"""The health facilities of the seeds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area, AreaKind
from citizen_api.facilities.models import Facility
from citizen_api.versions import FACILITIES, bump
from geo.names import fold
from seeds.files import Record
from seeds.keeping import Row, keep

MICRO = 1_000_000


def load_facilities(session: Session, record: Record) -> int:
    """Keep the facilities, whose wards are there already; how many rows changed."""
    named = select(Area.code, Area.id, Area.name).where(Area.kind == AreaKind.WARD)
    wards = {code: (number, name) for code, number, name in session.execute(named)}
    rows = [_row(told, *wards.get(told["ward"], (None, ""))) for told in _all(record)]
    changed = keep(session, Facility, rows, key=["code"])
    if changed:
        bump(session, FACILITIES)
    return changed


def _all(record: Record) -> list[Record]:
    told: list[Record] = record["facilities"]
    return told


def _row(told: Record, ward_id: int | None, ward: str) -> Row:
    lon, lat = told["lon"], told["lat"]
    return {
        "code": told["code"],
        "name": told["name"],
        "folded": fold(" ".join([told["name"], told["address"] or "", ward])),
        "kind": told["kind"],
        "address": told["address"],
        "ward_id": ward_id,
        "lon_e6": None if lon is None else round(lon * MICRO),
        "lat_e6": None if lat is None else round(lat * MICRO),
        "accuracy_m": told["accuracy_m"],
        "takes": told["takes"],
        "invented": told["invented"],
    }
