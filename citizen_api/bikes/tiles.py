"""Stations as vector tiles, made by PostGIS."""

from datetime import datetime
from typing import Any, Final

from psycopg.types.numeric import Int4

from citizen_api.bikes.counts import ONE_BY_ONE
from citizen_api.db import Database
from geo.tiles import Tile

CLUSTERED_TO: Final = 11
GRID: Final = 32
BUFFER: Final = 64 / 4096  # of a side, so that a sign on the edge is whole
MOST: Final = 5000
BOUNDS: Final = "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)"
POINTS: Final = f"""
SELECT *, ST_Transform(place::geometry, 3857) AS spot
FROM ({ONE_BY_ONE} AND s.lon_e6 BETWEEN %(lon_from)s AND %(lon_to)s
      AND s.lat_e6 BETWEEN %(lat_from)s AND %(lat_to)s) counted
"""  # noqa: S608 - our own words
SINGLE: Final = f"""
SELECT ST_AsMVT(t, 'stations', 4096, 'geom') FROM (
    SELECT ST_AsMVTGeom(spot, {BOUNDS}, 4096, 64, true) AS geom, slug AS id,
           name ->> 'vi' AS name, available AS bikes, docks_available AS docks,
           renting, accuracy_m, simulated
    FROM ({POINTS}) p ORDER BY id LIMIT %(most)s
) t
"""  # noqa: S608 - our own words
CLUSTERS: Final = f"""
SELECT ST_AsMVT(t, 'stations', 4096, 'geom') FROM (
    SELECT ST_AsMVTGeom(ST_Centroid(ST_Collect(spot)), {BOUNDS}, 4096, 0, true) AS geom,
           count(*) AS stations, sum(available) AS bikes, sum(docks_available) AS docks
    FROM ({POINTS}) p
    WHERE ST_X(spot) >= %(west)s AND ST_X(spot) < %(east)s
      AND ST_Y(spot) > %(south)s AND ST_Y(spot) <= %(north)s
    GROUP BY floor((ST_X(spot) - %(west)s) / %(side)s),
             floor((ST_Y(spot) - %(south)s) / %(side)s)
) t
"""  # noqa: S608 - our own words


def tile(database: Database, at: Tile, opened: bytes, now: datetime) -> bytes:
    """The stations of a tile: clusters up to zoom 11, then each of them."""
    west, south, east, north = at.bounds_3857
    degrees = at.bounds_4326
    wide = (degrees.east - degrees.west) * BUFFER
    high = (degrees.north - degrees.south) * BUFFER
    values: dict[str, Any] = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "lon_from": Int4(int((degrees.west - wide) * 1e6)),
        "lon_to": Int4(int((degrees.east + wide) * 1e6)),
        "lat_from": Int4(int((degrees.south - high) * 1e6)),
        "lat_to": Int4(int((degrees.north + high) * 1e6)),
        "side": (east - west) / GRID,
        "most": Int4(MOST),
        "open": opened,
        "now": now,
    }
    sql = CLUSTERS if at.z <= CLUSTERED_TO else SINGLE
    return bytes(database.find(sql, values)[0][0])
