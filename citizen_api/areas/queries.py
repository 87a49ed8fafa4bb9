"""Questions about wards, former wards and districts, and streets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from psycopg.types.numeric import Int2
from sqlalchemy import Connection, select

from citizen_api.areas.models import Area, AreaKind
from citizen_api.db import Database
from geo.bbox import Bbox
from geo.points import Point
from geo.wards import Area as NamedArea
from geo.wards import AreaMatch, AreaNames

AREAS = select(
    Area.id,
    Area.kind,
    Area.code,
    Area.name,
    Area.district_id,
    Area.successors,
    Area.west_e6,
    Area.south_e6,
    Area.east_e6,
    Area.north_e6,
)
WARD_AT = """
SELECT id FROM areas
WHERE ST_Intersects(shape, ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326))
ORDER BY id LIMIT 1
"""
# A former ward or district lies where the wards lie that it became.
MIDDLE = """
SELECT ST_X(middle), ST_Y(middle)
FROM (
    SELECT ST_Centroid(ST_Collect(w.shape)) AS middle
    FROM areas a
    JOIN areas w ON w.id = a.id OR w.kind = 'ward' AND w.code = ANY(a.successors)
    WHERE a.id = ANY(%(areas)s)
) AS found
WHERE middle IS NOT NULL
"""
MICRO = 1_000_000


@dataclass(frozen=True)
class Areas:
    """Every area in the process: by id, by name, and how far its venues reach."""

    by_id: Mapping[int, NamedArea]
    names: AreaNames
    extents: Mapping[int, Bbox]
    shown: Mapping[int, dict[str, Any]]
    written: dict[tuple[object, ...], str] = field(default_factory=dict)

    def find(self, text: str, *, slips: bool = True) -> Sequence[AreaMatch]:
        """The areas that a text means; without `slips`, only if it is spelled so."""
        return self.names.find(text, slips=slips)

    def members(
        self,
        ward_id: int | None,
        ward_certain: bool,
        former_ward_id: int | None,
        former_district_id: int | None,
    ) -> str:
        """The areas of an address as members of its JSON object; kept once written."""
        key = (ward_id, ward_certain, former_ward_id, former_district_id)
        found = self.written.get(key)
        if found is None:
            ward = self.shown.get(ward_id or 0)
            shown = {
                "ward": ward and {**ward, "certain": ward_certain},
                "former_ward": self.shown.get(former_ward_id or 0),
                "former_district": self.shown.get(former_district_id or 0),
            }
            found = self.written[key] = orjson.dumps(shown).decode()[1:-1]
        return found

    def wards_after(self, area: NamedArea) -> list[dict[str, Any]]:
        """What became of a former ward or district, as it looks on the wire."""
        codes = set(area.successors)
        return [
            self.shown[ward.id]
            for ward in self.by_id.values()
            if ward.kind == "ward" and ward.code in codes
        ]


def load(connection: Connection) -> Areas:
    """Read the areas; a process keeps the answer until they change."""
    rows = connection.execute(AREAS).all()
    titles = {row.id: row.name for row in rows}
    by_id = {
        row.id: NamedArea(
            row.id,
            AreaKind(row.kind).value,
            row.name,
            row.code,
            titles.get(row.district_id or 0),
            tuple(row.successors),
        )
        for row in rows
    }
    return Areas(
        by_id=by_id,
        names=AreaNames(by_id.values()),
        extents={
            row.id: Bbox(
                row.west_e6 / MICRO,
                row.south_e6 / MICRO,
                row.east_e6 / MICRO,
                row.north_e6 / MICRO,
            )
            for row in rows
            if row.west_e6 is not None
        },
        shown={
            area.id: {"code": area.code, "name": area.name} for area in by_id.values()
        },
    )


def ward_at(database: Database, lon: float, lat: float) -> int | None:
    """The id of the ward of today that a place lies in."""
    found = database.read(WARD_AT, {"lon": lon, "lat": lat})
    return found[0][0] if found else None


def middle_of(database: Database, areas: Iterable[int]) -> Point | None:
    """The middle of areas by their ids; None when no boundary of them is known."""
    found = database.read(MIDDLE, {"areas": [Int2(area) for area in areas]})
    return Point(*found[0]) if found else None
