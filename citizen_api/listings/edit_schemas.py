"""How what owners keep looks on the wire."""

from typing import Any

from marshmallow import fields, validates_schema
from marshmallow.exceptions import ValidationError

from citizen_api.dishes.schemas import DishNameSchema, PriceSchema
from citizen_api.fields import Choice, Number, Whole, Words, between
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageSchema
from citizen_api.listings.about import KINDS
from citizen_api.listings.changes import BESIDE, MERGED
from citizen_api.listings.edit_models import LONGEST_DESCRIPTION, Part, State, Who
from citizen_api.listings.words import LONGEST_ADDRESS
from citizen_api.problems import Said
from citizen_api.schedules.parsing import LONGEST_TEXT
from citizen_api.venues.schemas.items import PointSchema
from citizen_api.venues.schemas.whole import (
    OwnWordsSchema,
    ProvenanceSchema,
    VenueContactsSchema,
)

LEAST_VND, MOST_VND = 500, 20_000_000
LONGEST_NAME = 120
UPSIDE_DOWN = Said(
    "Giá cao nhất không được nhỏ hơn giá thấp nhất.",
    "The highest price may not be less than the lowest.",
)
OSM = {"description": "As OSM writes opening_hours"}


def optional(longest: int, **kwargs: Any) -> Words:
    """Text, or null for none; what is left out stays as it is."""
    return Words(longest=longest, allow_none=True, **kwargs)


class ContactsBodySchema(Schema):
    """How to reach a venue; null takes one away."""

    phone = optional(30)
    website = optional(LONGEST_ADDRESS)
    facebook = optional(LONGEST_ADDRESS)


class DescriptionBodySchema(Schema):
    """A venue in its owner's words; null takes them away."""

    vi = optional(LONGEST_DESCRIPTION, lines=True)
    en = optional(LONGEST_DESCRIPTION, lines=True)


class AddressBodySchema(Schema):
    """Another address."""

    text = Words(longest=200, required=True)
    house_number = optional(20, load_default=None)
    alley = optional(60, load_default=None)
    street = optional(80, load_default=None)


class LocationBodySchema(Schema):
    """Another place (WGS 84)."""

    lon = Number(required=True, validate=between(102, 110))
    lat = Number(required=True, validate=between(18, 24))


class ListingBodySchema(Schema):
    """What is to be changed; what is left out stays as it is."""

    hours = Words(longest=LONGEST_TEXT, metadata=OSM)
    contacts = fields.Nested(ContactsBodySchema)
    description = fields.Nested(DescriptionBodySchema)
    name = Words(
        longest=LONGEST_NAME, metadata={"description": "Waits for a moderator"}
    )
    kind = Choice(*KINDS, metadata={"description": "Waits for a moderator"})
    address = fields.Nested(AddressBodySchema)
    location = fields.Nested(LocationBodySchema)


class CostBodySchema(Schema):
    """What a dish costs, in VND; without `max` it is "from"."""

    min = Whole(required=True, strict=True, validate=between(LEAST_VND, MOST_VND))
    max = Whole(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=between(LEAST_VND, MOST_VND),
    )
    unit = optional(30, load_default=None)

    @validates_schema
    def ensure_in_order(self, data: dict[str, Any], **kwargs: Any) -> None:
        """Refuse a range that ends before it begins."""
        if data.get("max") is not None and data["max"] < data["min"]:
            raise ValidationError({"max": [UPSIDE_DOWN]})


class DishBodySchema(Schema):
    """That a dish is served, and what it costs; null when that is not told."""

    price = fields.Nested(CostBodySchema, required=True, allow_none=True)


class DayBodySchema(Schema):
    """The hours of one date; null: closed."""

    hours = Words(
        longest=80,
        required=True,
        allow_none=True,
        metadata={"description": "10:00-14:00,17:00-02:00; null: closed that day"},
    )


class UndoBodySchema(Schema):
    """Why a change is taken back, for the owner."""

    note = Words(longest=500, lines=True, required=True)


class KeptAddressSchema(Schema):
    """An address in its parts."""

    text = fields.String(required=True)
    house_number = fields.String(required=True, allow_none=True)
    alley = fields.String(required=True, allow_none=True)
    street = fields.String(required=True, allow_none=True)


class KeptHoursSchema(ProvenanceSchema):
    """The ordinary hours that are shown."""

    opening_hours = fields.String(required=True, metadata=OSM)


class KeptDaySchema(Schema):
    """A date with hours of its own."""

    day = fields.Date(required=True)
    closed = fields.Boolean(required=True)
    hours = fields.String(required=True, allow_none=True)


class KeptDishSchema(ProvenanceSchema):
    """A dish on the menu, with the price that is shown."""

    dish_id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    price = fields.Nested(PriceSchema, required=True, allow_none=True)
    sold_out_until = fields.DateTime(required=True, allow_none=True)


class ListingChangeSchema(Schema):
    """A change of a listing."""

    id = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "Null for what is not undone here"},
    )
    at = fields.DateTime(required=True)
    who = fields.String(required=True, metadata={"enum": list(Who)})
    by_me = fields.Boolean(required=True)
    part = fields.String(required=True, metadata={"enum": [*Part, *BESIDE]})
    dish_id = fields.String(required=True, allow_none=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    state = fields.String(required=True, metadata={"enum": list(State)})
    undoes = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The change that this one takes back"},
    )
    note = fields.String(required=True, allow_none=True)


class WaitingSchema(Schema):
    """An edit that a moderator has not looked at yet."""

    id = fields.Integer(required=True)
    at = fields.DateTime(required=True)
    part = fields.String(required=True, metadata={"enum": [*Part, MERGED]})
    after = fields.Dict(required=True)


class ListingSchema(Schema):
    """All that the owners of a venue may change."""

    versioned = True
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    kind = fields.String(required=True)
    address = fields.Nested(KeptAddressSchema, required=True)
    location = fields.Nested(PointSchema, required=True, allow_none=True)
    contacts = fields.Nested(VenueContactsSchema, required=True)
    description = fields.Nested(OwnWordsSchema, required=True)
    hours = fields.Nested(KeptHoursSchema, required=True, allow_none=True)
    days = fields.List(fields.Nested(KeptDaySchema), required=True)
    closed_today = fields.Boolean(required=True)
    menu = fields.List(fields.Nested(KeptDishSchema), required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    waiting = fields.List(fields.Nested(WaitingSchema), required=True)


class ListingChangePageSchema(PageSchema):
    """Changes, the newest first."""

    items = fields.List(fields.Nested(ListingChangeSchema), required=True)


class OwnVenueSchema(Schema):
    """A venue that the caller keeps."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    address = fields.String(required=True)
    since = fields.DateTime(required=True)
    etag = fields.String(required=True)
    confirmed_at = fields.DateTime(required=True, allow_none=True)
    nudged_at = fields.DateTime(
        required=True,
        allow_none=True,
        metadata={"description": "Asked whether the prices are right, not answered"},
    )
    waiting = fields.Integer(
        required=True, metadata={"description": "Edits that wait for a moderator"}
    )
    stale_prices = fields.Integer(required=True)


class OwnVenuesSchema(Schema):
    """Every venue that the caller keeps."""

    items = fields.List(fields.Nested(OwnVenueSchema), required=True)
