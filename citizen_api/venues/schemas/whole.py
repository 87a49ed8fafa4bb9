"""One venue, whole."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema, PriceSchema
from citizen_api.http.api import Schema
from citizen_api.sources.schemas import SourceSchema
from citizen_api.venues.schemas.items import (
    AddressSchema,
    CitedSchema,
    OpenSchema,
    PointSchema,
)


class FullAddressSchema(AddressSchema):
    """An address with its number and alley apart."""

    house_number = fields.String(required=True, allow_none=True)
    alley = fields.String(required=True, allow_none=True)


class PeriodSchema(Schema):
    """Open from … to …; when it closes not later than it opens, on the next day."""

    opens = fields.String(required=True)
    closes = fields.String(
        required=True, allow_none=True, metadata={"description": "null: not known"}
    )
    known = fields.Boolean(required=True)


class DaySchema(Schema):
    """A day of the ordinary week."""

    day = fields.String(required=True, metadata={"description": "mo … su"})
    periods = fields.List(fields.Nested(PeriodSchema), required=True)


class SpecialDaySchema(Schema):
    """A public holiday, or a date with other hours, in the coming 30 days."""

    day = fields.Date(required=True)
    holiday = fields.Nested(DishNameSchema, required=True, allow_none=True)
    known = fields.Boolean(
        required=True,
        metadata={"description": "False: these are the hours of an ordinary day"},
    )
    periods = fields.List(fields.Nested(PeriodSchema), required=True)


class FactSchema(Schema):
    """Where a fact comes from, and how old it is."""

    note = fields.String(required=True, allow_none=True)
    source = fields.Nested(CitedSchema, required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(required=True)


class HoursFactSchema(FactSchema):
    """What one source says of the hours."""

    opening_hours = fields.String(
        required=True, allow_none=True, metadata={"description": "OSM opening_hours"}
    )
    used = fields.Boolean(required=True)


class HoursSchema(Schema):
    """The hours: the ones in use, and what every source says."""

    opening_hours = fields.String(required=True, allow_none=True)
    week = fields.List(fields.Nested(DaySchema), required=True, allow_none=True)
    special_days = fields.List(fields.Nested(SpecialDaySchema), required=True)
    sources = fields.List(fields.Nested(HoursFactSchema), required=True)


class PriceFactSchema(FactSchema):
    """What one source says of a price."""

    price = fields.Nested(PriceSchema, required=True)


class MenuItemSchema(Schema):
    """A dish on the menu, and its prices by source, the best first."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    note = fields.String(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PriceFactSchema), required=True)


class HonourSchema(Schema):
    """An honour that was given to the venue."""

    name = fields.String(required=True)
    source = fields.String(required=True)


class VenueSchema(Schema):
    """Everything that is known of a venue."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    kind = fields.String(required=True)
    address = fields.Nested(FullAddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    place_note = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    open = fields.Nested(OpenSchema, required=True)
    hours = fields.Nested(HoursSchema, required=True)
    menu = fields.List(fields.Nested(MenuItemSchema), required=True)
    score = fields.Float(required=True, allow_none=True)
    stars_mean = fields.Float(required=True, allow_none=True)
    ratings_count = fields.Integer(required=True)
    histogram = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "How many gave 1, 2, 3, 4 and 5 stars"},
    )
    honours = fields.List(fields.Nested(HonourSchema), required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)
