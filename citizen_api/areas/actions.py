"""Measure areas by the venues in them."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

MEASURE: Final = text(
    """
    WITH extents AS (
        SELECT area_id, min(lon_e6) AS west, min(lat_e6) AS south,
               max(lon_e6) AS east, max(lat_e6) AS north
        FROM venues CROSS JOIN LATERAL (
            VALUES (ward_id), (former_ward_id), (former_district_id), (street_id)
        ) AS lies_in (area_id)
        WHERE area_id IS NOT NULL
        GROUP BY area_id
    ), measured AS (
        SELECT a.id, west, south, east, north
        FROM areas a LEFT JOIN extents ON area_id = a.id
    )
    UPDATE areas a
    SET (west_e6, south_e6, east_e6, north_e6) = (west, south, east, north)
    FROM measured m
    WHERE m.id = a.id
      AND (west_e6, south_e6, east_e6, north_e6)
          IS DISTINCT FROM (west, south, east, north)
    """
)


def measure(session: Session) -> int:
    """Set the extent of every area to that of its placed venues; how many changed."""
    return session.connection().execute(MEASURE).rowcount
