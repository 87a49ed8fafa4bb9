"""How dishes look on the wire."""

from marshmallow import fields

from citizen_api.dishes.rules import DAY, PARTS
from citizen_api.fields import Words
from citizen_api.http.api import Schema
from citizen_api.http.pages import PageQuery, PageSchema
from citizen_api.sources.schemas import STALE_PRICE, SourceSchema

CATEGORY = (
    "noodle, rice, porridge, bread, cake, fried, hotpot, seafood, main, snack,"
    " dessert, drink, sauce or gift; others may come"
)
HOURS_OF_PARTS = ", ".join(
    f"{part} ({start // 60}:{start % 60:02}–{end % DAY // 60}:{end % 60:02})"
    for part, (start, end) in PARTS.items()
)


class DishQuery(PageQuery):
    """The parameters of the list of dishes."""

    q = Words(
        longest=100,
        metadata={
            "description": "What people type: with or without marks, typos, English",
            "example": "banh da cua",
        },
    )


class DishNameSchema(Schema):
    """A name in both languages; the Vietnamese one is the real one."""

    vi = fields.String(required=True)
    en = fields.String(required=True)


class MatchedSchema(Schema):
    """Which form of the dish's name matched, and how well."""

    form = fields.String(required=True)
    kind = fields.String(
        required=True,
        metadata={"description": "exact, folded (without marks), prefix or fuzzy"},
    )


class DishItemSchema(Schema):
    """A dish in a list."""

    id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    category = fields.String(required=True, metadata={"description": CATEGORY})
    signature = fields.Boolean(
        required=True, metadata={"description": "The city is known for it"}
    )
    venue_count = fields.Integer(required=True)
    matched = fields.Nested(MatchedSchema, required=True, allow_none=True)


class DishPageSchema(PageSchema):
    """A page of dishes."""

    items = fields.List(fields.Nested(DishItemSchema), required=True)


class PriceSchema(Schema):
    """An amount of money, or from … to …; `max` is null for "from"."""

    min = fields.Integer(required=True, allow_none=True)
    max = fields.Integer(required=True, allow_none=True)
    currency = fields.Constant("VND", required=True)
    unit = fields.String(
        required=True, allow_none=True, metadata={"description": "bowl (bát), cup …"}
    )


class PriceTodaySchema(Schema):
    """From the cheapest to the dearest among prices that are not stale.

    They are those of one unit, the one by which most venues sell the dish. `max` is
    null when the dearest says "from". `checked_from` and `checked_until`: the oldest
    and the newest of them.
    """

    min = fields.Integer(required=True, allow_none=True)
    max = fields.Integer(required=True, allow_none=True)
    currency = fields.Constant("VND", required=True)
    unit = fields.String(required=True, allow_none=True)
    venues = fields.Integer(
        required=True, metadata={"description": "How many venues it stands on"}
    )
    checked_from = fields.String(required=True, allow_none=True)
    checked_until = fields.String(required=True, allow_none=True)
    source_ids = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Who said so; each is one of `sources`"},
    )


class CityPriceSchema(Schema):
    """What a source said that the dish costs in the city."""

    price = fields.Nested(PriceSchema, required=True)
    source_id = fields.String(required=True, allow_none=True)
    checked_at = fields.String(required=True, allow_none=True)
    stale = fields.Boolean(required=True, metadata={"description": STALE_PRICE})
    note = fields.String(required=True, allow_none=True)


class TimeOfDaySchema(Schema):
    """A part of the day, and how many venues with this dish are open in it."""

    part = fields.String(required=True, metadata={"description": HOURS_OF_PARTS})
    venues_open = fields.Integer(
        required=True,
        metadata={"description": "Open for an hour of it or more on a Monday"},
    )


class DescriptionSchema(Schema):
    """What the dish is; `basis`: source, general (our own words) or none."""

    vi = fields.String(required=True, allow_none=True)
    en = fields.String(required=True, allow_none=True)
    basis = fields.String(required=True)


class DishSchema(Schema):
    """Everything about a dish."""

    id = fields.String(required=True)
    name = fields.Nested(DishNameSchema, required=True)
    category = fields.String(required=True, metadata={"description": CATEGORY})
    signature = fields.Boolean(required=True)
    venue_count = fields.Integer(required=True)
    description = fields.Nested(DescriptionSchema, required=True)
    aliases = fields.List(fields.String(), required=True)
    price_today = fields.Nested(PriceTodaySchema, required=True)
    city_prices = fields.List(fields.Nested(CityPriceSchema), required=True)
    times_of_day = fields.List(fields.Nested(TimeOfDaySchema), required=True)
    hours_known_for = fields.Integer(
        required=True,
        metadata={"description": "How many venues `times_of_day` stands on"},
    )
    sources = fields.List(fields.Nested(SourceSchema), required=True)
