"""A box of longitudes and latitudes, as people and maps send it: w,s,e,n."""

import math
from dataclasses import dataclass
from typing import Literal, Self

from geo import GeoError
from geo.points import Point

__all__ = ["BadBbox", "Bbox", "BboxFault"]

BboxFault = Literal[
    "not_four_numbers",
    "not_finite",
    "out_of_range",
    "inverted",
    "crosses_date_line",
    "no_area",
]


class BadBbox(GeoError):
    """Not a usable box; `reason` is one of the words of BboxFault."""

    def __init__(self, reason: BboxFault) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Bbox:
    """West, south, east, north in degrees; raises BadBbox. It may be a mere point."""

    west: float
    south: float
    east: float
    north: float

    def __post_init__(self) -> None:
        sides = (self.west, self.south, self.east, self.north)
        if not all(map(math.isfinite, sides)):
            raise BadBbox("not_finite")
        if max(abs(self.west), abs(self.east)) > 180:
            raise BadBbox("out_of_range")
        if max(abs(self.south), abs(self.north)) > 90:
            raise BadBbox("out_of_range")
        if self.south > self.north:
            raise BadBbox("inverted")
        if self.west > self.east:
            raise BadBbox("crosses_date_line")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "w,s,e,n"; raises BadBbox, also for a box without area."""
        # float() would also take 1_0 and the digits of other scripts
        if not text.isascii() or "_" in text:
            raise BadBbox("not_four_numbers")
        try:
            west, south, east, north = map(float, text.split(","))
        except ValueError:
            raise BadBbox("not_four_numbers") from None
        box = cls(west, south, east, north)
        if box.west == box.east or box.south == box.north:
            raise BadBbox("no_area")
        return box

    def contains(self, point: Point) -> bool:
        """Whether the place lies inside or on the edge."""
        return (
            self.west <= point.lon <= self.east
            and self.south <= point.lat <= self.north
        )

    def intersects(self, other: "Bbox") -> bool:
        """Whether the two share at least one place, if only an edge."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )

    def clipped(self, other: "Bbox") -> Self:
        """The part inside another box; its nearest edge when they do not meet."""

        def within(value: float, least: float, most: float) -> float:
            return min(max(value, least), most)

        return type(self)(
            within(self.west, other.west, other.east),
            within(self.south, other.south, other.north),
            within(self.east, other.west, other.east),
            within(self.north, other.south, other.north),
        )

    @property
    def middle(self) -> Point:
        """The place halfway between its sides."""
        return Point((self.west + self.east) / 2, (self.south + self.north) / 2)

    def to_micro(self) -> tuple[int, int, int, int]:
        """The sides as whole millionths of a degree, to the nearest."""
        west, south = Point(self.west, self.south).to_micro()
        east, north = Point(self.east, self.north).to_micro()
        return west, south, east, north
