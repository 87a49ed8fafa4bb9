"""How a map style looks on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice
from citizen_api.http.api import Query, Schema

THEMES = ("light", "dark")


class StyleQuery(Query):
    """Which of our two styles."""

    theme = Choice(
        *THEMES, load_default="light", metadata={"description": "By day or by night"}
    )


class StyleSchema(Schema):
    """A style of the MapLibre Style Specification, version 8."""

    version = fields.Integer(required=True)
    name = fields.String(required=True)
    center = fields.List(
        fields.Float(), required=True, metadata={"description": "Longitude, latitude"}
    )
    zoom = fields.Float(required=True)
    sources = fields.Dict(required=True, keys=fields.String())
    layers = fields.List(fields.Dict(keys=fields.String()), required=True)
