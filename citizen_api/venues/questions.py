"""What a search for venues asks, as values. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import floor
from typing import Self

from citizen_api.venues.models import ANY_DISH
from geo.bbox import Bbox
from geo.points import Point, to_utm48n

# All that the service knows lies well inside: more than 300 km from any edge to the
# city. Places outside are moved to the edge, where UTM 48N still has a meaning.
WORLD = Bbox(102, 18, 110, 24)
FINE_CELL, COARSE_CELL = 1000, 8000
MOST_CELLS = 64
NO_CELL = 0  # of a venue whose place is not known


class Sort(StrEnum):
    """The order of an answer."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    SCORE = "score"
    PRICE = "price"


@dataclass(frozen=True, kw_only=True)
class Square:
    """A box in UTM 48N metres."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, box: Bbox) -> Self:
        """The square that holds a box of degrees; its sides are bent lines in UTM."""
        middle = (box.west + box.east) / 2
        corners = [
            to_utm48n(Point(lon, lat))
            for lon in (box.west, middle, box.east)
            for lat in (box.south, box.north)
        ]
        eastings, northings = zip(*corners, strict=True)
        return cls(
            west=min(eastings) - 1,
            south=min(northings) - 1,
            east=max(eastings) + 1,
            north=max(northings) + 1,
        )

    def cells(self, side: int) -> list[int]:
        """The squares of `side` metres that touch it; numbered as in `offers`."""
        return [
            column * 10_000 + row
            for column in range(floor(self.west / side), floor(self.east / side) + 1)
            for row in range(floor(self.south / side), floor(self.north / side) + 1)
        ]

    def cell_count(self, side: int) -> int:
        """How many `cells` there are."""
        columns = floor(self.east / side) - floor(self.west / side) + 1
        return columns * (floor(self.north / side) - floor(self.south / side) + 1)


@dataclass(frozen=True, kw_only=True)
class InAreas:
    """Venues that lie in any of these areas (ids), all within `extent`.

    `successors`, `districts`: for a former ward, what it became and where it was; a
    venue whose former ward nobody recorded may have been in it.
    """

    wards: tuple[int, ...] = ()
    streets: tuple[int, ...] = ()
    former_districts: tuple[int, ...] = ()
    former_wards: tuple[int, ...] = ()
    successors: tuple[int, ...] = ()
    districts: tuple[int, ...] = ()
    extent: Bbox | None = None

    @property
    def named(self) -> tuple[int, ...]:
        """The areas that were asked for."""
        former = self.former_districts + self.former_wards
        return self.wards + self.streets + former


@dataclass(frozen=True, kw_only=True)
class Question:
    """A search, understood: ids instead of words, one order, one moment.

    `after`: the key and the venue (its number) that the page before ended with;
    `tail`: the venues whose key is not known, which come last.
    """

    dishes: tuple[int, ...] = (ANY_DISH,)
    venues: tuple[int, ...] | None = None
    areas: tuple[InAreas, ...] = ()
    centre: Point | None = None
    radius: float | None = None
    bbox: Bbox | None = None
    open_at: datetime | None = None
    unsure_at: datetime | None = None
    max_price: int | None = None
    min_score: float | None = None
    sort: Sort = Sort.SCORE
    limit: int = 20
    after: tuple[float, int] | None = None
    tail: bool = False

    @property
    def reach(self) -> Bbox | None:
        """The box that every placed answer lies in, as far as the areas tell."""
        extents = [areas.extent for areas in self.areas if areas.extent]
        if not extents:
            return None
        west = max(box.west for box in extents)
        south = max(box.south for box in extents)
        return Bbox(
            west,
            south,
            max(west, min(box.east for box in extents)),
            max(south, min(box.north for box in extents)),
        )

    @property
    def square(self) -> Square | None:
        """The box, the circle or the reach, as a square of UTM metres."""
        if self.radius is not None and self.near is not None:
            east, north = to_utm48n(self.near)
            return Square(
                west=east - self.radius,
                south=north - self.radius,
                east=east + self.radius,
                north=north + self.radius,
            )
        box = self.bbox or self.reach
        return Square.around(box.clipped(WORLD)) if box else None

    @property
    def wants_placed(self) -> bool:
        """Whether a venue whose place is not known cannot be an answer."""
        return self.bbox is not None or self.radius is not None

    @property
    def near(self) -> Point | None:
        """The centre, moved to the edge of the known world when it lies outside."""
        if self.centre is None or WORLD.contains(self.centre):
            return self.centre
        return Point(
            min(max(self.centre.lon, WORLD.west), WORLD.east),
            min(max(self.centre.lat, WORLD.south), WORLD.north),
        )

    @property
    def is_nowhere(self) -> bool:
        """Whether it asks for a place where nothing of ours can be."""
        if self.bbox is not None and not self.bbox.intersects(WORLD):
            return True
        return self.radius is not None and self.near != self.centre
