"""How the city card looks on the wire."""

from marshmallow import fields

from citizen_api.bikes.schemas import StationItemSchema
from citizen_api.dishes.schemas import DishNameSchema
from citizen_api.fields import Number, between
from citizen_api.http.api import Query, Schema
from citizen_api.http.places import LONGEST_RADIUS
from citizen_api.venues.schemas.items import NamedAreaSchema, VenueItemSchema
from citizen_api.venues.schemas.pages import NearestSchema


class AroundQuery(Query):
    """Where one stands."""

    lat = Number(
        required=True, validate=between(-90, 90), metadata={"example": 20.8561}
    )
    lon = Number(
        required=True, validate=between(-180, 180), metadata={"example": 106.6822}
    )
    radius = Number(
        load_default=1500.0,
        validate=between(1, LONGEST_RADIUS),
        metadata={"description": "Metres"},
    )


class DishNearSchema(Schema):
    """A dish the city is known for, and the nearest venue that serves it."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    venue = fields.Nested(NearestSchema, required=True)


class OpenNowSchema(Schema):
    """Venues that are open now, the nearest first."""

    items = fields.List(fields.Nested(VenueItemSchema), required=True)
    hours_unknown = fields.Integer(
        required=True,
        metadata={"description": "Nearby, but their hours are not known; 50 at most"},
    )


class AroundSchema(Schema):
    """The city card."""

    at = fields.DateTime(required=True)
    ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    open_now = fields.Nested(OpenNowSchema, required=True)
    signature_dishes = fields.List(fields.Nested(DishNearSchema), required=True)
    bikes = fields.Nested(
        StationItemSchema,
        required=True,
        allow_none=True,
        metadata={"description": "The nearest station that has a bike to rent"},
    )
