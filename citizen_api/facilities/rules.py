"""Which facilities a search means, and in which order they are told. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from geo.bbox import Bbox
from geo.distance import metres_between
from geo.names import fold
from geo.points import Point


@dataclass(frozen=True, slots=True)
class Known:
    """A facility as it is shown; `ward`: code and name."""

    code: str
    name: str
    folded: str
    kind: str
    address: str | None
    ward: tuple[str, str] | None
    place: Point | None
    accuracy_m: int | None
    takes: tuple[str, ...]
    invented: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked for; all of it must hold. `radius`: metres around `centre`."""

    words: str = ""
    kind: str | None = None
    takes: str | None = None
    bbox: Bbox | None = None
    centre: Point | None = None
    radius: float | None = None


class Found(NamedTuple):
    """A facility, and how far it is when somebody stands somewhere."""

    facility: Known
    metres: float | None

    @property
    def position(self) -> tuple[int, str]:
        """Where it comes in a list: the nearest first, unplaced ones last."""
        far = 10**9 if self.metres is None else round(self.metres)
        return far, self.facility.code


def search(facilities: Sequence[Known], asked: Search) -> list[Found]:
    """The facilities that are meant, in their order."""
    words = fold(asked.words).split()
    found = [
        Found(each, distance(each, asked.centre))
        for each in facilities
        if all(f" {word}" in f" {each.folded}" for word in words) and fits(each, asked)
    ]
    near = [
        each
        for each in found
        if asked.radius is None
        or (each.metres is not None and each.metres <= asked.radius)
    ]
    return sorted(near, key=lambda each: each.position)


def fits(facility: Known, asked: Search) -> bool:
    """Whether kind, papers and box are as asked."""
    return (
        asked.kind in (None, facility.kind)
        and (asked.takes is None or asked.takes in facility.takes)
        and (asked.bbox is None or within(facility.place, asked.bbox))
    )


def within(place: Point | None, box: Bbox) -> bool:
    """Whether the place is known to lie in the box."""
    return place is not None and box.contains(place)


def distance(facility: Known, centre: Point | None) -> float | None:
    """Metres from where somebody stands, when both places are known."""
    if centre is None or facility.place is None:
        return None
    return metres_between(centre, facility.place)
