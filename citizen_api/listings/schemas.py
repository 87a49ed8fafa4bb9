"""How reports look on the wire."""

from marshmallow import fields

from citizen_api.fields import Choice, Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.listings.models import LONGEST, Kind


class VenueReportBodySchema(Schema):
    """What is wrong with a venue."""

    kind = Choice(*Kind, required=True)
    dish_id = Words(
        longest=80,
        allow_none=True,
        load_default=None,
        metadata={"description": "The dish, when kind is price or not_served"},
    )
    text = Words(
        longest=LONGEST,
        lines=True,
        allow_none=True,
        load_default=None,
        metadata={"description": "In words; needed when kind is other"},
    )


class ReportedVenueSchema(Schema):
    """The venue that a report is about."""

    id = fields.String(required=True)
    name = fields.String(required=True)


class VenueReportSchema(Schema):
    """A report and what became of it."""

    id = fields.Integer(required=True)
    venue = fields.Nested(ReportedVenueSchema, required=True)
    kind = fields.String(required=True)
    dish_id = fields.String(required=True, allow_none=True)
    text = fields.String(required=True, allow_none=True)
    status = fields.String(
        required=True, metadata={"description": "new, accepted or rejected"}
    )
    created_at = fields.DateTime(required=True)
    handled_at = fields.DateTime(required=True, allow_none=True)
    note = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "What was done about it, in words"},
    )


class VenueReportPageSchema(PageSchema):
    """A page of what this device reported, the newest first."""

    items = fields.List(fields.Nested(VenueReportSchema), required=True)
