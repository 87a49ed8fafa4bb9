"""The parameters of the list of venues."""

from citizen_api.fields import Choice, Number, Parsed, Whole, Words, between
from citizen_api.http.places import PlacesQuery
from citizen_api.venues.asking import MOMENT, read_moment
from citizen_api.venues.questions import Sort

DEAREST = 100_000_000


class VenueQuery(PlacesQuery):
    """The parameters of the list of venues; all conditions must hold."""

    dish = Words(
        longest=80, metadata={"description": "Id of a dish", "example": "banh-da-cua"}
    )
    q = Words(
        longest=100,
        metadata={
            "description": "A dish, a venue, an address, a street or a ward, as typed;"
            " of more than 200 venues of a name, those nearest to the place asked",
            "example": "banh da cua",
        },
    )
    open_at = Parsed(
        read_moment,
        metadata={
            "type": "string",
            "pattern": f"^(?:{MOMENT})$",
            "description": "now, HH:MM of today, or an RFC 3339 time: those open then."
            " On a public holiday of which the hours do not speak, those open on an"
            " ordinary day, with a false `open.known`. Venues whose hours are not"
            " known are left out, and counted in `left_out`",
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
