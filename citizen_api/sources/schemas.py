"""How sources look on the wire."""

from marshmallow import fields

from citizen_api.http.api import Schema
from citizen_api.sources.models import SourceKind

SAID_BY = "Who says so: " + ", ".join(SourceKind)


class SourceSchema(Schema):
    """Where a fact comes from."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    address = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Web address, or where else it can be found"},
    )
    published = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "ISO 8601 date, as precise as the source gives it"},
    )
    licence = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, metadata={"description": SAID_BY})
