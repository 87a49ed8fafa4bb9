"""How the items of the offline pack look on the wire."""

from marshmallow import fields

from citizen_api.dishes.schemas import CATEGORY, DescriptionSchema, DishNameSchema
from citizen_api.http.api import Schema
from citizen_api.venues.schemas.items import NamedAreaSchema, PointSchema

MINUTES = "Pairs of minutes, from … to …"


class PackedFactSchema(Schema):
    """Where a fact comes from; it is stale when that was long ago."""

    source = fields.String(required=True, allow_none=True)
    checked_at = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "ISO 8601 date, as precise as its source"},
    )
    note = fields.String(required=True, allow_none=True)


class PackedPriceSchema(PackedFactSchema):
    """What one source says of a price, in VND; `max` is null for "from"."""

    min = fields.Integer(required=True)
    max = fields.Integer(required=True, allow_none=True)
    unit = fields.String(required=True, allow_none=True)


class PackedFormSchema(Schema):
    """A way to write a dish."""

    text = fields.String(required=True)
    kind = fields.String(required=True)
    language = fields.String(required=True, allow_none=True)


class PackedDishSchema(Schema):
    """A dish, every way to write it, and what sources say it costs in the city."""

    id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    category = fields.String(required=True, metadata={"description": CATEGORY})
    signature = fields.Boolean(required=True)
    description = fields.Nested(DescriptionSchema, required=True)
    forms = fields.List(fields.Nested(PackedFormSchema), required=True)
    city_prices = fields.List(fields.Nested(PackedPriceSchema), required=True)
    sources = fields.List(fields.String(), required=True)


class PackedAddressSchema(Schema):
    """An address; `ward_certain`: false when the ward was worked out roughly."""

    text = fields.String(required=True)
    street = fields.String(required=True, allow_none=True)
    house_number = fields.String(required=True, allow_none=True)
    alley = fields.String(required=True, allow_none=True)
    ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    ward_certain = fields.Boolean(required=True)
    former_ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    former_district = fields.Nested(NamedAreaSchema, required=True, allow_none=True)


class PackedServedSchema(Schema):
    """A dish on a menu, and its prices, the best first."""

    dish = fields.String(required=True)
    note = fields.String(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PackedPriceSchema), required=True)
    sold_out_until = fields.DateTime(required=True, allow_none=True)


class PackedHoursFactSchema(PackedFactSchema):
    """What one source says of the hours, as OSM `opening_hours`."""

    opening_hours = fields.String(required=True, allow_none=True)
    used = fields.Boolean(required=True)


class PackedLicenceSchema(Schema):
    """A paper that the city saw."""

    kind = fields.String(required=True)
    issued_by = fields.String(required=True)
    issued_on = fields.Date(required=True)
    valid_until = fields.Date(required=True, allow_none=True)
    source = fields.String(required=True)
    checked_at = fields.Date(required=True)


class PackedHonourSchema(Schema):
    """An honour that was given to the venue."""

    name = fields.String(required=True)
    source = fields.String(required=True)


class PackedWordsSchema(Schema):
    """What the owner says of the venue."""

    vi = fields.String(required=True, allow_none=True)
    en = fields.String(required=True, allow_none=True)


class PackedContactsSchema(Schema):
    """How to reach the venue."""

    phone = fields.String(required=True, allow_none=True)
    website = fields.String(required=True, allow_none=True)
    facebook = fields.String(required=True, allow_none=True)


class PackedVenueSchema(Schema):
    """A venue with its menu; `hours`: the id of the hours in use."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    aliases = fields.List(fields.String(), required=True)
    kind = fields.String(required=True)
    address = fields.Nested(PackedAddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    place_note = fields.String(required=True, allow_none=True)
    place_source = fields.String(required=True, allow_none=True)
    hours = fields.String(required=True, allow_none=True)
    hours_told = fields.List(fields.Nested(PackedHoursFactSchema), required=True)
    menu = fields.List(fields.Nested(PackedServedSchema), required=True)
    honours = fields.List(fields.Nested(PackedHonourSchema), required=True)
    licences = fields.List(fields.Nested(PackedLicenceSchema), required=True)
    closed_on = fields.Date(required=True, allow_none=True)
    closed_source = fields.String(required=True, allow_none=True)
    note = fields.String(required=True, allow_none=True)
    description = fields.Nested(PackedWordsSchema, required=True)
    contacts = fields.Nested(PackedContactsSchema, required=True)
    sources = fields.List(fields.String(), required=True)


class PackedDaySchema(Schema):
    """The minutes of one date, 0 … 1440, that differ from the ordinary week's."""

    open = fields.List(fields.List(fields.Integer()), required=True)
    maybe = fields.List(fields.List(fields.Integer()), required=True)


class PackedHoursSchema(Schema):
    """An `opening_hours` text, and the minutes it was compiled to."""

    id = fields.String(required=True)
    opening_hours = fields.String(required=True)
    week = fields.List(
        fields.List(fields.Integer()),
        required=True,
        metadata={"description": f"{MINUTES}; 0 is Monday 00:00"},
    )
    maybe = fields.List(
        fields.List(fields.Integer()),
        required=True,
        metadata={"description": f"{MINUTES}, when it may be open"},
    )
    compiled_until = fields.Date(required=True)
    exceptions = fields.Dict(
        keys=fields.Date(), values=fields.Nested(PackedDaySchema), required=True
    )


class PackedHolidaySchema(Schema):
    """A public holiday, a day off in lieu, or a weekend day worked in lieu."""

    id = fields.Date(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True)
    source = fields.String(required=True)


class PackedStationSchema(Schema):
    """A bike station; how many bikes stand there is not in the pack."""

    id = fields.String(required=True)
    system = fields.String(required=True)
    name = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    address = fields.Dict(
        keys=fields.String(), values=fields.String(), required=True, allow_none=True
    )
    ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    location = fields.Nested(PointSchema, required=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    basis = fields.String(required=True, allow_none=True)
    place_note = fields.String(required=True, allow_none=True)
    hours = fields.String(required=True, allow_none=True)
    capacity = fields.Integer(required=True, allow_none=True)
    virtual = fields.Boolean(required=True)
    parking = fields.String(required=True, allow_none=True)
    simulated = fields.Boolean(required=True)


class PackedFacilitySchema(Schema):
    """A health facility; `invented` names what of it is made up."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    invented = fields.List(fields.String(), required=True)
    address = fields.String(required=True, allow_none=True)
    ward = fields.Nested(NamedAreaSchema, required=True, allow_none=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    accuracy_m = fields.Integer(required=True, allow_none=True)
    takes = fields.List(fields.String(), required=True)
