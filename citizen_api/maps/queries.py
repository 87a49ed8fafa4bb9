"""Questions that draw a tile: bytes of Mapbox Vector Tiles, made by PostGIS."""

from psycopg.types.numeric import Int2, Int4

from citizen_api.db import Database
from geo.tiles import Tile

CLUSTERED_TO = 12
MOST_PLACES = 5000
MOST_NAMES = 100
EXTENT, BUFFER = 4096, 64
GRID = 64

# Names are long: of more lone venues than a screen could name, none is named.
CLUSTERS = """
SELECT ST_AsMVT(t, 'places', 4096, 'geom') FROM (
    SELECT ST_AsMVTGeom(place, ST_MakeEnvelope(
               %(west)s, %(south)s, %(east)s, %(north)s, 3857), 4096, 0, false) AS geom,
           venues, slug AS id,
           CASE WHEN count(name) OVER () <= %(names)s THEN name END AS name
    FROM map_clusters
    WHERE zoom = %(z)s AND tile_x = %(x)s AND tile_y = %(y)s
    ORDER BY cell
) t
"""
# For points, two sums do what ST_AsMVTGeom does: a sixth of the time of a tile.
PLACES = """
SELECT ST_AsMVT(t, 'places', 4096, 'geom'), count(*) FROM (
    SELECT ST_Point(round((ST_X(place) - %(west)s) * %(scale)s),
                    round((%(north)s - ST_Y(place)) * %(scale)s)) AS geom,
           slug AS id, name, kind, accuracy_m
    FROM map_places
    WHERE place && ST_Expand(ST_MakeEnvelope(
        %(west)s, %(south)s, %(east)s, %(north)s, 3857), %(buffer)s)
    LIMIT %(limit)s
) t
"""
# The operator && is good to a metre only; each place is in one tile.
CROWD = """
SELECT ST_AsMVT(t, 'places', 4096, 'geom') FROM (
    SELECT ST_Point(round((avg(x) - %(west)s) * %(scale)s),
                    round((%(north)s - avg(y)) * %(scale)s)) AS geom,
           count(*) AS venues
    FROM (
        SELECT ST_X(place) AS x, ST_Y(place) AS y FROM map_places
        WHERE place && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 3857)
    ) p
    WHERE x >= %(west)s AND x < %(east)s AND y > %(south)s AND y <= %(north)s
    GROUP BY floor((x - %(west)s) / %(side)s), floor((y - %(south)s) / %(side)s)
) t
"""


def tile(database: Database, at: Tile) -> bytes:
    """The venues of a tile: clusters up to zoom 12, then single places.

    Never more than 5000 places: a tile that would have more shows a grid of clusters.
    """
    west, south, east, north = at.bounds_3857
    square = {"west": west, "south": south, "east": east, "north": north}
    if at.z <= CLUSTERED_TO:
        values = square | {"z": Int2(at.z), "x": Int4(at.x), "y": Int4(at.y)}
        values["names"] = Int4(MOST_NAMES)
        return bytes(database.read(CLUSTERS, values)[0][0])
    square["scale"] = EXTENT / (east - west)
    values = square | {
        "buffer": (east - west) * BUFFER / EXTENT,
        "limit": Int4(MOST_PLACES + 1),
    }
    drawn, places = database.read(PLACES, values)[0]
    if places <= MOST_PLACES:
        return bytes(drawn)
    values = square | {"side": (east - west) / GRID}
    return bytes(database.read(CROWD, values)[0][0])
