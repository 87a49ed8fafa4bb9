"""The door of the tiles."""

import threading
from collections import OrderedDict
from typing import Any

from flask import Response
from sqlalchemy import Connection

from citizen_api.callers import public as anyone
from citizen_api.http.api import Blueprint, Query
from citizen_api.http.caching import public
from citizen_api.http.headers import negotiate
from citizen_api.http.session import database, kept, version_of
from citizen_api.maps.queries import tile
from citizen_api.problems import FieldError, NotAcceptable, NotFound, Said
from citizen_api.versions import PLACES
from geo.tiles import BadTile, Tile

MVT = "application/vnd.mapbox-vector-tile"
MAX_AGE = 60
KEPT_BYTES = 16 * 1024 * 1024
# What an entry costs beside the tile: most tiles are empty.
ENTRY_BYTES = 400
NO_TILE = Said(
    "Không có ô bản đồ này: z từ 0 đến 22, x và y từ 0 đến 2^z - 1.",
    "There is no such tile: z is 0 to 22, x and y are 0 to 2^z - 1.",
)

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
@blueprint.response(
    200, {"type": "string", "format": "binary"}, content_type=MVT, example="(tile)"
)
@blueprint.problems(NotFound, NotAcceptable)
@blueprint.doc(operationId="get_places_tile")
def get_places_tile(asked: dict[str, Any], z: int, x: int, y: int) -> Response:
    """Draw the venues of a map tile (XYZ, Web Mercator) as a vector tile

    One layer, `places`. To zoom 12 clusters with `venues`, their number; a cluster of
    one, and every place from zoom 13, has `id` and `name`. Places have `accuracy_m`:
    draw an area, not a pin, when it is large.
    """
    negotiate(MVT, "application/x-protobuf")
    try:
        at = Tile(z, x, y)
    except BadTile:
        raise NotFound(errors=[FieldError(NO_TILE, parameter="z/x/y")]) from None
    # The version first: a tag may be older than the tile, never newer.
    tag = f"{version_of(no_tiles, PLACES)}-{z}-{x}-{y}"
    return public(kept(no_tiles, PLACES).get(at), MVT, max_age=MAX_AGE, tag=tag)
