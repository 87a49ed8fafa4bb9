"""The square tiles of web maps: z/x/y in the web Mercator projection."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from geo import GeoError
from geo.bbox import Bbox
from geo.points import EQUATORIAL_RADIUS, Point

__all__ = [
    "MAX_LATITUDE",
    "MAX_ZOOM",
    "BadTile",
    "Tile",
    "TileFault",
    "from_web_mercator",
    "tile_of",
    "to_web_mercator",
]

MAX_ZOOM: Final = 22
MAX_LATITUDE: Final = math.degrees(math.atan(math.sinh(math.pi)))
"""85.0511…°: where the square world of web Mercator ends."""
HALF_WORLD: Final = math.pi * EQUATORIAL_RADIUS
"""Metres of EPSG:3857 from the middle of the world to its edge."""

TileFault = Literal["zoom_out_of_range", "outside_the_world"]


class BadTile(GeoError):
    """No such tile; `reason` is one of the words of TileFault."""

    def __init__(self, reason: TileFault) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tile:
    """Zoom 0–22, column from the west, row from the north; raises BadTile."""

    z: int
    x: int
    y: int

    def __post_init__(self) -> None:
        if not 0 <= self.z <= MAX_ZOOM:
            raise BadTile("zoom_out_of_range")
        if not (0 <= self.x < 2**self.z and 0 <= self.y < 2**self.z):
            raise BadTile("outside_the_world")

    @property
    def bounds_3857(self) -> tuple[float, float, float, float]:
        """West, south, east, north in metres of EPSG:3857."""
        side = 2 * HALF_WORLD / 2**self.z
        return (
            self.x * side - HALF_WORLD,
            HALF_WORLD - (self.y + 1) * side,
            (self.x + 1) * side - HALF_WORLD,
            HALF_WORLD - self.y * side,
        )

    @property
    def bounds_4326(self) -> Bbox:
        """The same in degrees."""
        west, south, east, north = self.bounds_3857
        low, high = from_web_mercator(west, south), from_web_mercator(east, north)
        return Bbox(low.lon, low.lat, high.lon, high.lat)


def to_web_mercator(point: Point) -> tuple[float, float]:
    """Metres of EPSG:3857; nearer the poles than 85.05° counts as the edge."""
    latitude = max(-MAX_LATITUDE, min(MAX_LATITUDE, point.lat))
    north = math.asinh(math.tan(math.radians(latitude)))
    return point.lon / 180 * HALF_WORLD, EQUATORIAL_RADIUS * north


def from_web_mercator(x: float, y: float) -> Point:
    """The inverse; raises BadPoint beyond the east and west edges of the world."""
    latitude = math.asin(math.tanh(y / EQUATORIAL_RADIUS))
    return Point(x / HALF_WORLD * 180, math.degrees(latitude))


def tile_of(point: Point, z: int) -> Tile:
    """The tile of zoom `z` a place falls in; raises BadTile for the zoom."""
    if not 0 <= z <= MAX_ZOOM:
        raise BadTile("zoom_out_of_range")
    x, y = to_web_mercator(point)
    last = 2**z - 1
    column = math.floor((x + HALF_WORLD) / (2 * HALF_WORLD) * 2**z)
    row = math.floor((HALF_WORLD - y) / (2 * HALF_WORLD) * 2**z)
    return Tile(z, min(column, last), max(0, min(row, last)))
