"""How the history of a price looks on the wire."""

from marshmallow import fields

from citizen_api.dishes.schemas import PriceSchema
from citizen_api.http.pages import PageSchema
from citizen_api.sources.models import SourceKind
from citizen_api.venues.schemas.whole import ProvenanceSchema


class ToldPriceSchema(ProvenanceSchema):
    """What a source said of a price."""

    price = fields.Nested(PriceSchema, required=True)
    note = fields.String(required=True, allow_none=True)
    who = fields.String(required=True, metadata={"enum": list(SourceKind)})
    shown = fields.Boolean(
        required=True, metadata={"description": "This one stands on the menu"}
    )
    ended_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Since then its source says something else"},
    )


class PriceHistorySchema(PageSchema):
    """All that was said of the price of a dish here, the newest date first."""

    items = fields.List(fields.Nested(ToldPriceSchema), required=True)
