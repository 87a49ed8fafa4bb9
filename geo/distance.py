"""Metres between two places on the WGS 84 ellipsoid."""

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

from geo.points import EQUATORIAL_RADIUS, FLATTENING, Point

__all__ = ["metres_between", "metres_per_degree"]

POLAR_RADIUS: Final = EQUATORIAL_RADIUS * (1 - FLATTENING)
MEAN_RADIUS: Final = (2 * EQUATORIAL_RADIUS + POLAR_RADIUS) / 3
POLE_TO_POLE: Final = 20_003_931.458625
"""Metres; no two places are farther apart."""

ENOUGH_ROUNDS: Final = 50
SETTLED: Final = 1e-12


def metres_between(start: Point, end: Point) -> float:
    """The length of the geodesic, by the inverse formula of Vincenty (1975).

    Within 1 mm of Karney's exact solution. Only where the end lies within about one
    degree of the opposite point of the globe the iteration does not settle; the great
    circle stands in for it there, within 0.2 %.
    """
    across = math.radians(math.remainder(end.lon - start.lon, 360))
    turn = across
    ends = _reduced_latitude(start), _reduced_latitude(end)
    for _ in range(ENOUGH_ROUNDS):
        arc = _arc(*ends, turn)
        if arc is None:
            break
        before, turn = turn, across + _lag(arc)
        if abs(turn - before) < SETTLED:
            return _metres(arc)
        if abs(turn) > math.pi:
            break
    return _great_circle(start, end)


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Metres in a degree of longitude, and in one of latitude, at a latitude."""
    radians = math.radians(latitude)
    stretch = 1 - FLATTENING * (2 - FLATTENING) * math.sin(radians) ** 2
    across = EQUATORIAL_RADIUS / math.sqrt(stretch)
    along = across * (1 - FLATTENING) ** 2 / stretch
    return math.radians(across * math.cos(radians)), math.radians(along)


class _Latitude(NamedTuple):
    """A latitude on the auxiliary sphere, the reduced latitude."""

    sine: float
    cosine: float


@dataclass(frozen=True, slots=True)
class _Arc:
    """The way between two places on the auxiliary sphere."""

    sine: float
    cosine: float
    azimuth: float
    """The sine of the azimuth where the way crosses the equator."""
    middle: float
    """The cosine of twice the angle from that crossing to the middle of the way."""

    @property
    def angle(self) -> float:
        return math.atan2(self.sine, self.cosine)

    @property
    def tilt(self) -> float:
        """The squared cosine of the azimuth at the equator."""
        return 1 - self.azimuth**2


def _arc(start: _Latitude, end: _Latitude, turn: float) -> _Arc | None:
    """The arc over a difference in longitude; None if it has no direction."""
    product = start.sine * end.sine
    sine = math.hypot(
        end.cosine * math.sin(turn),
        start.cosine * end.sine - start.sine * end.cosine * math.cos(turn),
    )
    if sine == 0:
        return None
    cosine = product + start.cosine * end.cosine * math.cos(turn)
    azimuth = start.cosine * end.cosine * math.sin(turn) / sine
    tilt = 1 - azimuth**2
    return _Arc(sine, cosine, azimuth, cosine - 2 * product / tilt if tilt > 0 else 0)


def _reduced_latitude(point: Point) -> _Latitude:
    latitude = math.radians(point.lat)
    sine, cosine = (1 - FLATTENING) * math.sin(latitude), math.cos(latitude)
    length = math.hypot(sine, cosine)
    return _Latitude(sine / length, cosine / length)


def _lag(arc: _Arc) -> float:
    """What the sphere's difference in longitude has over the ellipsoid's."""
    part = FLATTENING / 16 * arc.tilt * (4 + FLATTENING * (4 - 3 * arc.tilt))
    bend = arc.middle + part * arc.cosine * (2 * arc.middle**2 - 1)
    angle = arc.angle + part * arc.sine * bend
    return (1 - part) * FLATTENING * arc.azimuth * angle


def _metres(arc: _Arc) -> float:
    """The length on the ellipsoid, by Helmert's expansion (Vincenty 1976)."""
    root = math.sqrt(1 + arc.tilt * (EQUATORIAL_RADIUS**2 / POLAR_RADIUS**2 - 1))
    k = (root - 1) / (root + 1)
    b = k * (1 - 3 / 8 * k**2)
    bend = arc.cosine * (2 * arc.middle**2 - 1) - b / 6 * arc.middle * (
        4 * arc.sine**2 - 3
    ) * (4 * arc.middle**2 - 3)
    change = b * arc.sine * (arc.middle + b / 4 * bend)
    return POLAR_RADIUS * (1 + k**2 / 4) / (1 - k) * (arc.angle - change)


def _great_circle(start: Point, end: Point) -> float:
    """The haversine formula on the sphere of the mean radius."""
    up = math.sin(math.radians(end.lat - start.lat) / 2)
    across = math.sin(math.radians(end.lon - start.lon) / 2)
    parallels = math.cos(math.radians(start.lat)) * math.cos(math.radians(end.lat))
    half = math.asin(math.sqrt(min(1.0, up**2 + parallels * across**2)))
    return min(2 * MEAN_RADIUS * half, POLE_TO_POLE)
