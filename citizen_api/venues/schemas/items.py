"""A venue in a list."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema, PriceSchema
from citizen_api.http.api import Schema
from citizen_api.sources.schemas import SAID_BY, STALE_PRICE

VENUE_KIND = "eatery, market, cafe or gift-shop; others may come"


class NamedAreaSchema(Schema):
    """A ward or district: its GSO code and its name."""

    code = fields.String(required=True)
    name = fields.String(required=True)


class WardSchema(NamedAreaSchema):
    """The ward of today."""

    certain = fields.Boolean(
        required=True,
        metadata={"description": "False when the place is too vague to tell"},
    )


class AddressSchema(Schema):
    """An address; people still use the wards and districts before July 2025."""

    text = fields.String(required=True)
    street = fields.String(required=True, allow_none=True)
    ward = fields.Nested(WardSchema, required=True, allow_none=True)
    former_ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    former_district = fields.Nested(NamedAreaSchema, required=True, allow_none=True)


class PointSchema(Schema):
    """A GeoJSON Point: longitude, latitude (WGS 84)."""

    type = fields.Constant("Point", required=True)
    coordinates = fields.List(
        fields.Float(), required=True, metadata={"minItems": 2, "maxItems": 2}
    )


class OpenSchema(Schema):
    """Whether a venue is open. Not known is not closed."""

    now = fields.Boolean(
        required=True,
        allow_none=True,
        metadata={
            "description": "null: its hours are not known, or not for this minute"
        },
    )
    known = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether `now` is sure. False: it is null; or its hours do"
            " not speak of `holiday`, and these are those of an ordinary day"
        },
    )
    until = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={
            "description": "When it closes; null while it is not open, or when the end"
            " is not known (15:00+) or more than 14 days away"
        },
    )
    until_sold_out = fields.Boolean(
        required=True,
        metadata={"description": "It closes before `until` when nothing is left"},
    )
    opens_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={
            "description": "When it opens next; null while it is open, or when that is"
            " not known, more than 14 days away, or on a `holiday` to come of which"
            " its hours do not speak"
        },
    )
    holiday = fields.Nested(
        DishNameSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "The public holiday of this day, or the one to come that"
            " hides `opens_at`. Hours after midnight are of the day they began on"
        },
    )


class CitedSchema(Schema):
    """The source of a fact."""

    id = fields.String(required=True)
    title = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": SAID_BY})


class MatchSchema(Schema):
    """The dish that was asked for, and what it costs here."""

    dish_id = fields.String(required=True)
    price = fields.Nested(PriceSchema, required=True, allow_none=True)
    source = fields.Nested(CitedSchema, required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(
        required=True,
        metadata={"description": f"{STALE_PRICE}; false without a price"},
    )
    sold_out_until = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "The owner said that there is none left"},
    )


class VenueItemSchema(Schema):
    """A venue in a list."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True, metadata={"description": VENUE_KIND})
    address = fields.Nested(AddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The true place lies within so many metres"},
    )
    basis = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "How the place was found; only pin what is exact"},
    )
    distance_m = fields.Integer(required=True, allow_none=True)
    open = fields.Nested(OpenSchema, required=True)
    score = fields.Float(
        required=True,
        allow_none=True,
        metadata={"description": "Shrunk mean of stars; null when nobody rated"},
    )
    ratings_count = fields.Integer(required=True)
    match = fields.Nested(MatchSchema, required=True, allow_none=True)
