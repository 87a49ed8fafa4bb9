"""How sources look on the wire."""

from marshmallow import fields

from citizen_api.http.api import Schema
from citizen_api.sources.models import SourceKind
from citizen_api.sources.rules import (
    HONOUR_FRESH,
    HOURS_FRESH,
    LICENCE_FRESH,
    PLACE_FRESH,
    PRICE_FRESH,
)

STALE_PRICE = f"Not checked for more than {PRICE_FRESH.days} days, or never"
STALE = (
    "Without a date, or not checked for more days than"
    f" {PRICE_FRESH.days} (a price), {HOURS_FRESH.days} (hours),"
    f" {LICENCE_FRESH.days} (a paper), {HONOUR_FRESH.days} (an honour)"
    f" or {PLACE_FRESH.days} (a place)"
)
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
