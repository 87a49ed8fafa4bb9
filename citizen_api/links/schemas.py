"""How links look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Whole, between
from citizen_api.http.api import Query, Schema

LEVELS = ("H", "M")


class LinkSchema(Schema):
    """A code, what it stands for, and where to read about that."""

    code = fields.String(required=True)
    url = fields.Url(required=True, metadata={"description": "What the QR code holds"})
    kind = fields.String(required=True, metadata={"description": "venue or street"})
    id = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True, allow_none=True)
    api = fields.String(
        required=True, metadata={"description": "Where the API tells about it"}
    )
    png = fields.String(required=True)
    svg = fields.String(required=True)


class ImageQuery(Query):
    """How a QR code is drawn; its colours are not for the caller to choose."""

    level = Choice(
        *LEVELS,
        load_default="H",
        metadata={"description": "Error correction; H survives a third of it gone"},
    )
    size_mm = Whole(
        validate=between(18, 1000), metadata={"description": "Printed width"}
    )
    dpi = Whole(load_default=300, validate=between(72, 1200))
