"""The parameters of the list of venues."""

from citizen_api.fields import (
    BOX,
    Choice,
    Number,
    Parsed,
    Whole,
    Words,
    between,
    read_bbox,
)
from citizen_api.http.pages import PageQuery
from citizen_api.venues.asking import MOMENT, read_moment
from citizen_api.venues.questions import Sort

LONGEST_RADIUS = 100_000
DEAREST = 100_000_000


class VenueQuery(PageQuery):
    """The parameters of the list of venues; all conditions must hold."""

    dish = Words(
        longest=80, metadata={"description": "Id of a dish", "example": "banh-da-cua"}
    )
    q = Words(
        longest=100,
        metadata={
            "description": "A dish, a venue, a street or a ward, as people type it",
            "example": "banh da cua",
        },
    )
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
    open_at = Parsed(
        read_moment,
        metadata={
            "type": "string",
            "pattern": f"^(?:{MOMENT})$",
            "description": "now, HH:MM of today, or an RFC 3339 time;"
            " venues whose hours are not known are left out, and counted",
            "example": "now",
        },
    )
    max_price = Whole(
        validate=between(0, DEAREST),
        metadata={"description": "VND, of the dish that is asked for"},
    )
    ward = Words(
        longest=100,
        metadata={
            "description": "Code or name of a ward, or of a ward or district before"
            " July 2025",
            "example": "quận Ngô Quyền",
        },
    )
    min_score = Number(validate=between(1, 5), metadata={"description": "Stars"})
    sort = Choice(
        *Sort,
        load_default=Sort.RELEVANCE,
        metadata={
            "description": "relevance: the best name, else the nearest, else the best"
            " score"
        },
    )
