"""Lists of what lies near a place or in a box: their parameters, and what they need."""

import re
from collections.abc import Iterator
from typing import Any, Final

from citizen_api.fields import BadText, Number, Parsed, between
from citizen_api.http.pages import PageQuery
from citizen_api.problems import FieldError, InvalidRequest, Said
from geo.bbox import BadBbox, Bbox
from geo.points import Point

LONGEST_RADIUS: Final = 100_000
NEEDS_BOTH: Final = Said("lat và lon phải đi cùng nhau.", "lat and lon go together.")
NEEDS_CENTRE: Final = Said("Cần có lat và lon.", "This needs lat and lon.")
BBOX: Final = {
    "not_four_numbers": Said(
        "Phải là bốn số w,s,e,n, trước và sau dấu chấm tối đa 20 chữ số.",
        "Four numbers: w,s,e,n, of 20 digits at most before and after the point.",
    ),
    "not_finite": Said("Phải là số hữu hạn.", "The numbers must be finite."),
    "out_of_range": Said(
        "Kinh độ trong ±180, vĩ độ trong ±90.",
        "Longitudes within ±180, latitudes within ±90.",
    ),
    "inverted": Said("Nam phải nhỏ hơn bắc.", "South must be less than north."),
    "crosses_date_line": Said(
        "Tây phải nhỏ hơn đông; khung qua kinh tuyến 180 không dùng được.",
        "West must be less than east; a box across the date line is not taken.",
    ),
    "no_area": Said("Khung không có diện tích.", "The box has no area."),
}
SIDE: Final = r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?"
BOX: Final = f"{SIDE}(?:,{SIDE}){{3}}"


def read_bbox(text: str) -> Bbox:
    """A box from `w,s,e,n`; raises BadText."""
    if not re.fullmatch(BOX, text):
        raise BadText(BBOX["not_four_numbers"])
    try:
        return Bbox.parse(text)
    except BadBbox as bad:
        raise BadText(BBOX[bad.reason]) from None


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
