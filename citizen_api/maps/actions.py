"""Make the tables that tiles are drawn from."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from citizen_api.alone import Work, alone
from citizen_api.versions import PLACES, bump

REMOVE_PLACES: Final = text(
    """
    DELETE FROM map_places p
    WHERE NOT EXISTS (
        SELECT FROM venues v WHERE v.id = p.venue_id AND v.lon_e6 IS NOT NULL
          AND v.merged_into_id IS NULL AND v.closed_on IS NULL
    )
    """
)
KEEP_PLACES: Final = text(
    """
    INSERT INTO map_places AS old (venue_id, place, slug, name, kind, accuracy_m)
    SELECT id, ST_Transform(ST_Point(lon_e6 / 1e6, lat_e6 / 1e6, 4326), 3857),
           slug, name, kind, accuracy_m
    FROM venues
    WHERE lon_e6 IS NOT NULL AND merged_into_id IS NULL AND closed_on IS NULL
    ON CONFLICT (venue_id) DO UPDATE SET
        (place, slug, name, kind, accuracy_m)
        = ROW (excluded.place, excluded.slug, excluded.name, excluded.kind,
               excluded.accuracy_m)
    WHERE (old.*) IS DISTINCT FROM (excluded.*)
    """
)

# 2^17 columns of cells make the world at zoom 12: 32 in each of its 2^12 tiles. A
# cell of a smaller zoom is made of whole ones of zoom 12. Sums are of whole
# centimetres, so that they do not depend on the order of the rows.
KEEP_CLUSTERS: Final = text(
    """
    WITH finest AS MATERIALIZED (
        SELECT floor(
                   (ST_X(place) + 20037508.342789244) / 40075016.685578488 * 131072
               )::int AS cell_x,
               floor(
                   (20037508.342789244 - ST_Y(place)) / 40075016.685578488 * 131072
               )::int AS cell_y,
               sum((ST_X(place) * 100)::bigint) AS x,
               sum((ST_Y(place) * 100)::bigint) AS y,
               count(*) AS venues, min(venue_id) AS venue_id
        FROM map_places
        GROUP BY 1, 2
    ), cells AS (
        SELECT zoom, cell_x >> (12 - zoom) AS cell_x, cell_y >> (12 - zoom) AS cell_y,
               sum(x) / sum(venues) / 100 AS x, sum(y) / sum(venues) / 100 AS y,
               sum(venues) AS venues, min(venue_id) AS venue_id
        FROM finest CROSS JOIN generate_series(0, 12) AS zoom
        GROUP BY 1, 2, 3
    ), wanted AS MATERIALIZED (
        SELECT zoom, cell_x >> 5 AS tile_x, cell_y >> 5 AS tile_y,
               (cell_y & 31) * 32 + (cell_x & 31) AS cell,
               ST_Point(x, y, 3857) AS place, venues, slug, name
        FROM cells c LEFT JOIN map_places p ON venues = 1 AND p.venue_id = c.venue_id
    ), gone AS (
        DELETE FROM map_clusters c
        WHERE NOT EXISTS (
            SELECT FROM wanted w
            WHERE (w.zoom, w.tile_x, w.tile_y, w.cell)
                  = (c.zoom, c.tile_x, c.tile_y, c.cell)
        )
        RETURNING 1
    ), come AS (
        INSERT INTO map_clusters AS old (
            zoom, tile_x, tile_y, cell, place, venues, slug, name
        )
        SELECT * FROM wanted
        ON CONFLICT (zoom, tile_x, tile_y, cell) DO UPDATE SET
            (place, venues, slug, name)
            = ROW (excluded.place, excluded.venues, excluded.slug, excluded.name)
        WHERE (old.*) IS DISTINCT FROM (excluded.*)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM come)
    """
)


def rebuild(session: Session) -> int:
    """Draw every placed venue, and clusters for zoom 0 to 12; how many rows changed.

    A tile of those zooms has 32 × 32 cells. A cell holds the number and the middle of
    its venues, and the name of one that is alone; venues known only to a street share
    a point, and so a cell. The version of places grows when any row changed.
    """
    connection = session.connection()
    alone(connection, Work.DRAWING)
    changed = connection.execute(REMOVE_PLACES).rowcount
    changed += connection.execute(KEEP_PLACES).rowcount
    changed += int(connection.execute(KEEP_CLUSTERS).scalar_one())
    if changed:
        bump(session, PLACES)
    return changed
