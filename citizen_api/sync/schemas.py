"""How the offline pack looks on the wire."""

from marshmallow import fields

from citizen_api.fields import Whole, Words, between
from citizen_api.http.api import Query, Schema
from citizen_api.http.pages import PageSchema
from citizen_api.sources.schemas import SourceSchema
from citizen_api.sync.item_schemas import (
    PackedDishSchema,
    PackedFacilitySchema,
    PackedHolidaySchema,
    PackedHoursSchema,
    PackedStationSchema,
    PackedVenueSchema,
)

MOST = 1000


class SyncQuery(Query):
    """From where on, and how much at once."""

    since = Words(
        longest=400,
        metadata={"description": "`cursor` of the answer before; none: everything"},
    )
    limit = Whole(
        load_default=MOST,
        validate=between(1, MOST),
        metadata={"description": "How many items at most"},
    )


class ChangedSchema(Schema):
    """New or changed items, whole."""

    dishes = fields.List(fields.Nested(PackedDishSchema), required=True)
    facilities = fields.List(fields.Nested(PackedFacilitySchema), required=True)
    holidays = fields.List(fields.Nested(PackedHolidaySchema), required=True)
    hours = fields.List(fields.Nested(PackedHoursSchema), required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)
    stations = fields.List(fields.Nested(PackedStationSchema), required=True)
    venues = fields.List(fields.Nested(PackedVenueSchema), required=True)


class RemovedSchema(Schema):
    """The ids of items that are gone."""

    dishes = fields.List(fields.String(), required=True)
    facilities = fields.List(fields.String(), required=True)
    holidays = fields.List(fields.String(), required=True)
    hours = fields.List(fields.String(), required=True)
    sources = fields.List(fields.String(), required=True)
    stations = fields.List(fields.String(), required=True)
    venues = fields.List(fields.String(), required=True)


class SyncSchema(PageSchema):
    """What changed, and where to go on."""

    complete = fields.Boolean(
        required=True,
        metadata={"description": "False: follow `next` before using any of it"},
    )
    version = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The state that one now has; null until complete"},
    )
    hash = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "SHA-256 over that state; see the guide"},
    )
    cursor = fields.String(
        required=True, metadata={"description": "`since` of the next time"}
    )
    changed = fields.Nested(ChangedSchema, required=True)
    removed = fields.Nested(RemovedSchema, required=True)
