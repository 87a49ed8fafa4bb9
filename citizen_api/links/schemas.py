"""How links look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Number, Truth, Whole, Words, between
from citizen_api.http.api import Query, Schema
from citizen_api.links.models import Flag, Kind

LEVELS = ("H", "M")
PAPERS = ("A4", "A5", "A6")
LONGEST_REPORT = 500
LONGEST_SCAN = 100
REPORTS = tuple(flag.value for flag in Flag if flag is not Flag.FAR)


class LinkPlaceSchema(Schema):
    """Where a code hangs; each of it null when that is not known."""

    label = fields.String(required=True, allow_none=True)
    lat = fields.Float(required=True, allow_none=True)
    lon = fields.Float(required=True, allow_none=True)
    radius_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "A scan farther away than this is odd"},
    )


class LinkSchema(Schema):
    """A code, what it stands for now, and where to read about that."""

    code = fields.String(
        required=True,
        metadata={"description": "Another than asked when that is its fallback"},
    )
    url = fields.Url(required=True, metadata={"description": "What the QR code holds"})
    kind = fields.String(
        required=True,
        metadata={
            "enum": [kind.value for kind in Kind],
            "description": "More may come",
        },
    )
    id = fields.String(
        required=True,
        metadata={
            "description": "Of a venue, dish, street or tour; the reference of a"
            " station, bike or receipt; the address of a page"
        },
    )
    name = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    place = fields.Nested(LinkPlaceSchema, required=True)
    host = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Of a page elsewhere: to be shown before it opens"},
    )
    api = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Where the API tells about it, when it does"},
    )
    png = fields.String(required=True)
    svg = fields.String(required=True)
    poster = fields.String(required=True)


class ImageQuery(Query):
    """How a QR code is drawn; its colours are not for the caller to choose."""

    level = Choice(
        *LEVELS,
        load_default="H",
        metadata={
            "description": "H survives a third of it gone and has the city's flower;"
            " M is plain, for small stickers"
        },
    )
    size_mm = Whole(
        validate=between(18, 1000), metadata={"description": "Printed width"}
    )
    dpi = Whole(load_default=300, validate=between(72, 1200))
    label = Truth(
        load_default=True, metadata={"description": "With the readable link under it"}
    )


class PosterQuery(Query):
    """The paper of a poster."""

    size = Choice(*PAPERS, load_default="A4", metadata={"description": "Paper"})


class SightingBodySchema(Schema):
    """Where a code was scanned."""

    lat = Number(required=True, validate=between(-90, 90))
    lon = Number(required=True, validate=between(-180, 180))
    scan = Words(
        longest=LONGEST_SCAN,
        allow_none=True,
        load_default=None,
        metadata={"description": "`scan` of GET /q/CODE?s=1, once"},
    )


class SightingSchema(Schema):
    """Whether that is where the code hangs."""

    near = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={"description": "null: it is not known where it hangs"},
    )


class ReportBodySchema(Schema):
    """What is wrong with a code on the street."""

    kind = Choice(*REPORTS, required=True)
    text = Words(longest=LONGEST_REPORT, lines=True, allow_none=True, load_default=None)
