"""The doors of the map: tiles of venues, tiles of the ground, and how they look."""

import gzip
import threading
from collections import OrderedDict
from typing import Any

import orjson
from flask import Response, current_app
from sqlalchemy import Connection

from citizen_api.callers import public as anyone
from citizen_api.http.api import BYTES, Blueprint, Query
from citizen_api.http.caching import PACKED, fingerprint, public
from citizen_api.http.compression import takes_gzip
from citizen_api.http.headers import JSON, negotiate
from citizen_api.http.session import database, kept, version_of
from citizen_api.http.telling import Example
from citizen_api.http.tiles import MVT, tile_at
from citizen_api.maps.basemap import basemap
from citizen_api.maps.queries import tile
from citizen_api.maps.schemas import StyleQuery, StyleSchema
from citizen_api.maps.style import Source, style
from citizen_api.problems import FieldError, NotAcceptable, NotFound, Said
from citizen_api.versions import PLACES
from geo.tiles import Tile

MAX_AGE = 60
HOUR, WEEK = 3600, 7 * 24 * 3600
KEPT_BYTES = 16 * 1024 * 1024
# What an entry costs beside the tile: most tiles are empty.
ENTRY_BYTES = 400
NO_GROUND = Said(
    "Bản đồ nền có z từ {first} đến {last}; gần hơn, hãy phóng to ô của z = {last}.",
    "The base map has z from {first} to {last}; nearer, enlarge the tile of z {last}.",
)
BASE_TILES = "/v1/maps/base/{z}/{x}/{y}.mvt"

blueprint = Blueprint("maps", __name__, description="The city on a map")


class Tiles:
    """Tiles that were drawn since the places last changed, bounded in bytes."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Tile, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, at: Tile) -> bytes:
        """The tile, drawn now or before."""
        drawn = self._drawn.get(at)
        if drawn is None:
            drawn = tile(database(), at)
            with self._lock:
                self._keep(at, drawn)
        return drawn

    def _keep(self, at: Tile, drawn: bytes) -> None:
        if at not in self._drawn:
            self._drawn[at] = drawn
            self._bytes += len(drawn) + ENTRY_BYTES
        while self._bytes > KEPT_BYTES:
            _, oldest = self._drawn.popitem(last=False)
            self._bytes -= len(oldest) + ENTRY_BYTES


def no_tiles(connection: Connection) -> Tiles:
    """An empty store: what is drawn depends on the version of the places only."""
    return Tiles()


@blueprint.route("/v1/maps/places/<digits:z>/<digits:x>/<digits:y>.mvt")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=MVT, example="(tile)")
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_places_tile")
def get_places_tile(asked: dict[str, Any], z: int, x: int, y: int) -> Response:
    """Draw the venues of a map tile (XYZ, Web Mercator) as a vector tile

    One layer, `places`. To zoom 12 clusters with `venues`, their number; a cluster of
    one, and every place from zoom 13, has `id` and `name`. Places have `accuracy_m`:
    draw an area, not a pin, when it is large.
    """
    negotiate(MVT, "application/x-protobuf")
    at = tile_at(z, x, y)
    # The version first: a tag may be older than the tile, never newer.
    tag = f"{version_of(no_tiles, PLACES)}-{z}-{x}-{y}"
    return public(kept(no_tiles, PLACES).get(at), MVT, max_age=MAX_AGE, tag=tag)


@blueprint.route("/v1/maps/base/<digits:z>/<digits:x>/<digits:y>.mvt")
@anyone
@blueprint.arguments(Query, location="query")
@blueprint.response(200, BYTES, content_type=MVT, example="(tile)")
@blueprint.alt_response(204, description="Nothing but sea is there")
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_base_tile")
def get_base_tile(asked: dict[str, Any], z: int, x: int, y: int) -> Response:
    """Get the ground of a map tile (XYZ, Web Mercator) as a vector tile

    Layers, from below: `land`, `city`, `park`, `water`, `wards`, `rail`, `roads`,
    `labels`. Show © OpenStreetMap contributors (ODbL) beside it.
    """
    negotiate(MVT, "application/x-protobuf")
    at = tile_at(z, x, y)
    archive = basemap(current_app.config["MAP_TILES_FILE"])
    if z not in archive.zooms:
        first, last = archive.zooms.start, archive.zooms.stop - 1
        said = NO_GROUND.format(first=first, last=last)
        raise NotFound(errors=[FieldError(said, parameter="z/x/y")])
    stored = archive.get(at)
    if stored is None:
        return empty()
    return ground(stored, is_packed=archive.is_packed)


def ground(stored: bytes, *, is_packed: bool) -> Response:
    """A tile as it is stored when the caller takes that, else unpacked."""
    tag = fingerprint(stored)
    if not is_packed:
        return public(stored, MVT, max_age=WEEK, tag=tag)
    if not takes_gzip():
        return public(gzip.decompress(stored), MVT, max_age=WEEK, tag=tag)
    response = public(stored, MVT, max_age=WEEK, tag=tag)
    if response.status_code == 200:
        response.headers["Content-Encoding"] = "gzip"
        response.headers["ETag"] = f'"{tag}{PACKED}"'
    return response


def empty() -> Response:
    """No content, for as long as a tile."""
    response = public(b"", MVT, max_age=WEEK)
    response.status_code = 204
    del response.headers["Content-Type"]
    return response


@blueprint.route("/v1/maps/style.json")
@anyone
@blueprint.arguments(StyleQuery, location="query")
@blueprint.response(200, StyleSchema, example=Example("get_map_style"))
@blueprint.problems(NotAcceptable)
@blueprint.doc(operationId="get_map_style")
def get_map_style(asked: dict[str, Any]) -> Response:
    """Tell MapLibre, on the web or in an app, how to draw the city

    A style of version 8 with addresses of this service only. It has no glyphs and no
    sprites: names are drawn with fonts that are there. Show the source's attribution.
    """
    negotiate(JSON)
    config = current_app.config
    archive = basemap(config["MAP_TILES_FILE"])
    source = Source(
        tiles=config["PUBLIC_URL"] + BASE_TILES,
        zooms=archive.zooms,
        bounds=archive.bounds,
        attribution=config["MAP_ATTRIBUTION"],
    )
    return public(orjson.dumps(style(asked["theme"], source)), JSON, max_age=HOUR)
