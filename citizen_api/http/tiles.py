"""Tiles of maps: their media type, and the one that an address names."""

from citizen_api.problems import FieldError, NotFound, Said
from geo.tiles import BadTile, Tile

MVT = "application/vnd.mapbox-vector-tile"
NO_TILE = Said(
    "Không có ô bản đồ này: z từ 0 đến 22, x và y từ 0 đến 2^z - 1.",
    "There is no such tile: z is 0 to 22, x and y are 0 to 2^z - 1.",
)


def tile_at(z: int, x: int, y: int) -> Tile:
    """The tile of an address. Raises NotFound when the world has none there."""
    try:
        return Tile(z, x, y)
    except BadTile:
        raise NotFound(errors=[FieldError(NO_TILE, parameter="z/x/y")]) from None
