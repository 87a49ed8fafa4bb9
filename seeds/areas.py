"""The areas of the seeds: units with their numbers and shapes, and streets."""

from collections import Counter
from collections.abc import Sequence

from geoalchemy2.shape import from_shape
from shapely import MultiPolygon, Polygon, get_parts
from shapely.geometry import shape
from sqlalchemy.orm import Session

from citizen_api.areas.models import Area, AreaKind
from geo.names import fold
from seeds.files import Record
from seeds.keeping import Key, Row, keep, numbered
from seeds.units import Unit, units


def load_areas(
    session: Session, wards: Record, boundaries: Record, streets: Sequence[Record]
) -> int:
    """Keep wards, former wards and districts, and streets; how many changed.

    Numbers are given in the order of kind and code and never change.
    """
    found = [*units(wards), *_streets(streets)]
    keys: list[Key] = [(unit.kind, unit.code) for unit in found]
    ids = numbered(session, Area, keys, ["kind", "code"])
    shapes = {
        feature["properties"]["code"]: _polygons(feature["geometry"])
        for feature in boundaries["features"]
    }
    rows = [_row(unit, ids, shapes) for unit in found]
    return keep(session, Area, rows, key=["id"])


def _row(unit: Unit, ids: dict[Key, int], shapes: dict[str, MultiPolygon]) -> Row:
    district = (AreaKind.FORMER_DISTRICT, unit.district)
    is_ward = unit.kind is AreaKind.WARD
    return {
        "id": ids[unit.kind, unit.code],
        "kind": unit.kind,
        "code": unit.code,
        "name": unit.name,
        "district_id": ids[district] if unit.district else None,
        "successors": sorted(unit.successors),
        "shape": from_shape(shapes[unit.code], 4326, extended=True)
        if is_ward
        else None,
    }


def _polygons(geometry: Record) -> MultiPolygon:
    """The geometry as a multipolygon, which a ward with islands is."""
    found = shape(geometry)
    return MultiPolygon(
        [part for part in get_parts(found) if isinstance(part, Polygon)]
    )


def _streets(streets: Sequence[Record]) -> list[Unit]:
    """Streets with the wards of today that they run through, as successors.

    Names repeat from town to town, so a code is the name and the first ward.
    """
    seen: Counter[str] = Counter()
    found = []
    for street in streets:
        wards = street["ward_codes"]
        code = "-".join([*fold(street["name"]).split(), *wards[:1]])
        seen[code] += 1
        code += f"-{seen[code]}" if seen[code] > 1 else ""
        found.append(Unit(AreaKind.STREET, code, street["name"], successors=set(wards)))
    return sorted(found, key=lambda street: street.code)
