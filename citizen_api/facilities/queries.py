"""Questions about facilities."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, text

from citizen_api.facilities.rules import Known
from geo.points import Point

FACILITIES: Final = text(
    """
    SELECT f.code, f.name, f.folded, f.kind, f.address, a.code, a.name,
           f.lon_e6, f.lat_e6, f.accuracy_m, f.takes, f.invented
    FROM facilities f LEFT JOIN areas a ON a.id = f.ward_id
    ORDER BY f.code
    """
)


def facilities(connection: Connection) -> Mapping[str, Known]:
    """Every facility by its code; a process keeps the answer until they change."""
    return {
        code: Known(
            code=code,
            name=name,
            folded=folded,
            kind=kind,
            address=address,
            ward=ward and (ward, ward_name),
            place=None if lon is None else Point.from_micro(lon, lat),
            accuracy_m=accuracy_m,
            takes=tuple(takes),
            invented=tuple(invented),
        )
        for (
            code,
            name,
            folded,
            kind,
            address,
            ward,
            ward_name,
            lon,
            lat,
            accuracy_m,
            takes,
            invented,
        ) in connection.execute(FACILITIES)
    }
