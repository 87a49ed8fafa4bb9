"""Where synthetic venues stand: in the wards of the city, mostly in its centres."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

import numpy
import shapely
from shapely.geometry.base import BaseGeometry

from geo.distance import metres_per_degree
from seeds.synthetic.noise import Floats, Numbers, Whole, noise, pick

IN_CENTRES: Final = 0.7
TRIES: Final = 20
FIRST_STREAM: Final = 1000

# Lon, lat and spread in metres: the inner city, and the towns around it.
CENTRES: Final = numpy.array(
    [
        (106.6837, 20.8560, 900),
        (106.6905, 20.8470, 800),
        (106.6790, 20.8430, 800),
        (106.7100, 20.8590, 900),
        (106.7137, 20.8320, 1000),
        (106.6270, 20.8060, 900),
        (106.6530, 20.8620, 800),
        (106.6740, 20.9180, 1000),
        (106.7790, 20.7140, 700),
        (107.0480, 20.7260, 600),
        (106.3210, 20.9390, 1200),
        (106.3890, 21.1120, 1000),
        (106.5110, 20.9990, 900),
        (106.4760, 20.6930, 700),
    ]
)


@dataclass(frozen=True, eq=False)
class Ground:
    """The wards of today: their ids, and their polygons in the same order."""

    wards: Whole
    shapes: Sequence[BaseGeometry]
    bounds: Floats

    def places(self, numbers: Numbers) -> tuple[Floats, Floats, Whole]:
        """Longitude, latitude and the position of the ward of each venue.

        A place outside every ward (the sea, a neighbour) is drawn again; in the end
        anywhere, so that it ends when a centre lies in no ward.
        """
        lon, lat = numpy.zeros(len(numbers)), numpy.zeros(len(numbers))
        ward = numpy.full(len(numbers), -1)
        attempts = count()
        while len(lost := numpy.flatnonzero(ward < 0)):
            lon[lost], lat[lost] = self._drawn(numbers[lost], next(attempts))
            ward[lost] = self.ward_of(lon[lost], lat[lost])
        return lon, lat, ward

    def ward_of(self, lon: Floats, lat: Floats) -> Whole:
        """The position of the ward of each place, -1 for none."""
        found = numpy.full(len(lon), -1)
        for position, shape in enumerate(self.shapes):
            west, south, east, north = self.bounds[position]
            near = numpy.flatnonzero(
                (lon > west)
                & (lon < east)
                & (lat > south)
                & (lat < north)
                & (found < 0)
            )
            if len(near):
                inside = shapely.contains_xy(shape, lon[near], lat[near])
                found[near[inside]] = position
        return found

    def _drawn(self, numbers: Numbers, attempt: int) -> tuple[Floats, Floats]:
        stream = FIRST_STREAM + 2 * attempt
        u, v = noise(numbers, stream), noise(numbers, stream + 1)
        west, south = self.bounds[:, :2].min(axis=0)
        east, north = self.bounds[:, 2:].max(axis=0)
        centre = CENTRES[pick(numbers, FIRST_STREAM - 2, len(CENTRES))]
        distance = centre[:, 2] * numpy.sqrt(-2 * numpy.log1p(-u))
        per_lon, per_lat = metres_per_degree(20.85)
        away = (noise(numbers, FIRST_STREAM - 1) >= IN_CENTRES) | (attempt >= TRIES)
        turn = 2 * numpy.pi * v
        lon = centre[:, 0] + distance * numpy.cos(turn) / per_lon
        lat = centre[:, 1] + distance * numpy.sin(turn) / per_lat
        return (
            numpy.where(away, west + u * (east - west), lon).round(6),
            numpy.where(away, south + v * (north - south), lat).round(6),
        )


def ground(wards: Sequence[int], shapes: Sequence[BaseGeometry]) -> Ground:
    """Ready to be asked; wards of the open sea (Bạch Long Vĩ) are better left out."""
    shapely.prepare(shapes)
    return Ground(numpy.array(wards), shapes, shapely.bounds(shapes))
