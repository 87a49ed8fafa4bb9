"""One venue, whole."""

from marshmallow import fields

from citizen_api.dishes.schemas import DishNameSchema, PriceSchema
from citizen_api.http.api import Schema
from citizen_api.scores.schemas import DishScoreSchema, ScoreExplainedSchema
from citizen_api.sources.schemas import STALE, SourceSchema
from citizen_api.venues.records import LicenceKind
from citizen_api.venues.schemas.items import (
    VENUE_KIND,
    AddressSchema,
    CitedSchema,
    OpenSchema,
    PointSchema,
)

LICENCES = ", ".join(LicenceKind)


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
    known = fields.Boolean(
        required=True,
        metadata={"description": "False: it may be open then, but that is not sure"},
    )


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
        metadata={
            "description": "False: its hours do not speak of the holiday, and these"
            " are those of an ordinary day"
        },
    )
    periods = fields.List(fields.Nested(PeriodSchema), required=True)


class ProvenanceSchema(Schema):
    """Where a fact comes from, and how old it is."""

    source = fields.Nested(CitedSchema, required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(required=True, metadata={"description": STALE})


class FactSchema(ProvenanceSchema):
    """The same with what the source adds in words."""

    note = fields.String(required=True, allow_none=True)


class HoursFactSchema(FactSchema):
    """What one source says of the hours."""

    opening_hours = fields.String(
        required=True, allow_none=True, metadata={"description": "OSM opening_hours"}
    )
    used = fields.Boolean(required=True)


class HoursSchema(Schema):
    """The hours: the ones in use, and what every source says."""

    opening_hours = fields.String(required=True, allow_none=True)
    until_sold_out = fields.Nested(
        DishNameSchema,
        required=True,
        allow_none=True,
        metadata={"description": "In words, when it closes once nothing is left"},
    )
    week = fields.List(fields.Nested(DaySchema), required=True, allow_none=True)
    special_days = fields.List(
        fields.Nested(SpecialDaySchema),
        required=True,
        metadata={
            "description": "Public holidays, and dates that differ from `week`, in the"
            " 30 days from today; later ones are not told"
        },
    )
    sources = fields.List(fields.Nested(HoursFactSchema), required=True)


class PriceFactSchema(FactSchema):
    """What one source says of a price."""

    price = fields.Nested(PriceSchema, required=True)


class MenuItemSchema(DishScoreSchema):
    """A dish on the menu, and its prices by source, the best first."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    note = fields.String(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PriceFactSchema), required=True)
    sold_out_until = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "The owner said that there is none left"},
    )


class HonourSchema(ProvenanceSchema):
    """An honour that was given to the venue."""

    name = fields.String(required=True)


class LicenceSchema(ProvenanceSchema):
    """A paper that the city saw; its number is not kept."""

    kind = fields.String(required=True, metadata={"description": LICENCES})
    issued_by = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    expired = fields.Boolean(required=True)


class ClosedSchema(Schema):
    """Closed for good."""

    since = fields.Date(required=True)
    source = fields.Nested(CitedSchema, required=True, allow_none=True)


class OwnWordsSchema(Schema):
    """The venue in its owner's words."""

    vi = fields.String(required=True, allow_none=True)
    en = fields.String(required=True, allow_none=True)


class VenueContactsSchema(Schema):
    """How to reach the venue, as its owner says."""

    phone = fields.String(
        required=True, allow_none=True, metadata={"description": "+84… or a hotline"}
    )
    website = fields.String(required=True, allow_none=True)
    facebook = fields.String(required=True, allow_none=True)


class VenueSchema(Schema):
    """Everything that is known of a venue."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    kind = fields.String(required=True, metadata={"description": VENUE_KIND})
    address = fields.Nested(FullAddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    place_note = fields.String(required=True, allow_none=True)
    place = fields.Nested(
        FactSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Where `location` comes from; null without one"},
    )
    closed = fields.Nested(
        ClosedSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Since when it is closed for good, or null"},
    )
    note = fields.String(required=True, allow_none=True)
    description = fields.Nested(OwnWordsSchema, required=True)
    contacts = fields.Nested(VenueContactsSchema, required=True)
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
    score_explained = fields.Nested(ScoreExplainedSchema, required=True)
    licences = fields.List(fields.Nested(LicenceSchema), required=True)
    honours = fields.List(fields.Nested(HonourSchema), required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)
