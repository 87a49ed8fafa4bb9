"""A place on the ground: WGS 84 degrees, micro-degrees, metres of UTM zone 48N."""

import math
from dataclasses import dataclass
from typing import Final, Literal, Self

from geo import GeoError

__all__ = [
    "EQUATORIAL_RADIUS",
    "FLATTENING",
    "BadPoint",
    "OutsideProjection",
    "Point",
    "PointFault",
    "to_utm48n",
]

EQUATORIAL_RADIUS: Final = 6_378_137.0
"""Metres, WGS 84."""
FLATTENING: Final = 1 / 298.257223563
"""WGS 84."""

MICRO: Final = 1_000_000

PointFault = Literal["not_finite", "longitude_out_of_range", "latitude_out_of_range"]


class BadPoint(GeoError):
    """Not a place on the ground; `reason` is one of the words of PointFault."""

    def __init__(self, reason: PointFault) -> None:
        super().__init__(reason)
        self.reason = reason


class OutsideProjection(GeoError):
    """So far from the zone that the projection has no meaning there."""


@dataclass(frozen=True, slots=True)
class Point:
    """Longitude within ±180, latitude within ±90, in degrees; else BadPoint."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise BadPoint("not_finite")
        if abs(self.lon) > 180:
            raise BadPoint("longitude_out_of_range")
        if abs(self.lat) > 90:
            raise BadPoint("latitude_out_of_range")

    def rounded(self) -> Self:
        """The same place to six decimals (0.1 m), without a negative zero."""
        return type(self)(round(self.lon, 6) + 0.0, round(self.lat, 6) + 0.0)

    def to_micro(self) -> tuple[int, int]:
        """Longitude and latitude as whole millionths of a degree."""
        return round(self.lon * MICRO), round(self.lat * MICRO)

    @classmethod
    def from_micro(cls, lon: int, lat: int) -> Self:
        """The inverse of `to_micro`; raises BadPoint."""
        return cls(lon / MICRO, lat / MICRO)


# Transverse Mercator by the series of Krüger in the third flattening, with the
# coefficients of Karney, "Transverse Mercator with an accuracy of a few nanometers"
# (Journal of Geodesy 85, 2011), equations 12, 14 and 35.

ZONE_MERIDIAN: Final = 105.0
ZONE_SCALE: Final = 0.9996
FALSE_EASTING: Final = 500_000.0
# PROJ, and with it PostGIS, gives up at the same distance from the meridian.
FARTHEST: Final = 2.623395162778

_N: Final = FLATTENING / (2 - FLATTENING)
_ECCENTRICITY: Final = math.sqrt(FLATTENING * (2 - FLATTENING))
_RECTIFYING_RADIUS: Final = (
    EQUATORIAL_RADIUS / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64 + _N**6 / 256)
)
_ALPHA: Final = tuple(
    sum(part * _N ** (order + step) for step, part in enumerate(parts))
    for order, parts in enumerate(
        (
            (1 / 2, -2 / 3, 5 / 16, 41 / 180, -127 / 288, 7891 / 37800),
            (13 / 48, -3 / 5, 557 / 1440, 281 / 630, -1983433 / 1935360),
            (61 / 240, -103 / 140, 15061 / 26880, 167603 / 181440),
            (49561 / 161280, -179 / 168, 6601661 / 7257600),
            (34729 / 80640, -3418889 / 1995840),
            (212378941 / 319334400,),
        ),
        start=1,
    )
)


def to_utm48n(point: Point) -> tuple[float, float]:
    """Easting and northing in metres, EPSG:32648; raises OutsideProjection.

    Within a millimetre of PROJ in the whole region, 90–120° E. The projection
    reaches over the poles to the far side of the world, save two patches of about
    8° around (15° E, 0°) and (165° W, 0°), where it runs to infinity.
    """
    across = math.radians(point.lon - ZONE_MERIDIAN)
    conformal = _conformal_tangent(math.radians(point.lat))
    xi = math.atan2(conformal, math.cos(across))
    eta = math.asinh(math.sin(across) / math.hypot(conformal, math.cos(across)))
    north, east = xi, eta
    for order, alpha in enumerate(_ALPHA, start=1):
        north += alpha * math.sin(2 * order * xi) * math.cosh(2 * order * eta)
        east += alpha * math.cos(2 * order * xi) * math.sinh(2 * order * eta)
    if abs(east) > FARTHEST:
        raise OutsideProjection("too far from UTM zone 48N")
    metres = ZONE_SCALE * _RECTIFYING_RADIUS
    return FALSE_EASTING + metres * east, metres * north


def _conformal_tangent(latitude: float) -> float:
    """The tangent of the conformal latitude, Karney's equations 7 and 9."""
    tangent = math.tan(latitude)
    secant = math.hypot(1, tangent)
    sigma = math.sinh(_ECCENTRICITY * math.atanh(_ECCENTRICITY * tangent / secant))
    return tangent * math.hypot(1, sigma) - sigma * secant
