"""Lists of what lies near a place or in a box: their parameters, and what they need."""

from collections.abc import Iterator
from typing import Any, Final

from citizen_api.fields import BOX, Number, Parsed, between, read_bbox
from citizen_api.http.pages import PageQuery
from citizen_api.problems import FieldError, InvalidRequest, Said
from geo.points import Point

LONGEST_RADIUS: Final = 100_000
NEEDS_BOTH: Final = Said("lat và lon phải đi cùng nhau.", "lat and lon go together.")
NEEDS_CENTRE: Final = Said("Cần có lat và lon.", "This needs lat and lon.")


class PlacesQuery(PageQuery):
    """The parameters of a list of places; all conditions must hold."""

    lat = Number(validate=between(-90, 90), metadata={"example": 20.8561})
    lon = Number(validate=between(-180, 180), metadata={"example": 106.6822})
    radius = Number(
        validate=between(1, LONGEST_RADIUS), metadata={"description": "Metres"}
    )
    bbox = Parsed(
        read_bbox,
        metadata={
            "type": "string",
            "pattern": f"^{BOX}$",
            "description": "west,south,east,north in degrees",
            "example": "106.67,20.84,106.70,20.87",
        },
    )


def half_a_place(asked: dict[str, Any]) -> Iterator[FieldError]:
    """What is missing where only one of lat and lon is given, or only a radius."""
    if ("lat" in asked) != ("lon" in asked):
        yield FieldError(NEEDS_BOTH, parameter="lon" if "lat" in asked else "lat")
    elif "radius" in asked and "lat" not in asked:
        yield FieldError(NEEDS_CENTRE, parameter="radius")


def centre_of(asked: dict[str, Any]) -> Point | None:
    """Where one stands, None when that is not said. Raises InvalidRequest for half."""
    if errors := list(half_a_place(asked)):
        raise InvalidRequest(errors=errors)
    return Point(asked["lon"], asked["lat"]) if "lat" in asked else None
