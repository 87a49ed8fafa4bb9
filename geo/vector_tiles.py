"""Mapbox Vector Tiles cut from shapes, a zoom at a time."""

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from mapbox_vector_tile import encode
from mapbox_vector_tile.encoder import on_invalid_geometry_make_valid
from numpy.typing import NDArray
from shapely import (
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
    STRtree,
    bounds,
    box,
    clip_by_rect,
    get_dimensions,
    get_parts,
    make_valid,
    simplify,
    transform,
)
from shapely.geometry.base import BaseGeometry

from geo.points import EQUATORIAL_RADIUS
from geo.tiles import MAX_LATITUDE, Tile, from_web_mercator, tile_of

__all__ = ["EXTENT", "MARGIN", "Mark", "cut", "flattened", "packed"]

EXTENT: Final = 4096
"""Steps along the side of a tile."""
MARGIN: Final = 64
"""Steps that a tile reaches beyond its sides, so that lines do not end there."""
FINEST: Final = 2
"""Details smaller than so many steps are left out."""
LEVEL: Final = 9

Said = Mapping[str, str | int]
Square = tuple[float, float, float, float]
Shapes = NDArray[np.object_]
Numbers = NDArray[np.int64]

_MULTI: Final[dict[type[BaseGeometry], Callable[[Any], BaseGeometry]]] = {
    Point: MultiPoint,
    LineString: MultiLineString,
    Polygon: MultiPolygon,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A shape in metres of EPSG:3857, what it says, and the zooms that show it."""

    layer: str
    shape: BaseGeometry
    zooms: range
    said: Said


def flattened(shape: BaseGeometry) -> BaseGeometry:
    """A valid shape of WGS 84 in metres of EPSG:3857."""

    def metres(places: Any) -> Any:
        latitude = np.radians(np.clip(places[:, 1], -MAX_LATITUDE, MAX_LATITUDE))
        north = np.arcsinh(np.tan(latitude))
        return EQUATORIAL_RADIUS * np.column_stack((np.radians(places[:, 0]), north))

    return make_valid(transform(shape, metres))


def cut(marks: Sequence[Mark], z: int) -> Iterator[tuple[Tile, bytes]]:
    """The tiles of a zoom that hold anything, by column and row, not packed.

    Layers come in the order in which `marks` name them first.
    """
    shown = [mark for mark in marks if z in mark.zooms]
    if not shown:
        return
    shapes = simplify([mark.shape for mark in shown], _side(z) / EXTENT * FINEST)
    parts, owners = get_parts(shapes, return_index=True)
    tree = STRtree(parts)
    for tile in _tiles(parts, z):
        square = _reaching(tile)
        near = np.sort(tree.query(box(*square), predicate="intersects"))
        layers: dict[str, list[dict[str, Any]]] = {}
        for owner, shape in _inside(parts[near], owners[near], square):
            drawn = _on_grid(shape, tile)
            feature = {"geometry": drawn, "properties": shown[owner].said}
            layers.setdefault(shown[owner].layer, []).append(feature)
        if layers:
            yield tile, _encoded(layers)


def packed(tile: bytes) -> bytes:
    """A tile as gzip, the same bytes each time."""
    return gzip.compress(tile, LEVEL, mtime=0)


def _side(z: int) -> float:
    west, _, east, _ = Tile(z, 0, 0).bounds_3857
    return east - west


def _tiles(parts: Shapes, z: int) -> list[Tile]:
    """Every tile that one of the shapes may reach."""
    found: set[Tile] = set()
    for west, south, east, north in bounds(parts).tolist():
        first = tile_of(from_web_mercator(west, north), z)
        last = tile_of(from_web_mercator(east, south), z)
        found.update(
            Tile(z, x, y)
            for x in range(first.x, last.x + 1)
            for y in range(first.y, last.y + 1)
        )
    return sorted(found, key=lambda tile: (tile.x, tile.y))


def _reaching(tile: Tile) -> Square:
    west, south, east, north = tile.bounds_3857
    margin = (east - west) * MARGIN / EXTENT
    return west - margin, south - margin, east + margin, north + margin


def _inside(
    parts: Shapes, owners: Numbers, square: Square
) -> Iterator[tuple[int, BaseGeometry]]:
    """What of each owner's parts is in a square; a mere touch is nothing."""
    clipped = make_valid(clip_by_rect(parts, *square))
    pieces, places = get_parts(clipped, return_index=True)
    pieces, again = get_parts(pieces, return_index=True)
    places = places[again]
    whole = get_dimensions(pieces) == get_dimensions(parts)[places]
    owned = owners[places]
    for owner in np.unique(owned[whole]).tolist():
        yield owner, _joined(pieces[whole & (owned == owner)])


def _joined(pieces: Shapes) -> BaseGeometry:
    """Pieces of one kind as one shape."""
    first: BaseGeometry = pieces[0]
    return first if len(pieces) == 1 else _MULTI[type(first)](list(pieces))


def _on_grid(shape: BaseGeometry, tile: Tile) -> BaseGeometry:
    """The shape in whole steps from the south-west corner of a tile."""
    west, south, east, _ = tile.bounds_3857
    steps = EXTENT / (east - west)

    def counted(places: Any) -> Any:
        return np.round((places - (west, south)) * steps)

    on_grid: BaseGeometry = transform(shape, counted)
    return on_grid


def _encoded(layers: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    named = [{"name": name, "features": each} for name, each in layers.items()]
    options = {
        "extents": EXTENT,
        "on_invalid_geometry": on_invalid_geometry_make_valid,
    }
    return bytes(encode(named, default_options=options))
